//! What this browser is and how much it keeps for us, for a person who asks and for whoever helps them.

use js_sys::{Promise, Reflect};
use shared::join::glued;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::{get, outcome};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    static NAVIGATOR: JsValue;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = estimate)]
    fn storage_estimate() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

/// "Firefox 153" or "Chromium 156", as it calls itself.
#[must_use]
pub fn browser() -> String {
    let agent = NAVIGATOR.with(|navigator| get(navigator, "userAgent")).as_string().unwrap_or_default();
    named(&agent)
}

fn named(agent: &str) -> String {
    for (mark, name) in [("Firefox", "Firefox "), ("Chrome", "Chromium ")] {
        let part = agent.split(' ').find_map(|part| part.split_once('/').filter(|(name, _)| name.ends_with(mark)));
        if let Some((_, version)) = part {
            return glued(&[name, &version.chars().take_while(char::is_ascii_digit).collect::<String>()]);
        }
    }
    "another browser".to_owned()
}

/// What the browser keeps for us, in bytes, as far as it says.
pub async fn stored_bytes() -> Option<f64> {
    let estimate = outcome(storage_estimate()).await.ok()?;
    Reflect::get(&estimate, &JsValue::from_str("usage")).ok()?.as_f64()
}

/// Puts a text on the clipboard. Call it straight from a click: browsers allow it for a gesture only.
pub fn copy(text: &str) -> impl Future<Output = bool> + 'static {
    let copied = outcome(write_text(text));
    async move { copied.await.is_ok() }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_browser_is_told_by_its_name_and_first_number() {
        let chromium =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(named(chromium), "Chromium 156");
        assert_eq!(named("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"), "Firefox 153");
        assert_eq!(named("Lynx"), "another browser");
    }
}
