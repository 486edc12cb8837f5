//! Money, numbers and dates as the person's language writes them (ECMA-402). Amounts go in as decimal text, never as floats.

use js_sys::{Array, Date, Intl, Object, Reflect};
use shared::detect::PriceText;
use shared::money::Money;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;

use crate::texts::language;

fn options(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    object
}

fn locales() -> Array {
    Array::of1(&JsValue::from_str(&language()))
}

/// Decimal text formatted exactly: `Intl.NumberFormat` reads strings without rounding (Chromium 106, Firefox 116).
fn decimal(text: &str, fields: &[(&str, &str)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &options(fields)).format();
    let formatted = format.call1(&JsValue::UNDEFINED, &JsValue::from_str(text));
    formatted.ok().and_then(|value| value.as_string()).unwrap_or_else(|| text.to_owned())
}

/// "€279.00", "279,00 €", as the language has it; always with the currency.
pub(crate) fn money(money: &Money) -> String {
    // Without the digits it would round to what the language usually shows: IDR 1,234,567.89 to whole rupiahs.
    let digits = money.currency.exponent().to_string();
    let (least, most) = (("minimumFractionDigits", digits.as_str()), ("maximumFractionDigits", digits.as_str()));
    decimal(&money.to_decimal(), &[("style", "currency"), ("currency", money.currency.code()), least, most])
}

/// A price as a page gives it. Without a currency it says so rather than guess one.
pub(crate) fn price(price: &PriceText) -> String {
    match (price.money(), price.currency) {
        (Some(exact), _) => money(&exact),
        (None, Some(currency)) => format!("{} {currency}", price.amount),
        (None, None) => t!("amount_without_currency", price.amount),
    }
}

/// A whole number.
pub(crate) fn count(count: u32) -> String {
    decimal(&count.to_string(), &[])
}

/// So much room on a disk: "1,234 kB".
pub(crate) fn kilobytes(count: u64) -> String {
    decimal(&count.to_string(), &[("style", "unit"), ("unit", "kilobyte")])
}

/// Which form of a text this number wants: "one", "two", "few", "many" or "other" (CLDR).
pub(crate) fn plural(count: u32) -> String {
    Intl::PluralRules::new(&locales(), &Object::new()).select(f64::from(count)).into()
}

fn date_of(at: Timestamp) -> Date {
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of any real date are exact in a double")]
    Date::new(&JsValue::from_f64(at.as_millis() as f64))
}

/// "3 November 2026": the month in words.
pub(crate) fn date(at: Timestamp) -> String {
    date_of(at).to_locale_date_string(&language(), &options(&[("dateStyle", "long")])).into()
}

/// "3 November 2026 at 14:05".
pub(crate) fn moment(at: Timestamp) -> String {
    date_of(at).to_locale_string(&language(), &options(&[("dateStyle", "long"), ("timeStyle", "short")])).into()
}

/// The same for programs and for whoever helps: "2026-11-03T14:05:00.000Z".
pub(crate) fn plain_moment(at: Timestamp) -> String {
    date_of(at).to_iso_string().into()
}

/// The clock of the page.
pub(crate) fn now() -> Timestamp {
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and fit")]
    Timestamp::from_millis(Date::now() as i64)
}
