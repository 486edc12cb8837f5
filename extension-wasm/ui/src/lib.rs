//! Popup, side panel and options, for two programs: one that opens at each press of a key, and one that is opened now and then.
//! The pages share the card of a product, the words and the icons, so that GiftOS looks and speaks the same everywhere.
//! It never decides what a product is and never talks to a server: it asks the worker. It keeps a copy of the boards, and what
//! browsers carry from one to another; nothing else.

#[macro_use]
extern crate browser;

mod bridge;
mod card;
mod choices;
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

use leptos::prelude::{AnyView, document, mount_to_body};

/// An allocator that is smaller than the one Rust brings, and quicker.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The program of popup and side panel: reads from the body which of both this is, and shows it.
pub fn panel() {
    let page = document().body().and_then(|body| body.get_attribute("data-page"));
    mount(if page.as_deref() == Some("panel") { panel::view } else { popup::view });
}

/// The program of the options.
pub fn options() {
    mount(options::view);
}

fn mount(view: fn() -> AnyView) {
    browser::panics::report();
    browser::storage::ask_to_persist();
    texts::set_language();
    mount_to_body(move || {
        theme::follow_settings();
        view()
    });
}
