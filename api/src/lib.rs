//! The companion API: accounts, boards, items, prices and the pages that people share.
//! It is a library first, so that a test can run it in its own process on any port, with a clock set by hand.
//! It never decides what a product is or what money means: that is `shared`.

pub mod accounts;
mod app;
mod batch;
mod boards;
mod categories;
mod chance;
mod children;
mod claims;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
mod digest;
pub mod edge;
pub mod error;
mod events;
mod exchanges;
pub mod extract;
pub mod fetch;
mod fields;
mod follows;
mod groups;
mod guests;
mod idempotency;
mod items;
pub mod jobs;
pub mod locale;
pub mod mail;
mod merge;
mod openapi;
pub mod page;
pub mod pictures;
mod placements;
mod presence;
mod prices;
mod products;
mod router;
pub mod serve;
mod shop_pictures;
pub mod text;
mod turns;
mod visibility;
mod watch;
pub mod web;
mod whispers;

pub use app::{App, Parts};
pub use router::router;
