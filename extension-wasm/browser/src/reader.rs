//! The program that reads pages (`wasm/reader`): a text in, a text out, loaded when it is first needed.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::json::words_of;

#[wasm_bindgen(raw_module = "../reader.js")]
extern "C" {
    #[wasm_bindgen(js_name = load)]
    fn start_loading() -> Promise;
    #[wasm_bindgen(js_name = readPage)]
    fn read_page(summary: &JsValue) -> Promise;
}

/// Starts loading the program: meanwhile the page can be looked at.
pub fn load() {
    let _ = start_loading();
}

/// What the program says of a page's summary, which may be anything: the JSON of a `Reading`, or `None` where it is no summary.
/// The text goes from the page straight to the program; it is never in the worker's own memory.
///
/// # Errors
/// The browser's words, where the program cannot be loaded or fails over this page.
pub async fn read(summary: &JsValue) -> Result<Option<String>, String> {
    if !summary.is_string() {
        return Ok(None);
    }
    let read = JsFuture::from(read_page(summary)).await.map_err(|failure| words_of(&failure))?;
    Ok(read.as_string())
}
