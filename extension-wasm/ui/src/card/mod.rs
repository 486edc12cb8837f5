//! The card of a page: what was found, what of it will be saved, and what became of the save.
//! Popup and panel show the same card, so that a person learns it once.
//! It never says *saved* before the worker has said so, and never loses what was typed.

mod already;
mod amount;
mod board;
mod form;
mod picture;
mod price;
mod saved;
mod state;
mod store;

use leptos::prelude::*;
use shared::wire::message::Refusal;

pub(crate) use picture::tile;
pub(crate) use store::{Look, Stage, Store, Surface};

use crate::bridge::Failure;
use crate::icons::{Icon, glyph};
use crate::words;

/// The card, whatever state it is in.
pub(crate) fn view(store: Store) -> AnyView {
    view! {
        <p class="unseen" role="status" aria-live="polite">
            {move || store.said.get()}
        </p>
        {move || match store.look.get() {
            Look::Loading => skeleton(),
            Look::Failed(failure) => failed(store, &failure),
            Look::Page(card) => match store.stage.get() {
                Stage::Form => form::view(store, &card),
                Stage::Already(mark) => already::view(store, &card, &mark),
                Stage::Saved(mark) => saved::view(store, &card, &mark),
            },
        }}
    }
    .into_any()
}

/// The shape of the card to come; the style sheet shows it after 300 ms only.
fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" aria-hidden="true">
            <div class="top">
                <span class="bone square"></span>
                <span class="bones">
                    <span class="bone"></span>
                    <span class="bone short"></span>
                    <span class="bone shorter"></span>
                </span>
            </div>
            <span class="bone tall"></span>
            <span class="bone tall"></span>
        </div>
    }
    .into_any()
}

fn failed(store: Store, failure: &Failure) -> AnyView {
    let unreadable = *failure == Failure::Refused(Refusal::PageNotReadable);
    let icon = if unreadable { Icon::Ring } else { Icon::Failed };
    let advice = match (unreadable, store.surface) {
        (true, Surface::Panel) => t!("page_not_readable_panel"),
        (true, Surface::Popup) => t!("page_not_readable_popup"),
        (false, _) => t!("nothing_lost"),
    };
    view! {
        <section class="note-card">
            <h1>{glyph(icon)} <span>{words::failure(failure)}</span></h1>
            <p>{advice}</p>
            {(!unreadable)
                .then(|| view! { <button type="button" class="plain" on:click=move |_| store.look()>{t!("try_again")}</button> })}
            {store.panel_link()}
        </section>
    }
    .into_any()
}
