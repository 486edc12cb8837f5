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

/// How likely a page is a product's that nothing but its markup speaks for: worth a look, never *sure*.
const UNDRAWN: f32 = 0.6;

/// How likely these are the signs of a product page, 0 to 1.
pub(super) fn likelihood(case: &Case<'_>, signs: &[f32; COUNT], weights: &[f32]) -> f32 {
    if signs::is_shop_desk(case.page) {
        return 0.0;
    }
    let weighed = super::logistic::likelihood(weights, signs);
    if is_undrawn(case) { weighed.max(UNDRAWN) } else { weighed }
}

/// Scripts have not drawn the page yet, and markup names one product with its price: what is not there to be seen
/// speaks against nothing.
fn is_undrawn(case: &Case<'_>) -> bool {
    let Seen { prices, buys, furniture, .. } = case.seen;
    let nothing_seen = prices.is_empty() && buys.is_empty() && furniture.cards == 0 && case.page.nodes().len() < 150;
    let one_product = case.choice.mains.iter().any(|found| found.has_price() && !found.range_of_many)
        || (case.og_product && case.og_price);
    nothing_seen && one_product && !case.markup.list_page && !case.og_other
}
