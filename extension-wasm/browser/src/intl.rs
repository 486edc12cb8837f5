//! Money and numbers as the person's language writes them (ECMA-402), in pages: the language stands in the document, where the page
//! itself set it. Amounts go in as decimal text, never as floats.

use js_sys::{Array, Intl, Object, Reflect};
use shared::money::Money;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["document", "documentElement"], js_name = lang)]
    static LANGUAGE: String;
}

/// A plain object of these fields, as the constructors of `Intl` take their options.
#[must_use]
pub fn options(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    object
}

fn locales() -> Array {
    LANGUAGE.with(|language| Array::of1(&JsValue::from_str(language)))
}

/// Decimal text formatted exactly: `Intl.NumberFormat` reads strings without rounding (Chromium 106, Firefox 116).
fn decimal(text: &str, fields: &[(&str, &str)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &options(fields)).format();
    let formatted = format.call1(&JsValue::UNDEFINED, &JsValue::from_str(text));
    formatted.ok().and_then(|value| value.as_string()).unwrap_or_else(|| text.to_owned())
}

/// "€279.00", "279,00 €", as the language has it; always with the currency, to its last digit.
#[must_use]
pub fn money(money: &Money) -> String {
    // Without the digits it would round to what the language usually shows: IDR 1,234,567.89 to whole rupiahs.
    let digits = money.currency.exponent().to_string();
    let (least, most) = (("minimumFractionDigits", digits.as_str()), ("maximumFractionDigits", digits.as_str()));
    decimal(&money.to_decimal(), &[("style", "currency"), ("currency", money.currency.code()), least, most])
}

/// A whole number.
#[must_use]
pub fn count(count: u32) -> String {
    decimal(&count.to_string(), &[])
}

/// So much room on a disk: "1,234 kB".
#[must_use]
pub fn kilobytes(count: u64) -> String {
    decimal(&count.to_string(), &[("style", "unit"), ("unit", "kilobyte")])
}

/// Which form of a text this number wants: "one", "two", "few", "many" or "other" (CLDR).
#[must_use]
pub fn plural(count: u32) -> String {
    Intl::PluralRules::new(&locales(), &Object::new()).select(f64::from(count)).into()
}
