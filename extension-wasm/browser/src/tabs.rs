//! `chrome.tabs` and `chrome.scripting`: which page is open, and the one script that may look at it.

use js_sys::Promise;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::json::{from_js, to_js, words_of};

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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tab {
    /// Its number.
    pub id: Option<i32>,
    /// Its address; only where the extension may see the page.
    pub url: Option<String>,
}

/// The tab with this number; `None` where it was closed.
pub async fn tab(id: i32) -> Option<Tab> {
    from_js(&JsFuture::from(tabs_get(id).ok()?).await.ok()?)
}

/// The tab in front.
pub async fn active() -> Option<Tab> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Query {
        active: bool,
        last_focused_window: bool,
    }
    let query = to_js(&Query { active: true, last_focused_window: true });
    let found: Vec<Tab> = from_js(&JsFuture::from(tabs_query(&query).ok()?).await.ok()?)?;
    found.into_iter().next()
}

/// Runs a file of ours in the page of a tab and gives its completion value, a text.
///
/// # Errors
/// The browser's words, where it lets nobody look at this page.
pub async fn run(tab_id: i32, file: &str) -> Result<Option<String>, String> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Target {
        tab_id: i32,
    }
    #[derive(Serialize)]
    struct Injection<'a> {
        target: Target,
        files: [&'a str; 1],
    }
    let injection = to_js(&Injection { target: Target { tab_id }, files: [file] });
    let started = execute_script(&injection).map_err(|failure| words_of(&failure))?;
    let results = JsFuture::from(started).await.map_err(|failure| words_of(&failure))?;
    let first = js_sys::Reflect::get_u32(&results, 0).unwrap_or(JsValue::UNDEFINED);
    Ok(js_sys::Reflect::get(&first, &"result".into()).ok().and_then(|value| value.as_string()))
}
