//! `chrome.scripting`: the content scripts that the browser runs by itself on pages of granted hosts.

use js_sys::Promise;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::json::{from_js, to_js, words_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
    fn register_scripts(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
    fn unregister_scripts(filter: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts)]
    fn registered_scripts(filter: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
struct Filter<'a> {
    ids: [&'a str; 1],
}

#[derive(Deserialize)]
struct Known {
    id: String,
}

/// Whether the script is registered.
pub async fn is_on(id: &str) -> bool {
    let Ok(asked) = registered_scripts(&to_js(&Filter { ids: [id] })) else { return false };
    let Ok(found) = JsFuture::from(asked).await else { return false };
    from_js::<Vec<Known>>(&found).is_some_and(|known| known.iter().any(|script| script.id == id))
}

/// Registers a file of ours for these pages, once they are idle, in their top frame.
///
/// # Errors
/// The browser's words.
pub async fn turn_on(id: &str, file: &str, matches: &[&str]) -> Result<(), String> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Script<'a> {
        id: &'a str,
        js: [&'a str; 1],
        matches: &'a [&'a str],
        all_frames: bool,
        run_at: &'static str,
        persist_across_sessions: bool,
    }
    let script =
        Script { id, js: [file], matches, all_frames: false, run_at: "document_idle", persist_across_sessions: true };
    let asked = register_scripts(&to_js(&[script])).map_err(|failure| words_of(&failure))?;
    JsFuture::from(asked).await.map(|_| ()).map_err(|failure| words_of(&failure))
}

/// Takes the script back. One that is not there is back too.
pub async fn turn_off(id: &str) {
    if let Ok(asked) = unregister_scripts(&to_js(&Filter { ids: [id] })) {
        let _ = JsFuture::from(asked).await;
    }
}
