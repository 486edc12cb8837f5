//! `chrome.action`: the button with its badge, and the popup behind it.

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::json::to_js;

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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    tab_id: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
}

async fn settled(promise: Result<Promise, JsValue>) -> bool {
    match promise {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

/// Paints the badge of a tab, or of all tabs that have none of their own. A tab that was closed meanwhile is no error.
pub async fn paint(tab_id: Option<i32>, text: &str, color: &str, title: &str) {
    let details = Details { tab_id, text: None, color: None, title: None };
    settled(set_badge_background(&to_js(&Details { color: Some(color), ..details }))).await;
    let details = Details { tab_id, text: Some(text), color: None, title: None };
    settled(set_badge_text(&to_js(&details))).await;
    let details = Details { tab_id, text: None, color: None, title: Some(title) };
    settled(set_title(&to_js(&details))).await;
}

/// Takes a tab's own badge away, so that the common one shows again.
pub async fn clear(tab_id: i32) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Clear {
        tab_id: i32,
        text: Option<&'static str>,
        title: Option<&'static str>,
    }
    // `null` gives the common value back; a browser that does not take it keeps none of its own.
    let clear = to_js(&Clear { tab_id, text: None, title: None });
    settled(set_badge_text(&clear)).await;
    settled(set_title(&clear)).await;
}

/// Opens the popup in the window in front. `false` where the browser wants a click for it.
pub async fn open_popup() -> bool {
    settled(action_open_popup()).await
}
