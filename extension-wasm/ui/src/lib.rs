//! Popup, side panel and options: one program that mounts the page it was started on.
//! The pages share the card of a product, the words and the icons, so that GiftOS looks and speaks the same everywhere.
//! It never decides what a product is and never talks to a server: it asks the worker. It keeps a copy of the boards, and what
//! browsers carry from one to another; nothing else.

#[macro_use]
mod texts;
mod bridge;
mod card;
mod choices;
mod icons;
mod intl;
mod options;
mod outbox;
mod panel;
mod parts;
mod popup;
mod refused;
mod shelf;
mod signals;
mod theme;
mod words;

use leptos::prelude::{document, mount_to_body};
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the program is loaded: reads from the body which page this is and shows it.
#[wasm_bindgen(start)]
pub fn start() {
    browser::panics::report();
    browser::storage::ask_to_persist();
    texts::set_language();
    let page = document().body().and_then(|body| body.get_attribute("data-page")).unwrap_or_default();
    mount_to_body(move || {
        theme::follow_settings();
        match page.as_str() {
            "panel" => panel::view(),
            "options" => options::view(),
            _ => popup::view(),
        }
    });
}
