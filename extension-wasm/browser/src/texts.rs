//! The words a person reads, by key: `chrome.i18n` over the messages of `_locales`. A test holds keys and files together, and finds
//! the keys by the names of the two macros.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::intl;

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

/// The text for so many: the key with `_one`, `_two` or `_other` as the language counts, the number as its placeholder.
/// For the macro of this name.
#[must_use]
pub fn counted(key: &str, count: u32) -> String {
    let form = match intl::plural(count).as_str() {
        "one" => "_one",
        "two" => "_two",
        _ => "_other",
    };
    message(&[key, form].concat(), &[&intl::count(count)])
}

/// The text under this key, with its placeholders filled in order: `t!("saved_on", board)`.
#[macro_export]
macro_rules! t {
    ($key:literal) => {
        $crate::texts::message($key, &[])
    };
    ($key:literal, $($value:expr),+) => {
        $crate::texts::message($key, &[$(AsRef::<str>::as_ref(&$value)),+])
    };
}

/// The text for so many (see [`counted`]), in pages: `counted!("wishes", 3)`.
#[macro_export]
macro_rules! counted {
    ($key:literal, $count:expr) => {
        $crate::texts::counted($key, $count)
    };
}
