//! The form: what was found, editable in place, and Save.

use leptos::prelude::*;
use leptos::{ev, html};
use shared::detect::Verdict;
use shared::wire::message::PageCard;

use super::state::{Doubt, Fault, Form, doubts};
use super::store::{Drawer, Store, Surface};
use super::{about, board, picture, price};
use crate::parts::{block, changing, flag, following, labelled, live, nothing, rows};
use crate::refused;
use crate::signals::Reading;

/// The form over a page.
pub(crate) fn view(store: Store, card: &PageCard) -> AnyView {
    let kept = StoredValue::new(card.clone());
    let bring = picture::bring(store);
    let drawer = move |wanted: Drawer| {
        changing(move || {
            if store.drawer.get() != Some(wanted) {
                return nothing();
            }
            kept.with_value(|card| match wanted {
                Drawer::Prices => price::drawer(store, card),
                Drawer::Pictures => picture::drawer(store, card, bring),
                Drawer::NewBoard => board::drawer(store),
                Drawer::MoreBoards => board::more_drawer(store),
            })
        })
    };
    let options = card.detection.product.variant.iter().map(|option| (option.name.clone(), option.value.clone()));
    let options: Vec<(String, String)> = options.collect();
    let variant = if options.is_empty() { nothing() } else { rows("variant", options) };
    let facts = block("facts", vec![title(store, card), price::line(store, card), variant]);
    let content = vec![
        about::view(store, card),
        block("top", vec![picture::chosen(store, card), facts]),
        drawer(Drawer::Pictures),
        drawer(Drawer::Prices),
        board::line(store),
        drawer(Drawer::NewBoard),
        drawer(Drawer::MoreBoards),
        labelled("stack", t!("field_note"), vec![note(store)]),
        changing(move || store.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
        block("footer", vec![save(store, card), store.panel_link()]),
    ];
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        store.save();
    };
    view! {
        <form class="card" novalidate on:submit=submit on:keydown=move |event| close_on_escape(store, &event)>
            {bring.around(content)}
        </form>
    }
    .into_any()
}

/// Esc closes what is open, and then the popup.
fn close_on_escape(store: Store, event: &ev::KeyboardEvent) {
    if event.key() != "Escape" {
        return;
    }
    if store.drawer.get_untracked().is_some() {
        event.prevent_default();
        store.drawer.set(None);
    } else if store.surface == Surface::Popup {
        // A page that may not close itself stays open, as it was.
        let _ = window().close();
    }
}

/// Enter saves from a field of several lines too; Shift+Enter breaks the line.
fn save_on_enter(store: Store, event: &ev::KeyboardEvent) {
    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
        event.prevent_default();
        store.save();
    }
}

fn title(store: Store, card: &PageCard) -> AnyView {
    let doubtful = doubts(&card.detection).contains(&Doubt::Title);
    let wanted = store.surface == Surface::Popup && (doubtful || card.detection.page == Verdict::NotProduct);
    let invalid = move || store.fault.get() == Some(Fault::Title);
    let said = live(move || if invalid() { t!("fault_title") } else { String::new() });
    let node = NodeRef::<html::Textarea>::new();
    following(move || {
        if let Some(field) = node.get()
            && (wanted || invalid())
        {
            // Without focus the field is one Tab away.
            let _ = field.focus();
        }
    });
    let class = if doubtful { "title doubtful" } else { "title" };
    let field = area(store, node, class, "500", t!("title_placeholder"), |form| &mut form.title);
    let named = view! { <label><span class="unseen">{t!("field_title")}</span>{field}</label> }.into_any();
    block("stack", vec![named, view! { <p class="hint brick" aria-live="polite">{said}</p> }.into_any()])
}

fn note(store: Store) -> AnyView {
    area(store, NodeRef::new(), "field", "2000", String::new(), |form| &mut form.note)
}

/// A field that grows with its text.
fn area(
    store: Store,
    node: NodeRef<html::Textarea>,
    class: &'static str,
    longest: &'static str,
    placeholder: String,
    part: fn(&mut Form) -> &mut String,
) -> AnyView {
    let value = live(move || store.form.look(|form| part(&mut form.clone()).clone()));
    let invalid = flag(move || longest == "500" && store.fault.get() == Some(Fault::Title));
    view! {
        <textarea
            node_ref=node
            class=class
            rows="1"
            maxlength=longest
            dir="auto"
            placeholder=placeholder
            aria-invalid=invalid
            prop:value=value
            on:input:target=move |event| {
                let typed = event.target().value();
                store.edit(|form| *part(form) = typed);
            }
            on:keydown=move |event| save_on_enter(store, &event)
        ></textarea>
    }
    .into_any()
}

fn save(store: Store, card: &PageCard) -> AnyView {
    let ready = card.detection.page != Verdict::NotProduct && !doubts(&card.detection).contains(&Doubt::Title);
    let node = NodeRef::<html::Button>::new();
    following(move || {
        // A popup opens ready to be saved with Enter. A panel must not take the focus from the page beside it.
        if let Some(button) = node.get()
            && ready
            && store.surface == Surface::Popup
        {
            let _ = button.focus();
        }
    });
    let word = live(move || if store.busy.get() { t!("saving") } else { t!("save") });
    view! {
        <button node_ref=node type="submit" class="primary grow" aria-disabled=flag(move || store.busy.get())>
            <span>{word}</span>
            <kbd aria-hidden="true">{t!("key_enter")}</kbd>
        </button>
    }
    .into_any()
}
