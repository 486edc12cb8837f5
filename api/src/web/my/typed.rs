//! What people type into forms: amounts as they write them, numbers, texts that may be empty.

use serde_json::{Value, json};
use shared::money::{Currency, Money};

use crate::error::{Answer, ApiError};

/// Currencies that forms offer, beside the one that is there already.
pub(super) const OFFERED: [&str; 8] = ["EUR", "USD", "GBP", "ILS", "CHF", "PLN", "SEK", "JPY"];

/// `12`, `12.50`, `12,5`, `1.299,00`, `1,299.00`: the last mark of both is the decimal one. `None` where it is no amount.
pub(super) fn amount(text: &str, currency: Currency) -> Option<Money> {
    let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let mark = text.rfind([',', '.']);
    let decimals = mark.map_or(0, |at| text.len() - at - 1);
    let kinds = usize::from(text.contains(',')) + usize::from(text.contains('.'));
    let marks = text.matches([',', '.']).count();
    // One kind of mark before three digits separates thousands, where the currency has no three decimals.
    let whole_alone = kinds == 1 && (marks > 1 || decimals == 3 && currency.exponent() != 3);
    if whole_alone && !text.split([',', '.']).skip(1).all(|group| group.len() == 3) {
        return None;
    }
    let plain: String = match mark {
        Some(at) if !whole_alone => text[..at].replace([',', '.'], "") + "." + &text[at + 1..],
        _ => text.replace([',', '.'], ""),
    };
    Money::from_decimal(&plain, currency).filter(|money| money.amount_minor >= 0)
}

/// A price as the API takes it; null where nothing was typed.
///
/// # Errors
/// `Invalid` where it is no amount.
pub(super) fn price(text: &str, currency: &str) -> Answer<Value> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let refused = || ApiError::invalid("price", "is no amount");
    let currency: Currency = currency.parse().map_err(|_| refused())?;
    Ok(json!(amount(text, currency).ok_or_else(refused)?))
}

/// How many are wanted; nothing typed means any number.
///
/// # Errors
/// `Invalid` where it is no number.
pub(super) fn quantity(text: &str) -> Answer<Value> {
    match text.trim() {
        "" => Ok(json!("any")),
        text => Ok(json!(text.parse::<u16>().map_err(|_| ApiError::invalid("quantity", "is no number"))?)),
    }
}

/// A text; null where it is empty. Browsers end lines with two signs.
pub(super) fn text(typed: &str) -> Value {
    let text = typed.replace("\r\n", "\n");
    if text.trim().is_empty() { Value::Null } else { json!(text) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (typed, code, minor) in [
            ("12", "EUR", Some(1_200)),
            ("12,5", "EUR", Some(1_250)),
            ("12.50", "EUR", Some(1_250)),
            ("1.299,00", "EUR", Some(129_900)),
            ("1,299.00", "EUR", Some(129_900)),
            ("1 299,90", "EUR", Some(129_990)),
            ("1.299", "EUR", Some(129_900)),
            ("1.234.567", "EUR", Some(123_456_700)),
            ("1,234,567.8", "EUR", Some(123_456_780)),
            ("12.500", "KWD", Some(12_500)),
            ("1,299", "JPY", Some(1_299)),
            ("-5", "EUR", None),
            ("12,345,6", "EUR", None),
            ("1.2.3", "EUR", None),
            ("12.345,678", "EUR", None),
            ("twelve", "EUR", None),
            (",", "EUR", None),
            ("99999999999999999999", "EUR", None),
        ] {
            let read = amount(typed, code.parse().unwrap()).map(|money| money.amount_minor);
            assert_eq!(read, minor, "{typed} {code}");
        }
    }
}
