//! Drives a real Firefox with the built extension loaded: pages, the event page, the popup, the sidebar.
//! It speaks Marionette itself, so that no driver program has to be installed, and asks the browser's own
//! chrome for what no driver offers. It never uses a profile of a person.

mod extension;
mod launch;
mod marionette;
mod page;

pub use extension::Extension;
pub use launch::{Firefox, Launch};
pub use marionette::Marionette;
pub use page::{Frame, Page};
