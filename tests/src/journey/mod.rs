//! The main job, end to end: a person in a real browser saves what a shop shows, and finds it on their board.
//! Written once over both browsers and both engines, so that the tests, the proof and the demo walk the same path.
//! It never reaches into the extension for what a person would do with keys and clicks.

mod api;
mod corpus;
mod driver;
mod in_chromium;
mod in_firefox;
mod person;
mod stage;
pub mod steps;

pub use api::{Api, Row};
pub use corpus::{Choice, CorpusPage, all as corpus_pages, choose};
pub use driver::{Driver, Kind, Setup};
pub use person::{
    Said, Somebody, ask, read_popup, register, save_again, save_in_popup, sign_in, sign_out, status, wait_options,
    wait_sent,
};
pub use stage::{Stage, Wanted};
