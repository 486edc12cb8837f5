//! The one door to the browser: `chrome.*`, fetch, storage. Chromium and Firefox answer the same promises under it.
//! It is a crate of its own so that the worker and the pages call the same typed functions, and nobody else names `chrome`.
//! It never decides: no rule, no word that a person reads, no retry.

pub mod about;
pub mod action;
pub mod chunks;
pub mod client;
pub mod clock;
pub mod database;
pub mod durable;
pub mod intl;
pub mod json;
pub mod omnibox;
pub mod panics;
pub mod permissions;
pub mod reader;
pub mod runtime;
pub mod scripts;
pub mod standing;
pub mod storage;
pub mod surfaces;
pub mod tabs;
pub mod texts;
pub mod transfer;
pub mod worker;
