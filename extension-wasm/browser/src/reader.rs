//! The program that reads pages (`wasm/reader`): texts in, a text out, loaded when it is first needed.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::json::words_of;

#[wasm_bindgen(raw_module = "../reader.js")]
extern "C" {
    #[wasm_bindgen(js_name = load)]
    fn start_loading() -> Promise;
    #[wasm_bindgen(js_name = askReader)]
    fn ask_reader(name: &str, values: &Array) -> Promise;
}

/// Starts loading the program: meanwhile the page can be looked at.
pub fn load() {
    let _ = start_loading();
}

/// What a function of the program says to these texts; `None` where it has nothing to say. The summary of a page goes
/// straight from the page to the program; it is never in the worker's own memory.
///
/// # Errors
/// The browser's words, where the program cannot be loaded or fails over this page.
pub async fn ask(name: &str, values: &Array) -> Result<Option<String>, String> {
    let said = JsFuture::from(ask_reader(name, values)).await.map_err(|failure| words_of(&failure))?;
    Ok(said.as_string())
}
