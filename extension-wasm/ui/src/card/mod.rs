//! The card of a page: what was found, what of it will be saved, and what became of the save.
//! Popup and panel show the same card, so that a person learns it once.
//! It never says *saved* before the worker has said so, and never loses what was typed.

mod about;
mod already;
pub(crate) mod amount;
mod board;
mod draft;
mod form;
mod picture;
mod price;
mod saved;
mod saving;
mod site;
mod state;
mod store;

use leptos::prelude::*;
use shared::wire::message::Refusal;

pub(crate) use picture::{tile, uploaded_to};
pub(crate) use store::{Look, Stage, Store, Surface};

use crate::bridge::Failure;
use crate::icons::{Icon, glyph};
use crate::parts::{all, button, changing, nothing, paragraph, press, section, words};
use crate::words as named;

/// The card, whatever state it is in.
pub(crate) fn view(store: Store) -> AnyView {
    let said: Signal<String> = store.said.into();
    all(vec![
        view! { <p class="unseen" role="status" aria-live="polite">{said}</p> }.into_any(),
        changing(move || match store.look.get() {
            Look::Loading => skeleton(),
            Look::Failed(failure) => failed(store, &failure),
            Look::Page(card) => match store.stage.get() {
                Stage::Form => form::view(store, &card),
                Stage::Already(mark) => already::view(store, &card, &mark),
                Stage::Saved(mark) => saved::view(store, &card, &mark),
                Stage::Removed(mark) => already::removed(store, &card, &mark),
            },
        }),
        site::view(store),
    ])
}

/// The shape of the card to come; the style sheet shows it after 300 ms only.
fn skeleton() -> AnyView {
    view! {
        <h1 class="unseen">{t!("looking")}</h1>
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
    let action = match (unreadable, store.surface) {
        (true, Surface::Panel) => button("plain", None, t!("see_options"), press(move || store.open_options())),
        (true, Surface::Popup) => nothing(),
        (false, _) => button("plain", None, t!("try_again"), press(move || store.look())),
    };
    let heading = all(vec![glyph(icon), words(named::failure(failure))]);
    section(
        "note-card",
        vec![view! { <h1>{heading}</h1> }.into_any(), paragraph("", words(advice)), action, store.panel_link()],
    )
}
