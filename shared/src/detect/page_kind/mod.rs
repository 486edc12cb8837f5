//! Is this the page of one product? A judgement of its own: markup is evidence, not proof.
//! The signs for and against are added up with fitted weights; the sum is how likely it is.
//! It never looks at a page itself, only at what the sources and the eye found, and no sign is about one shop.

mod folders;
mod signs;

use super::Source;
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

/// How likely a page in a folder of lists is at most, or one that says to be something else and sells nothing: no product.
const LISTED: f32 = 0.4;
/// How likely a page is at most that says to be something else, and has a price beside a control to buy all the same:
/// worth a look, never *sure*.
const OTHERWISE: f32 = 0.75;

/// How likely these are the signs of a product page, 0 to 1.
pub(super) fn likelihood(case: &Case<'_>, signs: &[f32; COUNT], weights: &[f32]) -> f32 {
    if signs::is_shop_desk(case.page) {
        return 0.0;
    }
    let weighed = super::logistic::likelihood(weights, signs).min(most(case));
    if is_undrawn(case) { weighed.max(UNDRAWN) } else { weighed }
}

/// How likely a page may be at most: a folder that shop systems keep for lists, and markup that calls the page something else,
/// weigh more than what such pages show of single products. Markup of a product of its own lifts both, unless it is of many.
fn most(case: &Case<'_>) -> f32 {
    let marked = case.choice.mains.iter().any(|found| found.source != Source::OpenGraph && !found.range_of_many);
    // Several products on one level, none of which is what the page, its heading and its address speak of: a list.
    let listed = case.choice.equals >= 3 && case.choice.fit < 15;
    // A text that the page says to be and that sells nothing: the product in its markup is what it speaks of.
    let read = case.markup.other_page && case.og_other && !case.og_product && case.seen.buys.is_empty();
    if listed || read {
        LISTED
    } else if marked {
        1.0
    } else if signs::is_shop_list(case.page) || !case.og_product && signs::shows_others(case) {
        LISTED
    } else if case.markup.other_page || (case.og_other && !case.og_product) {
        // A blog's theme calls products articles too; then the visible page has to speak for itself.
        if signs::is_bought_here(case) { OTHERWISE } else { LISTED }
    } else if case.markup.other_kind || case.og_other {
        OTHERWISE
    } else {
        1.0
    }
}

/// Scripts have not drawn the page yet, and markup names one product: what is not there to be seen
/// speaks against nothing.
fn is_undrawn(case: &Case<'_>) -> bool {
    let Seen { prices, buys, furniture, .. } = case.seen;
    let nothing_seen = prices.is_empty() && buys.is_empty() && furniture.cards == 0 && case.page.nodes().len() < 150;
    let one_product = case.choice.mains.iter().any(|found| found.has_price() && !found.range_of_many)
        || (case.og_product && (case.og_price || !case.seen.headings.is_empty()));
    nothing_seen && one_product && !case.markup.list_page && !case.og_other
}
