//! Whether a value is right.

use super::picture::same_picture;
use super::text::{letters, likeness};
use super::{Field, Prediction};
use crate::corpus::label::Label;

/// A decimal in its shortest form: "17.10" and "17.1" are one number.
pub(super) fn decimal(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = (!whole.is_empty() || !fraction.is_empty())
        && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{sign}{}.{}", whole.trim_start_matches('0'), fraction.trim_end_matches('0')))
}

/// What the availability means, as labels say it.
pub(super) fn availability(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let word: String = lower.rsplit('/').next().unwrap_or("").chars().filter(char::is_ascii_lowercase).collect();
    match word.as_str() {
        "instock" | "instoreonly" | "onlineonly" | "limitedavailability" | "available" | "availablefororder" => {
            Some("in_stock")
        }
        "outofstock" | "soldout" | "discontinued" | "oos" | "unavailable" => Some("out_of_stock"),
        "preorder" | "presale" | "backorder" | "availabledate" | "pending" => Some("preorder"),
        _ => None,
    }
}

/// ISO 4217 for codes that shops still write.
fn currency(code: &str) -> String {
    match code.trim().to_uppercase().as_str() {
        "RUR" => "RUB".to_owned(),
        "RMB" => "CNY".to_owned(),
        "NTD" => "TWD".to_owned(),
        "UKP" => "GBP".to_owned(),
        other => other.to_owned(),
    }
}

fn one_of<'t>(first: Option<&'t String>, others: &'t [String]) -> impl Iterator<Item = &'t str> {
    first.into_iter().chain(others).map(String::as_str)
}

/// The predicted value, where it is one at all.
pub(super) fn given(prediction: &Prediction, field: Field) -> Option<&str> {
    let value = match field {
        Field::Title => &prediction.title,
        Field::Price | Field::PriceAndCurrency => &prediction.price,
        Field::Currency => &prediction.currency,
        Field::Image => &prediction.image,
        Field::Brand => &prediction.brand,
        Field::Availability => &prediction.availability,
        Field::ListPrice => &prediction.list_price,
        Field::Sku => &prediction.sku,
    };
    let value = value.as_deref().filter(|value| !value.is_empty())?;
    match field {
        Field::Price | Field::ListPrice => decimal(value).map(|_| value),
        Field::Availability => availability(value),
        _ => Some(value),
    }
}

/// The labelled value; for price and currency the price, where there is a currency too.
pub(super) fn wanted(label: &Label, field: Field) -> Option<&str> {
    let value = match field {
        Field::Title => &label.title,
        Field::Price => &label.price,
        Field::PriceAndCurrency => {
            if label.currency.is_some() {
                &label.price
            } else {
                &None
            }
        }
        Field::Currency => &label.currency,
        Field::Image => &label.image,
        Field::Brand => &label.brand,
        Field::Availability => &label.availability,
        Field::ListPrice => &label.list_price,
        Field::Sku => &label.sku,
    };
    value.as_deref().filter(|value| !value.is_empty() && *value != "unknown")
}

/// Whether the value is right; a value that is not there is not.
#[must_use]
pub fn right(field: Field, prediction: &Prediction, label: &Label) -> bool {
    let Some(value) = given(prediction, field) else { return false };
    let wanted = wanted(label, field);
    match field {
        Field::Title => one_of(label.title.as_ref(), &label.title_ok).any(|title| likeness(value, title) >= 0.8),
        Field::Price => one_of(label.price.as_ref(), &label.price_ok).any(|price| decimal(price) == decimal(value)),
        Field::Currency => wanted == Some(currency(value).as_str()),
        Field::PriceAndCurrency => right(Field::Price, prediction, label) && right(Field::Currency, prediction, label),
        Field::Image => one_of(label.image.as_ref(), &label.image_ok).any(|image| same_picture(value, image)),
        Field::Brand => one_of(label.brand.as_ref(), &label.brand_ok).any(|brand| {
            let own = letters(value);
            !own.is_empty() && (own == letters(brand) || likeness(value, brand) >= 0.8)
        }),
        Field::Availability => wanted == Some(value),
        Field::ListPrice => wanted.and_then(decimal) == decimal(value),
        Field::Sku => one_of(label.sku.as_ref(), &label.sku_ok).any(|sku| letters(sku) == letters(value)),
    }
}

/// The page may be saved as it is: a product, and title, price, currency and picture right. `None` where that is not scored.
#[must_use]
pub fn is_ready(prediction: &Prediction, label: &Label) -> Option<bool> {
    let all =
        [Field::Title, Field::Price, Field::Currency, Field::Image].iter().all(|field| wanted(label, *field).is_some());
    let skipped = ["price", "title", "image"].iter().any(|name| label.skip.iter().any(|skip| skip == name));
    (label.is_product && all && !skipped).then(|| {
        let fields = [Field::Title, Field::PriceAndCurrency, Field::Image];
        prediction.is_product && fields.iter().all(|field| right(*field, prediction, label))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_codes_are_compared_by_what_they_mean() {
        assert_eq!(decimal("17.10"), decimal(" 17.1"));
        assert_eq!(decimal("0.50"), decimal(".5"));
        assert_ne!(decimal("1.5"), decimal("15"));
        assert_eq!((decimal("1,5"), decimal(""), decimal(".")), (None, None, None));
        assert_eq!(availability("https://schema.org/InStock"), Some("in_stock"));
        assert_eq!((availability("out_of_stock"), availability("maybe")), (Some("out_of_stock"), None));
        assert_eq!((currency("rur"), currency("EUR")), ("RUB".to_owned(), "EUR".to_owned()));
    }

    #[test]
    fn any_accepted_value_is_right_and_none_is_wrong() {
        let some = |text: &str| Some(text.to_owned());
        let label =
            Label { price: some("10"), price_ok: vec!["12.00".to_owned()], currency: some("EUR"), ..Label::default() };
        let mut said = Prediction { price: some("12"), currency: some("EUR"), ..Prediction::default() };
        assert!(right(Field::PriceAndCurrency, &said, &label));
        said.currency = some("USD");
        assert!(right(Field::Price, &said, &label) && !right(Field::PriceAndCurrency, &said, &label));
        said.price = None;
        assert!(!right(Field::Price, &said, &label));
    }
}
