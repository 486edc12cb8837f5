//! schema.org's Product as JSON-LD, microdata and RDFa give it, all brought into one JSON form first.
//! So that a rule of the vocabulary (schema.org/Product, /ProductGroup, /AggregateOffer) is written once for three syntaxes.
//! It never decides between products, and it never fetches what an address names.

mod offer;

use crate::find::Find;
use crate::json::{Map, Value};

pub(super) use offer::availability;
use offer::{is_wide, offers, overall_availability};

use super::found::{Found, Place};
use super::text::clean_some;
use super::{Rating, Source};
use crate::price_text::Hints;
use crate::product::{Availability, PriceKind, VariantOption};

type Object = Map;

/// Looks up `{"@id": …}` references.
pub(super) trait Resolve {
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value;
}

/// For sources without references.
pub(super) struct Plain;

impl Resolve for Plain {
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        value
    }
}

/// The last part of each type of an object, lower-case ("product" for "http://schema.org/Product").
pub(super) fn types(object: &Object) -> Vec<String> {
    list(object.get("@type"))
        .filter_map(Value::as_str)
        .map(|kind| kind.trim().shorn_behind(|sign| sign == '/').behind_last_of("/:#").to_ascii_lowercase())
        .collect()
}

/// It is a product by its type, or something with offers that is sold like one.
pub(super) fn is_product(object: &Object, types: &[String]) -> bool {
    const SOLD: &str =
        "product|productgroup|individualproduct|productmodel|someproducts|vehicle|car|motorcycle|offering";
    const SOMETIMES: &str = "book|movie|musicalbum|videogame|creativework";
    types.iter().any(|kind| kind.is_one_of(SOLD) || kind.is_one_of(SOMETIMES) && object.contains_key("offers"))
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Some(Value::Array(many)) => (None, many.as_slice()),
        other => (other, &[][..]),
    };
    one.into_iter().chain(many.iter().take(200))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => ["@value", "name", "value"].iter().find_map(|key| match object.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        }),
        Value::Array(many) => many.iter().take(20).find_map(|one| if one.is_array() { None } else { text(one) }),
        _ => None,
    }
}

fn field(object: &Object, keys: &[&str], limit: usize) -> Option<String> {
    keys.iter().find_map(|key| object.get(key).and_then(text).and_then(|text| clean_some(&text, limit)))
}

/// Reads one product.
pub(super) fn product(object: &Object, source: Source, place: Place, hints: &Hints, ids: &dyn Resolve) -> Found {
    let mut found = Found::new(source, place);
    found.title = field(object, &["name", "title"], 500);
    found.url = field(object, &["url", "@id"], 2000);
    found.brand = ["brand", "manufacturer"]
        .iter()
        .find_map(|key| object.get(key).map(|value| list_first(value, ids)).and_then(text))
        .and_then(|brand| clean_some(&brand, 200))
        .map(|brand| after_label(&brand))
        .filter(|brand| !is_filler(brand));
    let number =
        |keys: &[&str]| field(object, keys, 100).map(|text| after_label(&text)).filter(|text| !is_filler(text));
    found.sku = number(&["sku"]);
    found.number = number(&["productID", "mpn"]);
    found.gtin = ["gtin13", "gtin", "gtin14", "gtin12", "gtin8", "ean", "isbn"]
        .iter()
        .find_map(|key| gtin(&field(object, &[key], 60)?));
    found.description = field(object, &["description"], 1000);
    found.category = field(object, &["category"], 500).map(|path| last_of_path(&path)).filter(|c| !c.is_empty());
    for image in list(object.get("image")).map(|image| ids.resolve(image)) {
        found.images.extend(image_url(image));
    }
    found.rating =
        object.get("aggregateRating").map(|value| ids.resolve(value)).and_then(Value::as_object).and_then(rating);
    for offer in list(object.get("offers")).map(|offer| ids.resolve(offer)) {
        offers(offer, &mut found.offers, hints, ids, 0);
    }
    // A number that all offers share is the product's; of several, the first that can be had is what is chosen at first.
    let had = found.offers.iter().find(|offer| offer.availability != Some(Availability::OutOfStock));
    let chosen = had.or(found.offers.first()).and_then(|offer| offer.sku.clone());
    if let Some(first) = chosen.filter(|_| found.sku.is_none()) {
        let one = found.offers.iter().all(|offer| offer.sku.as_ref() == Some(&first));
        let slot = if one { &mut found.sku } else { &mut found.number };
        *slot = slot.take().or(Some(first));
    }
    if found.offers.is_empty() {
        // Home-made markup puts the price on the product itself.
        offers(&Value::Object(only_prices(object)), &mut found.offers, hints, ids, 0);
    }
    for variant in list(object.get("hasVariant")).map(|variant| ids.resolve(variant)).filter_map(Value::as_object) {
        if place == Place::Top && found.variants.len() < 100 {
            found.variants.push(product(variant, source, Place::Aside, hints, ids));
        }
        let url = field(variant, &["url", "@id"], 2000);
        let sku = field(variant, &["sku"], 100);
        let before = found.offers.len();
        for offer in list(variant.get("offers")).map(|offer| ids.resolve(offer)) {
            offers(offer, &mut found.offers, hints, ids, 0);
        }
        for offer in found.offers.iter_mut().skip(before) {
            offer.url = offer.url.take().or_else(|| url.clone());
            offer.sku = offer.sku.take().or_else(|| sku.clone());
        }
        if found.images.is_empty() {
            found.images.extend(list(variant.get("image")).filter_map(image_url));
        }
        found.title = found.title.take().or_else(|| field(variant, &["name"], 500));
        found.brand = found.brand.take().or_else(|| field(variant, &["brand"], 200));
        found.sku = found.sku.take().or(sku);
    }
    found.range_of_many = found.sku.is_none() && found.gtin.is_none() && list(object.get("offers")).any(is_wide);
    for (name, key) in [("Color", "color"), ("Size", "size"), ("Material", "material"), ("Pattern", "pattern")] {
        if let (Some(value), true) = (field(object, &[key], 200), found.offers.len() == 1) {
            found.variant.push(VariantOption { name: name.to_owned(), value });
        }
    }
    // A used thing that is only sold used has a current price like any other.
    if found.offers.iter().all(|offer| offer.kind == PriceKind::Used) {
        found.offers.iter_mut().for_each(|offer| offer.kind = PriceKind::Current);
    }
    found.availability = overall_availability(&found.offers)
        .or_else(|| object.get("availability").and_then(text).and_then(|text| availability(&text)));
    found
}

