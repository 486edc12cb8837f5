//! Values between Rust and the browser, by way of JSON: one path for small options and for a whole page's summary.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// The value as the browser's own object. `undefined` where it cannot be written as JSON, which no type of ours does.
#[must_use]
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
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
    serde_json::from_str(&text_of(value)?).ok()
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
