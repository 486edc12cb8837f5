//! `chrome.permissions`: host access that a person grants, and takes back, and what they let be told of their browser.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{get, outcome};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    fn permissions_request(permissions: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    fn permissions_contains(permissions: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = remove)]
    fn permissions_remove(permissions: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = getAll)]
    fn permissions_all() -> Result<Promise, JsValue>;
}

/// Match patterns of every page that *detect everywhere* looks at.
pub const EVERY_PAGE: &[&str] = &["http://*/*", "https://*/*"];

/// The match pattern of the manifest, by which a browser's own switch grants all of them.
pub const ALL_HOSTS: &str = "*://*/*";

fn origins<T: AsRef<str>>(patterns: &[T]) -> Object {
    let list: Array = patterns.iter().map(|pattern| JsValue::from_str(pattern.as_ref())).collect();
    let permissions = Object::new();
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(&permissions, &JsValue::from_str("origins"), &list);
    permissions
}

async fn granted(asked: Result<Promise, JsValue>) -> bool {
    outcome(asked).await.is_ok_and(|answer| answer.is_truthy())
}

/// Asks the person for these hosts. The browser is asked before the first await, so call it straight from a click.
/// `false` where the person, or the browser, says no.
pub fn request(patterns: &[&str]) -> impl Future<Output = bool> + use<> {
    granted(permissions_request(&origins(patterns)))
}

/// Whether these hosts are granted.
pub async fn contains<T: AsRef<str>>(patterns: &[T]) -> bool {
    granted(permissions_contains(&origins(patterns))).await
}

/// Gives these hosts back. `false` where they were not granted, or the browser keeps them.
pub async fn remove<T: AsRef<str>>(patterns: &[T]) -> bool {
    granted(permissions_remove(&origins(patterns))).await
}

/// The match patterns of the hosts that are granted now.
pub async fn hosts() -> Vec<String> {
    texts(&outcome(permissions_all()).await.unwrap_or(JsValue::UNDEFINED), "origins")
}

fn texts(all: &JsValue, name: &str) -> Vec<String> {
    let list = get(all, name);
    if list.is_object() { Array::from(&list).iter().filter_map(|each| each.as_string()).collect() } else { Vec::new() }
}

/// What is granted now: what the extension may do, and on which hosts.
pub async fn granted_now() -> (Vec<String>, Vec<String>) {
    let all = outcome(permissions_all()).await.unwrap_or(JsValue::UNDEFINED);
    (texts(&all, "permissions"), texts(&all, "origins"))
}

/// Whether the person agreed that technical data are sent, which is Firefox's word for the names of browser and system. Firefox
/// alone asks, at install and in its list of add-ons.
pub async fn technical_data() -> bool {
    let agreed = outcome(permissions_all()).await.map(|all| get(&all, "data_collection"));
    agreed.is_ok_and(|kinds| Array::from(&kinds).includes(&JsValue::from_str("technicalAndInteraction"), 0))
}
