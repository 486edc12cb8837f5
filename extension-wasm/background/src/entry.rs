//! The doors of the worker: one function for each event that `extension/background.js` listens to.
//! Each may be the first thing that happens after the browser woke the worker.

use std::pin::Pin;

use browser::json::get;
use browser::{panics, standing, storage, surfaces, tabs, texts};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use crate::messages::{self, refused};
use crate::omnibox;
use crate::outbox::{self, send};
use crate::page::{self, everywhere, follow, memory};
use crate::save::gesture::{self, Clicked};

const MENU: &str = "save";
const COMMAND: &str = "save-product";

/// One promise for every event. The work comes boxed, so that nothing of this is compiled again for each of them.
fn promise(work: Pin<Box<dyn Future<Output = JsValue>>>) -> Promise {
    future_to_promise(async move { Ok(work.await) })
}

/// An event, whose answer nobody reads.
macro_rules! event {
    ($($work:tt)*) => {
        promise(Box::pin(async move {
            $($work)*
            JsValue::UNDEFINED
        }))
    };
}

/// The program has started: after an event, or because the browser did.
#[wasm_bindgen]
pub fn on_wake() -> Promise {
    panics::report();
    event! {
        storage::shut_content_scripts_out().await;
        outbox::show().await;
        send::flush(false).await;
    }
}

/// A message from inside: our pages, or a content script.
#[wasm_bindgen]
pub fn on_message(message: JsValue, sender: JsValue) -> Promise {
    promise(Box::pin(async move { messages::receive(&message, &sender).await }))
}

/// A message from outside, or somebody who opened a port.
#[wasm_bindgen]
pub fn on_stranger() -> Promise {
    event! { refused::count().await; }
}

/// Installed or updated: what the browser keeps for us is made anew. Who installs finds the first steps in a tab behind the page
/// that they are at.
#[wasm_bindgen]
pub fn on_installed(details: &JsValue) -> Promise {
    let first = get(details, "reason") == "install";
    event! {
        if first {
            surfaces::open_options_at("welcome", false).await;
        }
        standing::set_menu(MENU, &texts::message("menu_save", &[]), &["page", "link", "image", "selection"]).await;
        everywhere::apply().await;
    }
}

/// The browser has started.
#[wasm_bindgen]
pub fn on_startup() -> Promise {
    event! { everywhere::apply().await; }
}

/// The person granted or took back hosts.
#[wasm_bindgen]
pub fn on_permissions() -> Promise {
    event! { everywhere::changed().await; }
}

/// The keystroke. Not every browser says in which tab.
#[wasm_bindgen]
pub fn on_command(command: String, tab: JsValue) -> Promise {
    event! {
        if command == COMMAND
            && let Some(tab_id) = tab_of(&tab).await
        {
            gesture::keystroke(tab_id).await;
        }
    }
}

/// The context menu.
#[wasm_bindgen]
pub fn on_menu(clicked: JsValue, tab: JsValue) -> Promise {
    event! {
        if let Some(clicked) = Clicked::of(&clicked).filter(|clicked| clicked.menu_item_id == MENU)
            && let Some(tab_id) = tab_of(&tab).await
        {
            gesture::menu(tab_id, &clicked).await;
        }
    }
}

async fn tab_of(tab: &JsValue) -> Option<i32> {
    match tabs::Tab::of(tab).and_then(|tab| tab.id) {
        Some(tab_id) => Some(tab_id),
        None => tabs::active().await?.id,
    }
}

/// Something was typed behind our keyword in the address bar, or chosen there.
#[wasm_bindgen]
pub fn on_omnibox(what: String, typed: String, place: String) -> Promise {
    promise(Box::pin(omnibox::happened(what, typed, place)))
}

/// The alarm: something waits.
#[wasm_bindgen]
pub fn on_alarm() -> Promise {
    event! { send::flush(false).await; }
}

/// The network is back.
#[wasm_bindgen]
pub fn on_online() -> Promise {
    event! { send::flush(true).await; }
}

/// A tab loads something, or shows another address.
#[wasm_bindgen]
pub fn on_tab_updated(tab_id: i32, change: &JsValue) -> Promise {
    let (status, url) = (get(change, "status").as_string(), get(change, "url").as_string());
    let loads = status.as_deref() == Some("loading");
    event! {
        if status.is_none() && url.is_none() {
            return JsValue::UNDEFINED;
        }
        if loads {
            follow::forget(tab_id);
        }
        let was_looked_at = (loads || url.is_some()) && memory::left(tab_id).await;
        // Also when all is loaded: some browsers take the mark away only then.
        let is_on = page::arrived(tab_id).await;
        if status.is_none() {
            // The page's own program went to another address; nothing loads.
            follow::moved(tab_id, was_looked_at, is_on).await;
        }
    }
}

/// A tab was closed.
#[wasm_bindgen]
pub fn on_tab_removed(tab_id: i32) -> Promise {
    event! { memory::closed(tab_id).await; }
}
