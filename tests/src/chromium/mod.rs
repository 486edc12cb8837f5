//! Drives a real Chromium with the built extension loaded: pages, the service worker, the popup, the side panel.
//! An own client of the DevTools protocol, because the drivers at hand cannot reach a worker or a real popup.
//! It never uses a profile of a person: each start has a fresh one unless the caller brings one to restart with.

mod extension;
mod launch;
mod page;
mod pipe;

pub use extension::Extension;
pub use launch::{Chromium, Launch, TargetView};
pub use page::{Page, Scheme};
pub use pipe::{Connection, Event};
