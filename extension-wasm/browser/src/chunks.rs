//! The chunks of a program: loaded when somebody first wants what they do.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "../chunks.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadChunk)]
    fn load_chunk(name: &str, below: &str) -> Promise;
}

/// Loads a chunk, once; `below` is the file that it stands on. `false` where it cannot be loaded.
pub async fn load(name: &str, below: &str) -> bool {
    JsFuture::from(load_chunk(name, below)).await.is_ok()
}
