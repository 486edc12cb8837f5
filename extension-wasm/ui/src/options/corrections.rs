//! What was picked at shops in place of what was found: which shops, forgotten one by one or at once, and given away as a file.

use browser::storage::Key;
use browser::storage::keys;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::detect::corrections::{Corrections, Remembered};
use shared::join::joined;
use shared::json::to_text;
use shared::wire::message::Request;
use shared::wire::outbox::owner_key;

use super::store::Store;
use crate::bridge::Failure;
use crate::icons::Icon;
use crate::parts::{
    all, banner, block, button, changing, figure, heading, list, nothing, paragraph, press, section, when, words,
};
use crate::shelf::owner_of;
use crate::signals::Reading;
use crate::words::correctable;

/// The section; nothing before anything was picked.
pub(crate) fn view(store: Store) -> AnyView {
    let before: Before = RwSignal::new(None);
    let undo = move || button("link", Some(Icon::Undo), t!("undo"), press(move || back(store, before)));
    let forgotten =
        when(move || before.look(Option::is_some), move || banner("banner", None, t!("said_forgotten"), Some(undo())));
    all(vec![list_of_shops(store, before), view! { <div role="status">{forgotten}</div> }.into_any()])
}

/// The text from before something was forgotten, while this page is open.
type Before = RwSignal<Option<String>>;

fn list_of_shops(store: Store, before: Before) -> AnyView {
    changing(move || {
        let shops = store.corrections.get();
        if shops.is_empty() {
            return nothing();
        }
        let rows = shops.iter().map(|shop| row(store, before, shop)).collect();
        let all = button("plain", None, t!("corrections_forget_all"), press(move || forget(store, before, None)));
        let content = vec![
            heading(t!("corrections_heading")),
            paragraph("", words(t!("corrections_explained"))),
            list("corrected", rows),
            block("line", vec![all, export(shops)]),
        ];
        section("", content)
    })
}

fn row(store: Store, before: Before, known: &Corrections) -> AnyView {
    let fields: Vec<String> = known.picks.iter().map(|pick| correctable(pick.field)).collect();
    let shop = known.shop.clone();
    let name = t!("corrections_forget_shop", shop);
    let press = press(move || forget(store, before, Some(shop.clone())));
    let content = vec![
        figure("name", known.shop.clone()),
        view! { <span class="soft">{joined(&fields, ", ")}</span> }.into_any(),
        view! { <button type="button" class="quiet small" aria-label=name on:click=press>{t!("corrections_forget")}</button> }
            .into_any(),
    ];
    block("corrected-shop", content)
}

/// Where it is kept: of whoever is signed in, or of nobody.
fn kept(store: Store) -> Key<String> {
    let owner = store.status.glance(|status| status.as_ref().and_then(owner_of));
    keys::corrections(&owner_key(owner.as_ref()))
}

fn forget(store: Store, before: Before, shop: Option<String>) {
    spawn_local(async move {
        before.set(kept(store).get().await);
        store.send(Request::CorrectionsForget { shop });
    });
}

/// Remembers again what was forgotten last. What was picked since then, in another tab, goes with it.
fn back(store: Store, before: Before) {
    spawn_local(async move {
        let Some(text) = before.get_untracked() else { return };
        match kept(store).set(&text).await {
            Ok(()) => {
                before.set(None);
                store.said.set(t!("said_undone"));
                store.send(Request::CorrectionsList);
            }
            Err(failure) => store.failure.set(Some(Failure::Refused(failure.into()))),
        }
    });
}

/// A file that the browser makes of the address itself: nothing is sent.
fn export(shops: Vec<Corrections>) -> AnyView {
    let text = js_sys::encode_uri_component(&to_text(&Remembered(shops)));
    let address = ["data:application/json,", &String::from(text)].concat();
    view! { <a class="plain" download="giftos-corrections.json" href=address>{t!("corrections_export")}</a> }.into_any()
}
