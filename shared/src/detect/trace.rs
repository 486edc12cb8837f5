//! What a detection went by, for the fitting of its weights and for people who ask why.

use super::confidence::{IMAGE, ImageSigns, PRICE, PriceSigns, TITLE, TitleSigns};
use super::page_kind::{COUNT, NAMES};
use super::{Detection, read, weights};
use crate::page::PageEvidence;

/// The signs by which the judgements were made.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    pub(super) page: [f32; COUNT],
    pub(super) title: Option<TitleSigns>,
    pub(super) price: Option<PriceSigns>,
    pub(super) image: Option<ImageSigns>,
}

/// A judgement that is made by signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It is a product page.
    Page,
    /// The title is right.
    Title,
    /// The price and its currency are right.
    Price,
    /// The picture is right.
    Image,
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
    /// The signs of a judgement, in the order of its weights; none where there was nothing to judge.
    #[must_use]
    pub fn signs(&self, judgement: Judgement) -> Vec<Sign> {
        let values: &[f32] = match judgement {
            Judgement::Page => &self.page,
            Judgement::Title => self.title.as_ref().map_or(&[], |signs| signs),
            Judgement::Price => self.price.as_ref().map_or(&[], |signs| signs),
            Judgement::Image => self.image.as_ref().map_or(&[], |signs| signs),
        };
        let signs = judgement.names().iter().zip(values);
        signs.map(|((name, speaks_for), value)| Sign { name, speaks_for: *speaks_for, value: *value }).collect()
    }
}

/// What the signs of each judgement weigh; the first weight counts always.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    pub(super) page: [f32; COUNT + 1],
    pub(super) title: [f32; TITLE.len() + 1],
    pub(super) price: [f32; PRICE.len() + 1],
    pub(super) image: [f32; IMAGE.len() + 1],
}

impl Weights {
    /// Those that detection goes by.
    #[must_use]
    pub fn fitted() -> Self {
        weights::FITTED
    }

    /// Those of one judgement.
    #[must_use]
    pub const fn of(&self, judgement: Judgement) -> &[f32] {
        match judgement {
            Judgement::Page => &self.page,
            Judgement::Title => &self.title,
            Judgement::Price => &self.price,
            Judgement::Image => &self.image,
        }
    }

    /// Puts others in place, in the order of [`Judgement::names`]; as many as there are.
    pub fn set(&mut self, judgement: Judgement, weights: &[f32]) {
        let own: &mut [f32] = match judgement {
            Judgement::Page => &mut self.page,
            Judgement::Title => &mut self.title,
            Judgement::Price => &mut self.price,
            Judgement::Image => &mut self.image,
        };
        own.iter_mut().zip(weights).for_each(|(own, weight)| *own = *weight);
    }
}

impl Judgement {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Page, Self::Title, Self::Price, Self::Image];

    /// The names of its signs, and whether each speaks for it.
    #[must_use]
    pub const fn names(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Page => NAMES,
            Self::Title => TITLE,
            Self::Price => PRICE,
            Self::Image => IMAGE,
        }
    }
}

/// [`super::detect`] by these weights, and what it went by.
#[must_use]
pub fn detect(page: &PageEvidence, weights: &Weights) -> (Detection, Trace) {
    read::read(page, weights)
}
