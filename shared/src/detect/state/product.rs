//! One object of a shop's state as a product, by the names that platforms give their fields.

use crate::find::Find;
use crate::json::{Map, Value};

use super::keys::plain;
use crate::detect::Source;
use crate::detect::found::{Found, Offer, Place, is_zero};
use crate::detect::schema_org::{availability, gtin};
use crate::detect::text::clean_some;
use crate::money::Currency;
use crate::price_text::{Hints, first_amount, machine_decimal};
use crate::product::{Availability, PriceKind};

type Object = Map;

/// Names of fields in lower case without signs, the best first, parted by spaces.
const TITLE: &str = "productname producttitle itemname displayname name title pname productdisplayname prodname";
const BRAND: &str = "brand brandname itembrand productbrand manufacturername manufacturer vendor designer";
const SKU: &str =
    "sku productsku itemsku articlenumber articlecode articleno itemnumber productnumber productcode partnumber code";
const NUMBER: &str = "itemid productid id mpn";
const GTIN: &str = "gtin13 gtin ean ean13 gtin14 gtin12 gtin8 upc barcode isbn";
const PRICE: &str = "saleprice specialprice promoprice promotionalprice discountedprice offerprice finalprice currentprice \
    sellingprice nowprice price displayprice pricewithtax priceincltax priceinclvat productprice itemprice priceamount pricevalue \
    prices pricing pricerange priceinfo pricedata minprice lowprice unitprice";
const LIST_PRICE: &str = "compareatprice listprice originalprice regularprice displayregularprice wasprice oldprice msrp rrp \
    strikeprice strikethroughprice fullprice retailprice beforeprice baseprice";
/// Fields of an object that is a price.
const AMOUNT: &str = "value amount current currentprice currentvalue finalprice saleprice price sale now min minvalue lowprice raw gross withtax formatted";
const CURRENCY: &str = "currency currencycode pricecurrency currencyiso currencyisocode";
const IMAGE: &str =
    "image imageurl featuredimage mainimage mainimageurl images img imgurl picture pictures media imagesrc imageinfo";
const STATE: &str = "availability availabilitystatus stockstatus availableforsale available instock isinstock isavailable stock inventorystatus";
const SOLD: &str = "soldout issoldout outofstock isoutofstock";
const ADDRESS: &str = "url producturl link canonicalurl handle slug";

/// The letters that the words of a text begin with, a bit for each.
fn first_letters(words: &str) -> u32 {
    let mut before = b' ';
    words.bytes().fold(0, |letters, b| {
        let starts = before.is_ascii_whitespace();
        before = b;
        if starts { letters | 1 << (b % 32) } else { letters }
    })
}

/// The fields of an object by one of the names, in the order of the names.
fn fields<'v>(object: &'v Object, names: &str) -> impl Iterator<Item = &'v Value> {
    let mut own: Vec<(usize, &Value)> = Vec::new();
    let mut buffer = [0; 32];
    let firsts = first_letters(names);
    for (name, value) in object.iter().take(200) {
        // Most fields of an object are none of these.
        let first = name.bytes().find(u8::is_ascii_alphanumeric);
        if first.is_none_or(|first| firsts >> (first.to_ascii_lowercase() % 32) & 1 == 0) {
            continue;
        }
        let length = plain(name.as_bytes(), &mut buffer);
        let word = buffer.get(..length).unwrap_or_default();
        if let Some(rank) = names.split_ascii_whitespace().position(|known| known.as_bytes() == word) {
            own.push((rank, value));
        }
    }
    crate::order::by_key(&mut own, |(rank, _)| *rank as i64);
    own.into_iter().map(|(_, value)| value)
}

/// A text, a number, or the name of an object.
fn text(value: &Value, limit: usize) -> Option<String> {
    match value {
        Value::String(text) => clean_some(text, limit),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => fields(object, "name label title value").find_map(|inner| match inner {
            Value::String(text) => clean_some(text, limit),
            _ => None,
        }),
        _ => None,
    }
}

fn first(object: &Object, names: &str, limit: usize) -> Option<String> {
    fields(object, names).find_map(|value| text(value, limit))
}

/// How the numbers of an object are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// As they stand.
    Whole,
    /// Whole numbers count hundredths, whatever the currency.
    Hundredths,
}

