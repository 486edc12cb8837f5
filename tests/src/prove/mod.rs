//! Promises shown at full size: one module each, behind `cargo xtask prove NAME`. The everyday tests hold a quick form of them.
//! Each prints its figures, last the line that decides; the program ends with 0 only where the bar holds.
//! A proof never judges by other code than the tests do.

pub mod both_builds;
pub mod claims;
pub mod currency_texts;
pub mod detection;
pub mod guard;
pub mod journey;
pub mod outbox;
pub mod pages;
pub mod parity;
pub mod peers;
pub mod price_strings;
pub mod reading;
mod requests;
pub mod roles;
mod server;
pub mod streams;
pub mod surprise;

/// What a proof found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The bar holds.
    Held,
    /// It does not, or it could not be tried.
    NotHeld,
}
