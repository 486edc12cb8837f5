//! Magento 2: the settings of the price box and of the swatches in `text/x-magento-init`, and `spConfig` of forms.
//!
//! Neither names its product; a page that has the settings of one product only is that product's.

use crate::json::{Map, Value};

use super::product::{Unit, offers};
use crate::detect::Source;
use crate::detect::found::{Found, Place};
use crate::price_text::Hints;

type Object = Map;

/// Reads settings with prices; with the number that tells them from those of other products.
pub(super) fn read(object: &Object, hints: &Hints) -> Option<(String, Found)> {
    let config = object.get("priceConfig").and_then(Value::as_object).unwrap_or(object);
    let prices = config.get("prices").and_then(Value::as_object)?;
    let id = match config.get("productId")? {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let mut found = Found::new(Source::State, Place::Top);
    found.offers = offers(prices, Unit::Whole, hints, None);
    found.offers.retain(|offer| !offer.amount.starts_with("-"));
    (!found.offers.is_empty()).then_some((id, found))
}
