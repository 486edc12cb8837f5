//! `chrome.action`: the button with its badge, and the popup behind it.

use js_sys::Promise;
use shared::json::Json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{object, outcome};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    fn set_badge_text(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeBackgroundColor)]
    fn set_badge_background(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setTitle)]
    fn set_title(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = openPopup)]
    fn action_open_popup() -> Result<Promise, JsValue>;
}

/// Paints the badge of a tab, or of all tabs that have none of their own. A tab that was closed meanwhile is no error. Nobody waits
/// for it: the browser paints in the order in which it was asked.
pub fn paint(tab_id: Option<i32>, text: &str, color: &str, title: &str) {
    let details = |name: &str, value: &str| match tab_id {
        Some(tab_id) => object(&[("tabId", &tab_id), (name, &value)]),
        None => object(&[(name, &value)]),
    };
    drop(outcome(set_badge_background(&details("color", color))));
    drop(outcome(set_badge_text(&details("text", text))));
    drop(outcome(set_title(&details("title", title))));
}

/// Takes a tab's own badge away, so that the common one shows again.
pub fn clear(tab_id: i32) {
    // `null` gives the common value back; a browser that does not take it keeps none of its own.
    let clear = object(&[("tabId", &tab_id), ("text", &Json::NULL), ("title", &Json::NULL)]);
    drop(outcome(set_badge_text(&clear)));
    drop(outcome(set_title(&clear)));
}

/// Opens the popup in the window in front. `false` where the browser wants a click for it.
pub async fn open_popup() -> bool {
    outcome(action_open_popup()).await.is_ok()
}