/// A price in any form: "24.90", 24.9, 2490 hundredths, `{value, currency}`.
fn amount(value: &Value, unit: Unit, hints: &Hints, depth: usize) -> Option<(String, Option<Currency>)> {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            let amount = match (unit, number.as_u64()) {
                (Unit::Hundredths, Some(count)) => format!("{}.{:02}", count / 100, count % 100),
                _ => machine_decimal(&text)?,
            };
            Some((amount, None))
        }
        Value::String(text) if text.len() < 60 => {
            let text = clean_some(text, 60)?;
            let sign = first_amount(&text).and_then(|amount| amount.sign).and_then(|sign| hints.resolve(sign));
            Some((machine_decimal(&text)?, sign))
        }
        Value::Object(object) if depth < 3 => {
            let currency = fields(object, CURRENCY).find_map(Value::as_str).and_then(|code| hints.markup(code));
            if let Some(cents) = fields(object, "centamount").find_map(Value::as_u64) {
                let digits = fields(object, "fractiondigits").find_map(Value::as_u64).unwrap_or(2);
                let amount =
                    if digits == 0 { cents.to_string() } else { format!("{}.{:02}", cents / 100, cents % 100) };
                return (digits == 0 || digits == 2).then_some((amount, currency));
            }
            let (amount, own) = fields(object, AMOUNT).find_map(|inner| amount(inner, unit, hints, depth + 1))?;
            Some((amount, own.or(currency)))
        }
        Value::Array(many) if depth < 2 => amount(many.first()?, unit, hints, depth + 1),
        _ => None,
    }
    .filter(|(amount, _)| !is_zero(amount))
}

/// The offers of an object: what is asked now, and the price before it.
pub(super) fn offers(object: &Object, unit: Unit, hints: &Hints, currency: Option<Currency>) -> Vec<Offer> {
    let own = fields(object, CURRENCY).find_map(Value::as_str).and_then(|code| hints.markup(code));
    let offer = |(amount, sign): (String, Option<Currency>), kind: PriceKind| Offer {
        amount,
        currency: sign.or(own).or(currency),
        kind,
        availability: stock(object),
        url: first(object, ADDRESS, 2000).filter(|url| url.holds("/")),
        sku: first(object, SKU, 100),
        upper: false,
    };
    let read = |names: &str| fields(object, names).find_map(|value| amount(value, unit, hints, 0));
    let now = read(PRICE).map(|found| offer(found, PriceKind::Current));
    let before = read(LIST_PRICE).map(|found| offer(found, PriceKind::List));
    match (now, before) {
        (Some(now), Some(before)) if now.amount != before.amount => vec![now, before],
        (Some(now), _) => vec![now],
        // Some shops have a regular price and no other.
        (None, Some(only)) => vec![Offer { kind: PriceKind::Current, ..only }],
        (None, None) => Vec::new(),
    }
}

/// Whether it can be had, where the object says so.
pub(super) fn stock(object: &Object) -> Option<Availability> {
    let truth = |value: &Value| match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => number.as_u64().filter(|count| *count <= 1).map(|count| count == 1),
        Value::String(text) if text == "true" || text == "1" => Some(true),
        Value::String(text) if text == "false" || text == "0" => Some(false),
        _ => None,
    };
    let of = |yes: bool| if yes { Availability::InStock } else { Availability::OutOfStock };
    let said = fields(object, STATE).find_map(|value| match value {
        Value::String(text) => availability(&text.replace(['_', ' ', '-'], "")).or_else(|| truth(value).map(of)),
        value => truth(value).map(of),
    });
    said.or_else(|| fields(object, SOLD).find_map(truth).map(|sold| of(!sold)))
}

fn images(object: &Object) -> Vec<String> {
    let mut out = Vec::new();
    for value in fields(object, IMAGE) {
        let many = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for image in many.iter().take(10) {
            let address = match image {
                Value::String(text) => Some(text.as_str()),
                Value::Object(inner) => {
                    fields(inner, "url src thumbnailurl originalsrc largeurl large image href").find_map(Value::as_str)
                }
                _ => None,
            };
            // A bare file name is relative to a folder that nobody tells.
            out.extend(address.filter(|address| address.holds("/")).and_then(|address| clean_some(address, 2000)));
        }
    }
    out
}

/// Reads an object without its variants.
pub(super) fn read(object: &Object, unit: Unit, hints: &Hints, currency: Option<Currency>) -> Found {
    let mut found = Found::new(Source::State, Place::Top);
    found.title = first(object, TITLE, 500);
    found.brand = first(object, BRAND, 200).filter(|brand| brand.chars().any(char::is_alphabetic));
    found.sku = first(object, SKU, 100);
    found.number = first(object, NUMBER, 100).filter(|number| number.len() < 40);
    found.gtin = fields(object, GTIN).find_map(|value| gtin(&text(value, 60)?));
    found.url = first(object, ADDRESS, 2000).filter(|url| url.holds("/"));
    found.images = images(object);
    found.offers = offers(object, unit, hints, currency);
    found.availability = stock(object);
    found
}
