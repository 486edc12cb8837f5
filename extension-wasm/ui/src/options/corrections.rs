//! What was picked at shops in place of what was found: which shops, forgotten one by one or at once, and given away as a file.

use leptos::prelude::*;
use shared::detect::corrections::{Corrections, Remembered};
use shared::join::joined;
use shared::json::to_text;
use shared::wire::message::Request;

use super::store::Store;
use crate::parts::{block, button, changing, figure, heading, list, nothing, paragraph, press, section, words};
use crate::words::correctable;

/// The section; nothing before anything was picked.
pub(crate) fn view(store: Store) -> AnyView {
    changing(move || {
        let shops = store.corrections.get();
        if shops.is_empty() {
            return nothing();
        }
        let rows = shops.iter().map(|shop| row(store, shop)).collect();
        let all = button("plain", None, t!("corrections_forget_all"), press(move || forget(store, None)));
        let content = vec![
            heading(t!("corrections_heading")),
            paragraph("", words(t!("corrections_explained"))),
            list("corrected", rows),
            block("line", vec![all, export(shops)]),
        ];
        section("", content)
    })
}

fn row(store: Store, known: &Corrections) -> AnyView {
    let fields: Vec<String> = known.picks.iter().map(|pick| correctable(pick.field)).collect();
    let shop = known.shop.clone();
    let name = t!("corrections_forget_shop", shop);
    let press = press(move || forget(store, Some(shop.clone())));
    let content = vec![
        figure("name", known.shop.clone()),
        view! { <span class="soft">{joined(&fields, ", ")}</span> }.into_any(),
        view! { <button type="button" class="quiet small" aria-label=name on:click=press>{t!("corrections_forget")}</button> }
            .into_any(),
    ];
    block("corrected-shop", content)
}

fn forget(store: Store, shop: Option<String>) {
    store.said.set(t!("said_forgotten"));
    store.send(Request::CorrectionsForget { shop });
}

/// A file that the browser makes of the address itself: nothing is sent.
fn export(shops: Vec<Corrections>) -> AnyView {
    let text = js_sys::encode_uri_component(&to_text(&Remembered(shops)));
    let address = ["data:application/json,", &String::from(text)].concat();
    view! { <a class="plain" download="giftos-corrections.json" href=address>{t!("corrections_export")}</a> }.into_any()
}
