//! `chrome.scripting`: the content scripts that the browser runs by itself on pages of granted hosts.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{get, object, outcome, words_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
    fn register_scripts(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
    fn unregister_scripts(filter: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts)]
    fn registered_scripts(filter: &JsValue) -> Result<Promise, JsValue>;
}

fn only(id: &str) -> JsValue {
    object(&[("ids", &[id].as_slice())])
}

/// Whether the script is registered.
pub async fn is_on(id: &str) -> bool {
    // Only what was asked for is answered.
    outcome(registered_scripts(&only(id))).await.is_ok_and(|found| get(&found, "0").is_object())
}

/// Registers a file of ours for these pages, once they are idle, in their top frame.
///
/// # Errors
/// The browser's words.
pub async fn turn_on(id: &str, file: &str, matches: &[&str]) -> Result<(), String> {
    let script = object(&[
        ("id", &id),
        ("js", &[file].as_slice()),
        ("matches", &matches),
        ("allFrames", &false),
        ("runAt", &"document_idle"),
        ("persistAcrossSessions", &true),
    ]);
    let asked = register_scripts(&Array::of1(&script));
    outcome(asked).await.map(|_| ()).map_err(|failure| words_of(&failure))
}

/// Takes the script back. One that is not there is back too.
pub async fn turn_off(id: &str) {
    let _ = outcome(unregister_scripts(&only(id))).await;
}
