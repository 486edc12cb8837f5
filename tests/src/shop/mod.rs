//! Shops to test with: an HTTP proxy that answers for every host itself, from folders of pages.
//! Here, so that a page has its own address and host name in a real browser although no real shop is ever asked.
//! It never passes a request on: what no folder answers is 404, and every request is remembered.

mod case;
mod certificate;
mod server;

pub use case::{Case, Expected};
pub use server::{Asked, Given, PageServer};
