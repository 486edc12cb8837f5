//! A day without a network, in a real browser over a real server: hundreds of saves that wait, a worker that is stopped in the
//! middle of them, a crash, another account on the same device, and another device of the same account. Written once, so that
//! the proof walks it at full size and the browser suite at a small one.
//! It never looks into the extension to judge it: what counts is what the server holds in the end.

pub mod check;
mod device;
pub mod walk;

use clap::ValueEnum;

pub use walk::{Day, live};

/// A fault that is put into the day on purpose: the check has to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fault {
    /// A row is taken out of the outbox.
    Drop,
    /// A row is sent once more under another id.
    Double,
    /// Two rows change places.
    Swap,
    /// A row is given to the other account.
    Leak,
    /// What another device edited is lost without a word.
    Overwrite,
}
