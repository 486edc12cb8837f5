//! schema.org's Offer, AggregateOffer and PriceSpecification: amounts with their kinds kept apart.

use crate::find::Find;
use crate::json::Value;

use super::{Object, Resolve, field, list, text};
use crate::detect::found::Offer;
use crate::detect::text::words;
use crate::price_text::{Hints, first_amount, machine_decimal};
use crate::product::{Availability, PriceKind};

/// Names of schema.org/ItemAvailability, and words for them.
const IN_STOCK: &str = "\
    instock|instoreonly|onlineonly|limitedavailability|available|availablefororder|instocknow|notsold|lowstock|\
    limitedstock|madetoorder|true|yes";
const OUT_OF_STOCK: &str = "outofstock|soldout|sold|discontinued|oos|unavailable|outofstocknow|reserved|false";
const PREORDER: &str = "preorder|presale|backorder|availabledate|pending";

/// What schema.org/ItemAvailability, or a word for it, means to a person.
pub(in crate::detect) fn availability(text: &str) -> Option<Availability> {
    let last = text.trim().shorn_behind(|sign| sign == '/').behind_last_of("/#");
    let word: String = last.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    if word.is_one_of(IN_STOCK) {
        Some(Availability::InStock)
    } else if word.is_one_of(OUT_OF_STOCK) {
        Some(Availability::OutOfStock)
    } else if word.is_one_of(PREORDER) {
        Some(Availability::Preorder)
    } else {
        None
    }
}

/// Sizes and colours: if one can be had, the product can.
pub(super) fn overall_availability(offers: &[Offer]) -> Option<Availability> {
    let has = |wanted| offers.iter().any(|offer| offer.availability == Some(wanted));
    [Availability::InStock, Availability::Preorder, Availability::OutOfStock].into_iter().find(|wanted| has(*wanted))
}

/// An AggregateOffer whose highest price is more than twice its lowest: variants of one thing rarely differ so much.
pub(super) fn is_wide(offer: &Value) -> bool {
    let whole = |key: &str| -> Option<u64> {
        let amount = machine_decimal(&offer.get(key).and_then(text)?)?;
        amount.parts(".").next()?.parse().ok()
    };
    whole("lowPrice").zip(whole("highPrice")).is_some_and(|(low, high)| high > low.saturating_mul(2))
}

/// Reads an Offer, an AggregateOffer or a bare price.
pub(super) fn offers(value: &Value, out: &mut Vec<Offer>, hints: &Hints, ids: &dyn Resolve, depth: usize) {
    if out.len() >= 200 || depth > 3 {
        return;
    }
    let Some(object) = value.as_object() else {
        if let Value::Array(many) = value {
            many.iter().take(50).for_each(|one| offers(one, out, hints, ids, depth + 1));
        }
        return;
    };
    let code = field(object, &["priceCurrency", "currency", "pricecurrency"], 20);
    let currency = code.as_deref().and_then(|code| hints.markup(code));
    let availability = object.get("availability").and_then(text).and_then(|text| availability(&text));
    let kind = if object.get("itemCondition").and_then(text).is_some_and(|condition| is_used(&condition)) {
        PriceKind::Used
    } else {
        PriceKind::Current
    };
    let base = Offer {
        amount: String::new(),
        currency,
        kind,
        availability,
        url: field(object, &["url", "@id"], 2000),
        sku: field(object, &["sku"], 100),
        upper: false,
    };
    let start = out.len();
    for (key, upper) in [("price", false), ("lowPrice", false), ("highPrice", true)] {
        for price in list(object.get(key)).filter_map(text) {
            let amount = first_amount(&price);
            let decimal = machine_decimal(&price);
            let Some(decimal) = decimal else { continue };
            let sign = amount.and_then(|amount| amount.sign).and_then(|sign| hints.resolve(sign));
            let currency = currency.or(sign);
            out.push(Offer { amount: decimal, currency, upper, ..base.clone() });
        }
    }
    for price in list(object.get("listPrice")).filter_map(text) {
        if let Some(amount) = machine_decimal(&price) {
            out.push(Offer { amount, kind: PriceKind::List, ..base.clone() });
        }
    }
    let has_own = out.len() > start;
    for specification in list(object.get("priceSpecification")).map(|s| ids.resolve(s)).filter_map(Value::as_object) {
        specified(specification, &base, has_own, out, hints);
    }
    for inner in list(object.get("offers")).map(|offer| ids.resolve(offer)) {
        offers(inner, out, hints, ids, depth + 1);
    }
    if out.len() == start && availability.is_some() {
        // No price, but it says whether it can be had.
        out.push(Offer { amount: "0".to_owned(), ..base });
    }
}

fn is_used(condition: &str) -> bool {
    words(condition)
        .iter()
        .any(|word| matches!(word.as_str(), "usedcondition" | "refurbishedcondition" | "damagedcondition" | "used"))
}

/// Reads a PriceSpecification: list and members' prices, and prices per unit, are kinds of their own.
fn specified(object: &Object, base: &Offer, has_own: bool, out: &mut Vec<Offer>, hints: &Hints) {
    let price_type = field(object, &["priceType"], 200).unwrap_or_default().to_ascii_lowercase();
    let kind = if price_type.ends_with("listprice")
        || price_type.ends_with("strikethroughprice")
        || price_type.ends_with("msrp")
        || price_type.ends_with("srp")
    {
        PriceKind::List
    } else if object.contains_key("validForMemberTier") {
        PriceKind::Member
    } else if object.contains_key("referenceQuantity") && has_own {
        PriceKind::Unit
    } else if object.contains_key("billingDuration") || object.contains_key("billingIncrement") {
        PriceKind::Instalment
    } else {
        base.kind
    };
    if has_own && kind == base.kind {
        return;
    }
    let currency = field(object, &["priceCurrency"], 20).and_then(|code| hints.markup(&code)).or(base.currency);
    for key in ["price", "minPrice"] {
        if let Some(amount) = object.get(key).and_then(text).and_then(|price| machine_decimal(&price)) {
            out.push(Offer { amount, currency, kind, ..base.clone() });
            return;
        }
    }
}
