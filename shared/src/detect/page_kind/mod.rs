//! Is this the page of one product? A judgement of its own: markup is evidence, not proof.
//! The signs for and against are added up with fitted weights; the sum is how likely it is.
//! It never looks at a page itself, only at what the sources and the eye found, and no sign is about one shop.

mod signs;

use super::choose::Choice;
use super::found::Markup;
use super::merge::Prices;
use super::visible::Seen;
use crate::page::PageEvidence;

pub(super) use signs::{COUNT, NAMES, signs};

/// Everything that speaks for or against a product page.
pub(super) struct Case<'c> {
    pub(super) page: &'c PageEvidence,
    pub(super) markup: &'c Markup,
    pub(super) choice: &'c Choice,
    pub(super) seen: &'c Seen,
    pub(super) prices: &'c Prices,
    pub(super) og_product: bool,
    /// The meta elements give a price.
    pub(super) og_price: bool,
    pub(super) og_other: bool,
    pub(super) has_image: bool,
}

/// From which likelihood on a page is a product page.
pub(super) const THRESHOLD: f32 = 0.5;

/// How likely these are the signs of a product page, 0 to 1.
pub(super) fn likelihood(page: &PageEvidence, signs: &[f32; COUNT], weights: &[f32]) -> f32 {
    if signs::is_shop_desk(page) {
        return 0.0;
    }
    super::logistic::likelihood(weights, signs)
}
