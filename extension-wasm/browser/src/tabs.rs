//! `chrome.tabs` and `chrome.scripting`: which page is open, and the one script that may look at it.

use js_sys::{Array, Promise};
use shared::json::{Object, Record};
use shared::json_record;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{from_text, get, number, object, outcome, words_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = get)]
    fn tabs_get(id: i32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    fn tabs_query(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    fn execute_script(injection: &JsValue) -> Result<Promise, JsValue>;
}

/// A tab, as far as the browser tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its number.
    pub id: Option<i32>,
    /// Its address; only where the extension may see the page.
    pub url: Option<String>,
}

impl Tab {
    /// The browser's own object as a tab; `None` where it is none.
    #[must_use]
    pub fn of(tab: &JsValue) -> Option<Self> {
        tab.is_object().then(|| Self { id: number(&get(tab, "id")), url: get(tab, "url").as_string() })
    }
}

/// The tab with this number; `None` where it was closed.
pub async fn tab(id: i32) -> Option<Tab> {
    Tab::of(&outcome(tabs_get(id)).await.ok()?)
}

/// The tab in front.
pub async fn active() -> Option<Tab> {
    let found = outcome(tabs_query(&from_text(r#"{"active":true,"lastFocusedWindow":true}"#))).await.ok()?;
    Tab::of(&get(&found, "0"))
}

/// All tabs of all windows.
pub async fn all() -> Vec<Tab> {
    let Ok(found) = outcome(tabs_query(&from_text("{}"))).await else { return Vec::new() };
    Array::from(&found).iter().filter_map(|tab| Tab::of(&tab)).collect()
}

/// Runs a file of ours in the page of a tab and gives its completion value. It is asked at once, also where nobody waits yet.
///
/// # Errors
/// The browser's words, where it lets nobody look at this page.
pub fn run(tab_id: i32, file: &str) -> impl Future<Output = Result<JsValue, String>> + use<> {
    struct Target(i32);
    impl Record for Target {
        fn put_into(&self, object: &mut Object<'_>) {
            object.put("tabId", &self.0);
        }
    }
    json_record!(object Target);
    let injection = object(&[("target", &Target(tab_id)), ("files", &[file].as_slice())]);
    let asked = outcome(execute_script(&injection));
    async move {
        let results = asked.await.map_err(|failure| words_of(&failure))?;
        Ok(get(&get(&results, "0"), "result"))
    }
}
