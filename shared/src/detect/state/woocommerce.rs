//! WooCommerce: the attribute `data-product_variations` of the form, a list of what can be chosen.
//!
//! Fields as `WC_Product_Variable::get_available_variation` gives them (woocommerce.github.io/code-reference).

use crate::find::Find;
use crate::json::Value;

use super::product::Unit;
use super::variants;
use crate::detect::Source;
use crate::detect::found::{Found, Place};
use crate::price_text::Hints;

/// Reads the list; `None` if it is another.
pub(super) fn read(text: &str, hints: &Hints, url: &str) -> Option<Found> {
    if !text.starts_with("[") || !text.holds("\"display_price\"") {
        return None;
    }
    let list = Value::parse(text)?;
    let mut found = Found::new(Source::State, Place::Top);
    variants::add(&mut found, list.as_array()?.get(..200).unwrap_or(list.as_array()?), Unit::Whole, hints, None, url);
    Some(found)
}
