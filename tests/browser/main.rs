//! The built extension in real browsers: one binary for all tests that open one.
//! Here, because what a page, a worker and a popup do together cannot be seen anywhere else.
//! It never reaches a real shop: every page comes from a server of this process.
#![allow(clippy::unwrap_used)]

mod choices;
mod chromium_driver;
mod cleared;
mod consent;
mod corrections;
mod day;
mod drafts;
mod fields;
mod files;
mod firefox_driver;
mod four;
mod gone;
mod hostile;
mod journey;
mod keyboard_driver;
mod keys;
mod list_page;
mod listed;
mod live;
mod my_pages;
mod omnibox;
mod parity;
mod pictures;
mod prices;
mod same_thing;
mod several;
mod shelf;
mod sites;
mod states;
mod xml;
