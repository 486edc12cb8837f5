//! The program that reads and writes files and lists (`wasm/transfer`): loaded when it is first needed.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "../transfer.js")]
extern "C" {
    #[wasm_bindgen(js_name = askTransfer)]
    fn ask_transfer(name: &str, values: &Array) -> Promise;
}

/// What a function of the program says to these values; `None` where the program cannot be loaded or fails over them.
pub async fn ask(name: &str, values: &Array) -> Option<JsValue> {
    JsFuture::from(ask_transfer(name, values)).await.ok()
}
