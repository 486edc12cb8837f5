//! `chrome.omnibox`: what is offered below the address bar behind our keyword, and where it leads.

use js_sys::Promise;
use shared::json::{Object, Record};
use shared::json_record;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{object, outcome, to_js};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "omnibox"], js_name = setDefaultSuggestion)]
    fn set_default_suggestion(suggestion: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = update)]
    fn tabs_update(properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    fn tabs_create(properties: &JsValue) -> Result<Promise, JsValue>;
}

/// A line below the address bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What stands in the address bar while it is chosen, and what the browser hands back for it.
    pub content: String,
    /// What is shown: XML in Chromium, plain text in Firefox.
    pub description: String,
}

json_record!(object Suggestion);
impl Record for Suggestion {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("content", &self.content).put("description", &self.description);
    }
}

/// Says what pressing Enter does with what is typed.
pub fn set_default(description: &str) {
    let _ = set_default_suggestion(&object(&[("description", &description)]));
}

/// The lines as the browser takes them.
#[must_use]
pub fn lines(suggestions: Vec<Suggestion>) -> JsValue {
    to_js(&suggestions)
}

/// Opens an address where the person wants it, as the browser said: `currentTab`, `newForegroundTab`, `newBackgroundTab`.
pub async fn open(url: &str, disposition: &str) -> bool {
    let opened = match disposition {
        "newForegroundTab" | "newBackgroundTab" => {
            tabs_create(&object(&[("url", &url), ("active", &(disposition == "newForegroundTab"))]))
        }
        _ => tabs_update(&object(&[("url", &url)])),
    };
    outcome(opened).await.is_ok()
}
