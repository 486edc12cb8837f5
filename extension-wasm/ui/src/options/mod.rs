//! The options: server and account, what GiftOS may do, how it looks, and what is going on; before them once the first steps.
//! One page of plain sections, each with its own file, over one store of status and settings.
//! It never keeps a password: it goes from the field to the server, and no signal and no message holds it.

mod account;
mod adopt;
mod avatar;
mod corrections;
pub(crate) mod going;
mod permissions;
mod privacy;
mod shortcut;
mod sign;
mod signed_in;
mod sites;
mod store;
mod theme;
mod welcome;

use leptos::prelude::*;
use store::Store;

use crate::panel::focus;
use crate::parts::{all, button, changing, live, nothing, press};
use crate::refused;

/// The whole page.
pub(crate) fn view() -> AnyView {
    let store = Store::new();
    document().set_title(&t!("options_title"));
    let said: Signal<String> = store.said.into();
    let place = window().location().hash().unwrap_or_default();
    let place = place.trim_start_matches('#').to_owned();
    let first_steps = RwSignal::new(place == welcome::PLACE);
    let content = changing(move || {
        if first_steps.get() {
            welcome::view(store, move || first_steps.set(false))
        } else {
            sections(store, first_steps)
        }
    });
    if place == going::PLACE {
        request_animation_frame(|| focus(going::PLACE));
    }
    let heading = live(move || if first_steps.get() { t!("welcome_heading") } else { t!("options_title") });
    view! {
        <main class="options">
            <h1>
                <img src="icons/icon-48.png" alt="" width="36" height="36" />
                <span>{heading}</span>
            </h1>
            <p class="unseen" role="status" aria-live="polite">
                {said}
            </p>
            {content}
        </main>
    }
    .into_any()
}

fn sections(store: Store, first_steps: RwSignal<bool>) -> AnyView {
    all(vec![
        changing(move || store.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
        adopt::view(store),
        account::view(store),
        permissions::view(store),
        corrections::view(store),
        theme::view(store),
        shortcut::view(),
        going::view(store),
        privacy::view(),
        button("quiet", None, t!("welcome_again"), press(move || first_steps.set(true))),
    ])
}
