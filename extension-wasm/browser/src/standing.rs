//! What the browser keeps for us between events: alarms and context menus.

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::json::to_js;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    fn alarms_create(name: &str, info: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = get)]
    fn alarms_get(name: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    fn alarms_clear(name: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "contextMenus"], js_name = removeAll)]
    fn menus_remove_all() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "contextMenus"], js_name = create)]
    fn menus_create(properties: &JsValue) -> Result<JsValue, JsValue>;
}

/// Makes sure that this alarm rings every `minutes` (0.5 is the least a browser takes). One that is set is left alone,
/// so that waking up does not push it away.
pub async fn ring_every(name: &str, minutes: f64) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Info {
        period_in_minutes: f64,
    }
    if let Ok(asked) = alarms_get(name)
        && JsFuture::from(asked).await.is_ok_and(|alarm| alarm.is_object())
    {
        return;
    }
    let _ = alarms_create(name, &to_js(&Info { period_in_minutes: minutes }));
}

/// Stops an alarm.
pub async fn stop_ringing(name: &str) {
    if let Ok(asked) = alarms_clear(name) {
        let _ = JsFuture::from(asked).await;
    }
}

/// Makes our one entry of the context menu anew: a second one under the same id would be an error.
pub async fn set_menu(id: &str, title: &str, contexts: &[&str]) {
    #[derive(Serialize)]
    struct Entry<'a> {
        id: &'a str,
        title: &'a str,
        contexts: &'a [&'a str],
    }
    if let Ok(asked) = menus_remove_all() {
        let _ = JsFuture::from(asked).await;
    }
    let _ = menus_create(&to_js(&Entry { id, title, contexts }));
}
