//! Pictures that a person brings: from a file, the clipboard or dropped here; for a wish, a board, or beside their name.
//! Each is made small on this device at once and kept beside the outbox, so that it is there without a network and without an account.
//! It never sends anything, and of a file it never keeps more than what it shows.

mod bring;
mod file;
mod keep;
mod small;

pub(crate) use bring::{Bring, choices};
pub(crate) use keep::{forget_idle, shown};

use crate::bridge::Failure;
use crate::words as named;

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unfit {
    /// It has more bytes than the server takes.
    TooLarge,
    /// It is none of the kinds that the server takes.
    NoPicture,
    /// It has more pixels than the server takes.
    TooManyPixels,
    /// It cannot be read to its end.
    Damaged,
    /// As many as may wait on this device do.
    Full,
    /// The browser does not keep it.
    NotKept(Failure),
}

impl Unfit {
    /// What is said of it, and what to do.
    fn words(&self) -> String {
        match self {
            Self::TooLarge => t!("picture_too_large"),
            Self::NoPicture => t!("picture_none"),
            Self::TooManyPixels => t!("picture_too_many_pixels"),
            Self::Damaged => t!("picture_damaged"),
            Self::Full => t!("picture_full"),
            Self::NotKept(failure) => named::failure(failure),
        }
    }
}