fn list_first<'v>(value: &'v Value, ids: &'v dyn Resolve) -> &'v Value {
    match value {
        Value::Array(many) => many.first().map_or(value, |first| ids.resolve(first)),
        other => ids.resolve(other),
    }
}

/// "SKU: 123" and "Brand: Acme" without the label.
fn after_label(text: &str) -> String {
    match text.parted_at_last(":") {
        Some((label, value))
            if !value.trim().is_empty() && label.chars().all(|c| c.is_alphabetic() || c.is_whitespace()) =>
        {
            value.trim().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Texts that templates leave where nothing was entered.
fn is_filler(text: &str) -> bool {
    text.to_ascii_lowercase().is_one_of("n/a|na|none|null|undefined|-|0|brand|no brand|nobrand") || text.holds("{{")
}

fn only_prices(object: &Object) -> Object {
    ["price", "priceCurrency", "lowPrice", "highPrice", "priceSpecification", "availability"]
        .iter()
        .filter_map(|key| object.get(key).map(|value| ((*key).to_owned(), value.clone())))
        .collect()
}

/// The last word of "Home > Kitchen > Kettles".
pub(super) fn last_of_path(path: &str) -> String {
    let last = path.rsplit(['>', '›', '»', '|']).map(str::trim).find(|part| !part.is_empty()).unwrap_or("");
    let last = last.parted_at_last(" / ").map_or(last, |(_, last)| last);
    let mut last = last.to_owned();
    crate::page::cut(&mut last, 200);
    last
}

fn image_url(image: &Value) -> Option<String> {
    let url = match image {
        Value::String(url) => url.as_str(),
        Value::Object(object) => {
            ["contentUrl", "url", "@id", "src", "thumbnailUrl"].iter().find_map(|key| match object.get(key) {
                Some(Value::Array(many)) => many.first().and_then(Value::as_str),
                Some(value) => value.as_str(),
                None => None,
            })?
        }
        Value::Array(many) => many.first()?.as_str()?,
        _ => return None,
    };
    let url = super::text::clean(url, 2000);
    (!url.is_empty() && !url.starts_with("#")).then_some(url)
}

fn rating(object: &Object) -> Option<Rating> {
    let number = |key: &str| -> Option<f64> { decimal(object.get(key).and_then(text)?.trim()) };
    let value = number("ratingValue").filter(|value| *value > 0.0)?;
    let best = number("bestRating").filter(|best| *best >= 1.0).unwrap_or(5.0);
    let value = (value / best * 50.0).round() / 10.0;
    let count =
        ["ratingCount", "reviewCount"].iter().find_map(|key| object.get(key).and_then(text)?.trim().parse().ok());
    (value <= 5.0).then_some(Rating { value, count })
}

/// A plain decimal, to six places: all that a rating has. What reads any number is 15 KB of the extension's program.
fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let fraction = fraction.get(..fraction.len().min(6))?;
    let (whole, places): (u32, u32) = (whole.parse().ok()?, u32::try_from(fraction.len()).ok()?);
    let part: u32 = if places == 0 { 0 } else { fraction.parse().ok()? };
    Some(f64::from(whole) + f64::from(part) / f64::from(10u32.pow(places)))
}

/// A GTIN with a right check digit (GS1 General Specifications, 7.9), spaces and dashes removed.
pub(super) fn gtin(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if !matches!(digits.len(), 8 | 12 | 13 | 14)
        || !digits.bytes().all(|b| b.is_ascii_digit())
        || digits.bytes().all(|b| b == b'0')
    {
        return None;
    }
    let sum: u32 =
        digits.bytes().rev().enumerate().map(|(at, b)| u32::from(b - b'0') * if at % 2 == 1 { 3 } else { 1 }).sum();
    sum.is_multiple_of(10).then_some(digits)
}
