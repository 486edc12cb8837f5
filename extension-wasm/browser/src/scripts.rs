//! `chrome.scripting`: the content scripts that the browser runs by itself on pages of granted hosts.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{object, outcome, words_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
    fn register_scripts(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = updateContentScripts)]
    fn update_scripts(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
    fn unregister_scripts(filter: &JsValue) -> Result<Promise, JsValue>;
}

/// Has a file of ours run in these pages but not in those, once they are idle, in their top frame, and in no other from now on.
///
/// # Errors
/// The browser's words.
pub async fn only_on(id: &str, file: &str, matches: &[String], without: &[String]) -> Result<(), String> {
    if matches.is_empty() {
        // One that is not there is taken back too.
        let _ = outcome(unregister_scripts(&object(&[("ids", &[id].as_slice())]))).await;
        return Ok(());
    }
    let script = object(&[
        ("id", &id),
        ("js", &[file].as_slice()),
        ("matches", &matches),
        ("excludeMatches", &without),
        ("allFrames", &false),
        ("runAt", &"document_idle"),
        ("persistAcrossSessions", &true),
    ]);
    let scripts = Array::of1(&script);
    // Changed where it is there: between taking it back and registering it a page would be missed.
    if outcome(update_scripts(&scripts)).await.is_ok() {
        return Ok(());
    }
    outcome(register_scripts(&scripts)).await.map(|_| ()).map_err(|failure| words_of(&failure))
}
