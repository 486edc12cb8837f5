//! `chrome.runtime`: who we are, and what the worker tells its pages.

use js_sys::Promise;
use shared::join::glued;
use shared::wire::message::Push;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{get, outcome, to_js};
use crate::permissions;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "runtime"], js_name = id)]
    static ID: String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn get_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn get_manifest() -> JsValue;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getPlatformInfo)]
    fn get_platform() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;
}

/// The extension's id, as it stands in the sender of our own messages.
#[must_use]
pub fn id() -> String {
    ID.with(Clone::clone)
}

/// The address of our own pages, up to and with the last slash: `chrome-extension://…/`.
#[must_use]
pub fn base() -> String {
    get_url("")
}

/// Version of the extension.
#[must_use]
pub fn version() -> String {
    get(&get_manifest(), "version").as_string().unwrap_or_default()
}

/// What to call this device in the list of sessions: "Chromium on linux". `None` where the browser asked the person, and they
/// would rather not have it told.
pub async fn device() -> Option<String> {
    let browser = if base().starts_with("moz-extension:") { "Firefox" } else { "Chromium" };
    if browser == "Firefox" && !permissions::technical_data().await {
        return None;
    }
    let platform = outcome(get_platform()).await.ok();
    Some(match platform.and_then(|platform| get(&platform, "os").as_string()) {
        Some(system) => glued(&[browser, " on ", &system]),
        None => browser.to_owned(),
    })
}

/// Tells all open pages. With none open there is nobody to tell, which is no error.
pub async fn tell(push: &Push) {
    let _ = outcome(send_message(&to_js(push))).await;
}
