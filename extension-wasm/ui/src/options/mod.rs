//! The options: server and account, what GiftOS may do, how it looks, and what is going on.
//! One page of plain sections, each with its own file, over one store of status and settings.
//! It never keeps a password: it goes from the field to the server, and no signal and no message holds it.

mod account;
mod activity;
mod adopt;
mod corrections;
mod permissions;
mod privacy;
mod shortcut;
mod sign;
mod signed_in;
mod store;
mod theme;

use leptos::prelude::*;
use store::Store;

use crate::parts::{changing, nothing};
use crate::refused;

/// The whole page.
pub(crate) fn view() -> AnyView {
    let store = Store::new();
    document().set_title(&t!("options_title"));
    let said: Signal<String> = store.said.into();
    let sections = vec![
        changing(move || store.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
        adopt::view(store),
        account::view(store),
        permissions::view(store),
        corrections::view(store),
        theme::view(store),
        shortcut::view(),
        activity::view(store),
        privacy::view(),
    ];
    view! {
        <main class="options">
            <h1>
                <img src="icons/icon-48.png" alt="" width="36" height="36" />
                <span>{t!("options_title")}</span>
            </h1>
            <p class="unseen" role="status" aria-live="polite">
                {said}
            </p>
            {sections}
        </main>
    }
    .into_any()
}
