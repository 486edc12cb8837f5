//! Popup, side panel and options: one program in several files, of which each page loads what it shows.
//! The pages share the card of a product, the words and the icons, so that GiftOS looks and speaks the same everywhere.
//! It never decides what a product is and never talks to a server: it asks the worker. It keeps a copy of the boards, and what
//! browsers carry from one to another; nothing else.

#[macro_use]
extern crate browser;

mod bridge;
mod card;
mod choices;
pub mod chunks;
mod icons;
mod intl;
mod options;
mod outbox;
mod panel;
mod parts;
mod pictures;
mod popup;
mod refused;
mod shelf;
mod signals;
mod sites;
mod texts;
mod theme;
mod words;

use chunks::Part;
use leptos::prelude::{document, mount_to_body};

/// An allocator that is smaller than the one Rust brings, and quicker.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The program: reads from the body which page this is, and shows it.
pub fn pages() {
    browser::panics::report();
    browser::storage::ask_to_persist();
    texts::set_language();
    mount_to_body(move || {
        theme::follow_settings();
        match document().body().and_then(|body| body.get_attribute("data-page")).as_deref() {
            Some("panel") => chunks::view(Part::Panel),
            Some("options") => chunks::view(Part::Options),
            _ => popup::view(),
        }
    });
}
