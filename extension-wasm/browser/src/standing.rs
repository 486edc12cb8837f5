//! What the browser keeps for us between events: alarms and context menus.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{from_text, object, outcome};

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

/// Makes sure that this alarm rings as often as a browser takes, every half minute. One that is set is left alone, so that
/// waking up does not push it away.
pub async fn ring(name: &str) {
    if !outcome(alarms_get(name)).await.is_ok_and(|alarm| alarm.is_object()) {
        let _ = alarms_create(name, &from_text(r#"{"periodInMinutes":0.5}"#));
    }
}

/// Stops an alarm.
pub async fn stop_ringing(name: &str) {
    let _ = outcome(alarms_clear(name)).await;
}

/// Makes our one entry of the context menu anew: a second one under the same id would be an error.
pub async fn set_menu(id: &str, title: &str, contexts: &[&str]) {
    let _ = outcome(menus_remove_all()).await;
    let _ = menus_create(&object(&[("id", &id), ("title", &title), ("contexts", &contexts)]));
}
