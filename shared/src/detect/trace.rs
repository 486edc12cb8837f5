//! What a detection went by, for the fitting of its weights and for people who ask why.

use super::page_kind::{COUNT, NAMES};
use super::{Detection, read};
use crate::page::PageEvidence;

/// The signs by which the judgements were made.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    pub(super) page: [f32; COUNT],
}

/// One sign of a judgement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sign {
    /// What it is called.
    pub name: &'static str,
    /// It may only speak for the judgement; others only against it.
    pub speaks_for: bool,
    /// How far it is there, 0 to 1.
    pub value: f32,
}

impl Trace {
    /// Whether it is a product page: each sign by its name.
    pub fn page(&self) -> impl Iterator<Item = Sign> + '_ {
        NAMES.iter().zip(&self.page).map(|((name, speaks_for), value)| Sign {
            name,
            speaks_for: *speaks_for,
            value: *value,
        })
    }
}

/// [`super::detect`], and what it went by.
#[must_use]
pub fn detect(page: &PageEvidence) -> (Detection, Trace) {
    read::read(page)
}
