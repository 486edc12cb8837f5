//! The variants of a product in a shop's state: all of their offers, and the one that the address chooses.

use crate::find::Find;
use crate::json::{Map, Value};

use super::product::{self, Unit};
use crate::detect::found::Found;
use crate::money::Currency;
use crate::price_text::Hints;
use crate::product::{Availability, PriceKind, VariantOption};

type Object = Map;

/// Names under which platforms keep them.
const LISTS: [&str; 5] = ["variants", "variations", "skus", "offers", "hasVariant"];

/// Parameters of an address that choose one.
const CHOOSES: [&str; 8] = ["variant", "variation_id", "sku", "skuid", "vid", "attribute_pa_color", "pid", "variantid"];

/// The variants of an object.
pub(super) fn list(object: &Object) -> &[Value] {
    let list = LISTS.iter().find_map(|name| object.get(name).and_then(Value::as_array));
    list.map_or(&[][..], |list| list.get(..200).unwrap_or(list))
}

/// Adds the variants' offers to the product, the chosen one first, and what the chosen one has of its own.
pub(super) fn add(
    found: &mut Found,
    variants: &[Value],
    unit: Unit,
    hints: &Hints,
    currency: Option<Currency>,
    url: &str,
) {
    let objects: Vec<&Object> = variants.iter().filter_map(Value::as_object).collect();
    let chosen = objects.iter().position(|variant| is_chosen(variant, url));
    let can_be_had = |variant: &&&Object| product::stock(variant) == Some(Availability::InStock);
    let shown =
        chosen.or_else(|| objects.iter().position(|variant| can_be_had(&variant))).or(objects.first().map(|_| 0));
    let Some(main) = shown.and_then(|at| objects.get(at)) else { return };
    let own = product::read(main, unit, hints, currency);
    let mut offers = own.offers;
    if chosen.is_none() {
        // Nobody chose: the others' prices are the product's too.
        for variant in &objects {
            for offer in product::offers(variant, unit, hints, currency) {
                let known = offers.iter().any(|known| known.amount == offer.amount && known.kind == offer.kind);
                if !known && offer.kind == PriceKind::Current {
                    offers.push(offer);
                }
            }
        }
    }
    if !offers.is_empty() {
        found.offers = offers;
    }
    found.sku = own.sku.or(found.sku.take());
    found.gtin = own.gtin.or(found.gtin.take());
    let any = objects.iter().find(can_be_had).map(|_| Availability::InStock);
    let overall = any.or_else(|| objects.iter().find_map(|variant| product::stock(variant)));
    found.availability = if chosen.is_some() { product::stock(main) } else { None }.or(overall).or(found.availability);
    if chosen.is_some() {
        found.images.splice(0..0, own.images);
        found.variant = options(main);
    } else if found.images.is_empty() {
        found.images = own.images;
    }
}

fn is_chosen(variant: &Object, url: &str) -> bool {
    let query = url.parted("?").map_or("", |(_, query)| query).up_to("#");
    let fragment = url.parted("#").map_or("", |(_, fragment)| fragment);
    let ids = ["id", "variation_id", "sku", "skuId", "variantId"];
    ids.iter().filter_map(|name| variant.get(name)).any(|id| {
        let id = match id {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return false,
        };
        let pairs = query.parts("&").filter_map(|pair| pair.parted("="));
        id.len() > 1
            && (id == fragment
                || pairs.into_iter().any(|(name, value)| {
                    let name = name.to_ascii_lowercase();
                    value == id && CHOOSES.contains(&name.as_str())
                }))
    })
}

/// The options of a variant as far as they have names.
fn options(variant: &Object) -> Vec<VariantOption> {
    let mut out = Vec::new();
    for (name, keys) in [("Color", ["color", "colour"]), ("Size", ["size", "sizeName"])] {
        let value = keys.iter().find_map(|key| variant.get(key).and_then(Value::as_str));
        out.extend(
            value
                .filter(|value| !value.is_empty() && value.len() <= 200)
                .map(|value| VariantOption { name: name.to_owned(), value: value.to_owned() }),
        );
    }
    out
}
