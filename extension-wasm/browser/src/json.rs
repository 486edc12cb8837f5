//! Values between Rust and the browser, by way of JSON text: one path in and one path out for all types.
//! Each further way to read or write a type is another copy of its code in the worker's small program.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::tree;
use wasm_bindgen::{JsCast, JsValue};

/// The value as the browser's own object. `undefined` where it cannot be written as JSON, which no type of ours does.
#[must_use]
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    serde_json::to_string(value).map_or(JsValue::UNDEFINED, |text| from_text(&text))
}

/// JSON text as the browser's own object.
#[must_use]
pub fn from_text(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::UNDEFINED)
}

/// Reads JSON text as a tree.
#[must_use]
pub fn value_of(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
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
pub fn from_js<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    tree::parse(&text_of(value)?)
}

/// What the browser said went wrong, in its words.
#[must_use]
pub fn words_of(failure: &JsValue) -> String {
    if let Some(error) = failure.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    if let Some(exception) = failure.dyn_ref::<web_sys::DomException>() {
        return format!("{}: {}", exception.name(), exception.message());
    }
    failure.as_string().unwrap_or_default()
}
