//! From what all sources say to one product, each field with its source and a confidence.
//! The visible text is the witness: markup that nobody sees on the page is believed less.
//! It never takes a value without a source, and it leaves a field empty rather than guess.

mod identity;
mod image;
mod price;
mod title;

pub(super) use identity::{brand, sku};
pub(super) use image::images;
pub(super) use price::{Decided as Prices, prices};
pub(super) use title::title;

use super::found::Found;
use super::visible::Seen;
use super::{Field, Source};
use crate::product::Availability;

/// A confidence to three decimals.
pub(super) fn confidence(thousandths: i32) -> f64 {
    f64::from(thousandths.clamp(0, 1000)) / 1000.0
}

/// A share as a confidence to three decimals.
pub(super) fn share(share: f32) -> f64 {
    #[allow(clippy::cast_possible_truncation)]
    let thousandths = (share * 1000.0) as i32;
    confidence(thousandths)
}

/// The first value that a source gives, in order of trust.
pub(super) fn first<T: Clone>(
    mains: &[Found],
    get: impl Fn(&Found) -> Option<&T>,
    thousandths: i32,
) -> Option<Field<T>> {
    mains.iter().find_map(|found| {
        get(found).map(|value| Field {
            value: value.clone(),
            source: found.source,
            confidence: confidence(thousandths),
        })
    })
}

/// Whether it can be bought: the words beside the button go before markup that says the opposite of them.
pub(super) fn availability(mains: &[Found], seen: &Seen) -> Option<Field<Availability>> {
    let said = first(mains, |found| found.availability.as_ref(), 950);
    let visible =
        |value, thousandths| Some(Field { value, source: Source::Visible, confidence: confidence(thousandths) });
    match (said, seen.availability) {
        (Some(said), Some(shown)) if said.value == shown => Some(Field { confidence: confidence(985), ..said }),
        (Some(said), Some(Availability::OutOfStock)) if said.value == Availability::InStock && seen.buys.is_empty() => {
            visible(Availability::OutOfStock, 700)
        }
        (Some(said), Some(_)) => Some(Field { confidence: confidence(850), ..said }),
        (Some(said), None) => Some(said),
        (None, Some(shown)) => visible(shown, if seen.buys.is_empty() { 750 } else { 850 }),
        (None, None) => None,
    }
}
