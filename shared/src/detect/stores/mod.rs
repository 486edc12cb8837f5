//! Rules for one shop each, as tables: only for shops whose pages the general sources cannot read alone.
//! Today: Amazon and eBay keep prices in nodes that look like others, AliExpress and Steam have no heading or hashed names, Walmart
//! shows cents apart. Shops that give schema.org's Product or their state to everybody need none, however large: a rule for them would
//! only grow old. The places are those that public readers of these shops name; the shops themselves were not asked for pages.
//! A rule never decides alone: it is one more source, and loses to sources that agree with each other.

mod aliexpress;
mod amazon;
mod ebay;
mod rule;
mod steam;
mod walmart;

use super::found::{Found, Offer, amount_key};
use super::visible::Seen;
use crate::page::PageEvidence;
use crate::price_text::Hints;
use crate::product::PriceKind;

/// All rules. Considered, by what is publicly known of them, and left to the general sources: Etsy, IKEA, Zalando, Best Buy, Home
/// Depot, Decathlon, Otto, John Lewis, H&M, Zara, Argos and Lego give schema.org's Product as JSON-LD to everybody; Costco gives it
/// as microdata and metas; Target's and Rakuten's drawn pages have a heading, one price by the button and a number that the eye
/// finds, and their class names change with each release. A rule for any of them would repeat what is read, and grow old first.
const RULES: [&rule::Rule; 5] = [&aliexpress::RULE, &amazon::RULE, &ebay::RULE, &steam::RULE, &walmart::RULE];

/// Reads the page by its shop's rule, where it has one and the page is one of a product.
pub(super) fn read(page: &PageEvidence, hints: &Hints, mains: &[Found], seen: &Seen) -> Option<Found> {
    let rule = RULES.iter().find(|rule| rule.is_of(page))?;
    let mut found = rule.read(page, hints)?;
    if agree(mains, seen) {
        found.offers.retain(|offer| offer.kind != PriceKind::Current);
    }
    Some(found)
}

/// A general source has a price that a person sees too, whatever else stands there: what a rule says besides would only be old.
fn agree(mains: &[Found], seen: &Seen) -> bool {
    let shown = |offer: &Offer| {
        let same = |amount: &str| amount_key(amount) == amount_key(&offer.amount);
        seen.prices.iter().any(|price| !price.elsewhere && same(&price.amount))
    };
    mains.iter().flat_map(|found| &found.offers).any(|offer| offer.kind == PriceKind::Current && shown(offer))
}
