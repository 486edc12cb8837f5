//! The main job, end to end: a person in a real browser saves what a shop shows, and finds it on their board.
//! Written once over both browsers and both engines, so that the tests, the proof and the demo walk the same path.
//! It never reaches into the extension for what a person would do with keys and clicks.

mod driver;
mod in_chromium;
mod in_firefox;

pub use driver::{Driver, Kind, Setup};
