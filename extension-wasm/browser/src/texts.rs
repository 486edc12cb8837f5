//! `chrome.i18n`: the messages of `_locales`.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn get_message(key: &str, substitutions: &Array) -> Option<String>;
}

/// The message under this key in the person's language, with its placeholders filled in order.
/// The key itself where there is no such message: a test keeps that from happening.
#[must_use]
pub fn message(key: &str, substitutions: &[&str]) -> String {
    let values: Array = substitutions.iter().map(|text| JsValue::from_str(text)).collect();
    get_message(key, &values).filter(|text| !text.is_empty()).unwrap_or_else(|| key.to_owned())
}
