//! Shopify: `ProductJson-…`, `var meta = {"product": …}`, `ShopifyAnalytics.meta`, and themes that print `{{ product | json }}`.
//!
//! Liquid's `json` filter writes prices as whole numbers of hundredths, in every currency
//! (shopify.dev/docs/api/liquid/objects/product); the storefront's own interfaces write decimals.

use crate::json::{Map, Value};

use super::product::Unit;

/// It is a product as Liquid writes it.
pub(super) fn unit(object: &Map) -> Unit {
    let variants = object.get("variants").and_then(Value::as_array);
    let is_liquid = object.contains_key("vendor") && variants.is_some() || object.contains_key("compare_at_price_min");
    // A variant alone: it has an option or a public title, and no decimals anywhere.
    let is_variant = object.contains_key("public_title") || object.contains_key("inventory_management");
    let prices = variants.map_or(&[][..], Vec::as_slice).iter().filter_map(|variant| variant.get("price"));
    let decimals = prices.chain(object.get("price")).any(|price| price.as_u64().is_none() && !price.is_null());
    if (is_liquid || is_variant) && !decimals { Unit::Hundredths } else { Unit::Whole }
}
