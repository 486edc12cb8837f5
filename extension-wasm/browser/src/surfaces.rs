//! Where the extension can be seen: side panel or sidebar, options, tabs, and the keystroke that calls it.

use js_sys::{Array, Function, Object, Promise, Reflect};
use shared::join::glued;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::json::{get, number};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = chrome)]
    static CHROME: JsValue;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "sidePanel"], js_name = open)]
    fn side_panel_open(options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "sidebarAction"], js_name = open)]
    fn sidebar_open() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "windows"], js_name = getCurrent)]
    fn current_window() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    fn open_options_page() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    fn tabs_create(options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "commands"], js_name = getAll)]
    fn commands_all() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "commands"], js_name = openShortcutSettings)]
    fn open_shortcut_settings() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs", "onActivated"], js_name = addListener)]
    fn on_tab_activated(listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs", "onUpdated"], js_name = addListener)]
    fn on_tab_updated(listener: &Function) -> Result<(), JsValue>;
}

fn object(name: &str, value: &JsValue) -> Object {
    let object = Object::new();
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    object
}

async fn went(promise: Result<Promise, JsValue>) -> bool {
    match promise {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

/// Whether this browser shows the panel as Chromium's side panel (else as Firefox's sidebar).
#[must_use]
pub fn has_side_panel() -> bool {
    CHROME.with(|chrome| get(chrome, "sidePanel").is_object())
}

/// The number of the window that this page lies in.
pub async fn window_id() -> Option<i32> {
    let window = JsFuture::from(current_window().ok()?).await.ok()?;
    number(&get(&window, "id"))
}

/// Opens side panel or sidebar. The browser is asked before the first await, so call it straight from a click.
pub fn open_panel(window_id: i32) -> impl Future<Output = bool> + 'static {
    went(if has_side_panel() {
        side_panel_open(&object("windowId", &JsValue::from(window_id)))
    } else {
        sidebar_open()
    })
}

/// Opens the options page.
pub async fn open_options() -> bool {
    went(open_options_page()).await
}

/// Opens an address in a new tab.
pub async fn open_tab(url: &str) -> bool {
    went(tabs_create(&object("url", &JsValue::from_str(url)))).await
}

/// Opens the options in a tab of their own, at this place of theirs. In front, or behind what is in front now.
pub async fn open_options_at(place: &str, in_front: bool) -> bool {
    let options = object("url", &JsValue::from_str(&glued(&[&crate::runtime::base(), "options.html#", place])));
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(&options, &JsValue::from_str("active"), &JsValue::from(in_front));
    went(tabs_create(&options)).await
}

/// The keys that run this command ("Alt+Shift+G"); empty where the person took them away.
pub async fn shortcut(command: &str) -> Option<String> {
    let all: Array = JsFuture::from(commands_all().ok()?).await.ok()?.dyn_into().ok()?;
    let found = all.iter().find(|entry| get(entry, "name").as_string().as_deref() == Some(command))?;
    get(&found, "shortcut").as_string()
}

/// Opens the browser's own page where shortcuts are changed.
pub async fn open_shortcuts() -> bool {
    let firefox = CHROME.with(|chrome| get(&get(chrome, "commands"), "openShortcutSettings").is_function());
    if firefox { went(open_shortcut_settings()).await } else { open_tab("chrome://extensions/shortcuts").await }
}

/// Calls `listener` each time another tab comes to the front, or the page in the tab at the front has loaded.
pub fn on_page_change(listener: impl Fn() + Clone + 'static) {
    let again = listener.clone();
    let activated = Closure::<dyn Fn()>::new(listener);
    let updated =
        Closure::<dyn Fn(JsValue, JsValue, JsValue)>::new(move |_id: JsValue, change: JsValue, tab: JsValue| {
            let loaded = get(&change, "status").as_string().as_deref() == Some("complete");
            if loaded && get(&tab, "active").is_truthy() {
                again();
            }
        });
    // A panel listens until it closes. A browser without these events shows the page it opened on.
    let _ = on_tab_activated(activated.into_js_value().unchecked_ref());
    let _ = on_tab_updated(updated.into_js_value().unchecked_ref());
}
