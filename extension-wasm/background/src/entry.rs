//! The doors of the worker: one function for each event that `extension/background.js` listens to.
//! Each may be the first thing that happens after the browser woke the worker.

use browser::json::from_js;
use browser::{standing, storage, tabs, texts};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::messages::{self, refused};
use crate::outbox::{self, send};
use crate::page::{everywhere, memory};
use crate::save::gesture::{self, Clicked};

const MENU: &str = "save";
const COMMAND: &str = "save-product";

/// The program has started: after an event, or because the browser did.
#[wasm_bindgen]
pub async fn on_wake() {
    console_error_panic_hook::set_once();
    storage::shut_content_scripts_out().await;
    outbox::show().await;
    send::flush(false).await;
}

/// A message from inside: our pages, or a content script.
#[wasm_bindgen]
pub async fn on_message(message: JsValue, sender: JsValue) -> JsValue {
    messages::receive(&message, &sender).await
}

/// A message from outside, or somebody who opened a port.
#[wasm_bindgen]
pub async fn on_stranger() {
    refused::count().await;
}

/// Installed or updated: what the browser keeps for us is made anew.
#[wasm_bindgen]
pub async fn on_installed() {
    standing::set_menu(MENU, &texts::message("menu_save", &[]), &["page", "link", "image", "selection"]).await;
    everywhere::apply().await;
}

/// The browser has started.
#[wasm_bindgen]
pub async fn on_startup() {
    everywhere::apply().await;
}

/// The person granted or took back hosts.
#[wasm_bindgen]
pub async fn on_permissions() {
    everywhere::apply().await;
}

/// The keystroke. Not every browser says in which tab.
#[wasm_bindgen]
pub async fn on_command(command: String, tab: JsValue) {
    if command == COMMAND
        && let Some(tab_id) = tab_of(&tab).await
    {
        gesture::keystroke(tab_id).await;
    }
}

/// The context menu.
#[wasm_bindgen]
pub async fn on_menu(clicked: JsValue, tab: JsValue) {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Where {
        menu_item_id: String,
        page_url: Option<String>,
    }
    let Some(place) = from_js::<Where>(&clicked).filter(|place| place.menu_item_id == MENU) else { return };
    let clicked: Clicked = from_js(&clicked).unwrap_or_default();
    if let Some(tab_id) = tab_of(&tab).await {
        gesture::menu(tab_id, place.page_url.as_deref().unwrap_or_default(), &clicked).await;
    }
}

async fn tab_of(tab: &JsValue) -> Option<i32> {
    match from_js::<tabs::Tab>(tab).and_then(|tab| tab.id) {
        Some(tab_id) => Some(tab_id),
        None => tabs::active().await?.id,
    }
}

/// The alarm: something waits.
#[wasm_bindgen]
pub async fn on_alarm() {
    send::flush(false).await;
}

/// The network is back.
#[wasm_bindgen]
pub async fn on_online() {
    send::flush(true).await;
}

/// A tab loads something.
#[wasm_bindgen]
pub async fn on_tab_updated(tab_id: i32, change: JsValue) {
    #[derive(Deserialize)]
    struct Change {
        status: Option<String>,
    }
    if from_js::<Change>(&change).and_then(|change| change.status).as_deref() == Some("loading") {
        memory::left(tab_id).await;
    }
}

/// A tab was closed.
#[wasm_bindgen]
pub async fn on_tab_removed(tab_id: i32) {
    memory::closed(tab_id).await;
}
