//! What somebody was given, as far as it is revealed, and their thanks.
//! So that a family finds again, year by year, who gave what; and that what is not revealed yet takes as long as what is not there.
//! It never tells of a claim before its reveal date, nor what givers wrote and paid.

pub(crate) mod store;

pub(crate) use store::{Received, received, thank};
