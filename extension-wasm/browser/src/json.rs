//! Values between Rust and the browser, by way of JSON text: one path in and one path out for all types.

use js_sys::{Promise, Reflect};
use shared::join::glued;
use shared::json::{self, FromJson, ToJson};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The value as the browser's own object.
#[must_use]
pub fn to_js(value: &dyn ToJson) -> JsValue {
    from_text(&json::to_text(value))
}

/// A fresh object of the browser's with these fields.
#[must_use]
pub fn object(fields: &[(&str, &dyn ToJson)]) -> JsValue {
    from_text(&json::object(fields))
}

/// JSON text as the browser's own object.
#[must_use]
pub fn from_text(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::UNDEFINED)
}

/// The value's JSON text; `None` for what JSON cannot hold (functions, cycles, `undefined`).
#[must_use]
pub fn text_of(value: &JsValue) -> Option<String> {
    // The binding promises a text, but `JSON.stringify(undefined)` is `undefined`.
    let text: JsValue = js_sys::JSON::stringify(value).ok()?.into();
    text.as_string()
}

/// Reads the browser's object as a type of ours.
#[must_use]
pub fn from_js<T: FromJson>(value: &JsValue) -> Option<T> {
    json::parse(&text_of(value)?)
}

/// A field of the browser's object; `undefined` where there is none.
#[must_use]
pub fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A number that the browser gave to something (a tab, a frame); they are whole and fit.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "the range is looked at first")]
pub fn number(value: &JsValue) -> Option<i32> {
    let range = f64::from(i32::MIN)..=f64::from(i32::MAX);
    value.as_f64().filter(|number| range.contains(number)).map(|number| number as i32)
}

/// What comes of a call of the browser's, whether it failed at once or later.
#[must_use]
pub fn outcome(asked: Result<Promise, JsValue>) -> JsFuture {
    JsFuture::from(asked.unwrap_or_else(|failure| Promise::reject(&failure)))
}

/// What the browser said went wrong, in its words.
#[must_use]
pub fn words_of(failure: &JsValue) -> String {
    if let Some(error) = failure.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    if let Some(exception) = failure.dyn_ref::<web_sys::DomException>() {
        return glued(&[exception.name().as_str(), ": ", &exception.message()]);
    }
    failure.as_string().unwrap_or_default()
}
