//! The form: what was found, editable in place, and Save.

use leptos::prelude::*;
use leptos::{ev, html};
use shared::detect::Verdict;
use shared::product::VariantOption;
use shared::wire::message::PageCard;

use super::state::{Doubt, Fault, doubts};
use super::store::{Drawer, Store, Surface};
use super::{board, picture, price};
use crate::icons::{Icon, glyph};
use crate::{refused, words};

/// The form over a page.
pub(crate) fn view(store: Store, card: &PageCard) -> AnyView {
    let card = StoredValue::new(card.clone());
    let drawer = move |open: Drawer| {
        (store.drawer.get() == Some(open)).then(|| {
            card.with_value(|card| match open {
                Drawer::Prices => price::drawer(store, card),
                Drawer::Pictures => picture::drawer(store, card),
                Drawer::NewBoard => board::drawer(store),
            })
        })
    };
    let close = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            if store.drawer.get_untracked().is_some() {
                event.prevent_default();
                store.drawer.set(None);
            } else if store.surface == Surface::Popup {
                let _ = window().close();
            }
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        store.save();
    };
    card.with_value(|card| {
        view! {
            <form class="card" novalidate on:submit=submit on:keydown=close>
                {about(store, card)}
                <div class="top">
                    {picture::chosen(store, card)} <div class="facts">
                        {title(store, card)} {price::line(store, card)} {variant(&card.detection.product.variant)}
                    </div>
                </div>
                {move || drawer(Drawer::Pictures)}
                {move || drawer(Drawer::Prices)}
                {board::line(store)}
                {move || drawer(Drawer::NewBoard)}
                {note(store)}
                {move || store.failure.get().map(|failure| refused::view(&failure))}
                <div class="footer">
                    {save(store, card)} {store.panel_link()}
                </div>
            </form>
        }
        .into_any()
    })
}

/// Above the form: what the page is taken for, and what stands in the way of sending.
fn about(store: Store, card: &PageCard) -> AnyView {
    let (word, icon, class) = words::verdict(card.detection.page);
    let advice = match card.detection.page {
        Verdict::Sure => None,
        Verdict::NotProduct => Some(t!("not_product_advice")),
        Verdict::Check => Some(what_to_check(&doubts(&card.detection))),
    };
    let signed_out = move || store.status.with(|status| status.as_ref().is_some_and(|status| status.account.is_none()));
    view! {
        <header class="about">
            <p class=class>{glyph(icon)} <span>{word}</span></p>
            {advice.map(|advice| view! { <p class="advice">{advice}</p> })}
        </header>
        <Show when=move || store.restored.get()>
            <p class="banner">
                <span>{t!("restored")}</span>
                <button type="button" class="link" on:click=move |_| store.start_over()>{t!("start_over")}</button>
            </p>
        </Show>
        <Show when=signed_out>
            <p class="banner">
                {glyph(Icon::Clock)} <span>{t!("signed_out_banner")}</span>
                <button type="button" class="link" on:click=move |_| store.open_options()>{t!("sign_in")}</button>
            </p>
        </Show>
        <Show when=move || store.stale.get() && !signed_out()>
            <p class="banner">{glyph(Icon::Off)} <span>{t!("offline_banner")}</span></p>
        </Show>
    }
    .into_any()
}

/// The fields to look at, by name.
pub(crate) fn what_to_check(doubts: &[Doubt]) -> String {
    let names: Vec<String> = doubts
        .iter()
        .map(|doubt| match doubt {
            Doubt::Title => t!("doubt_title"),
            Doubt::Price => t!("doubt_price"),
            Doubt::Currency => t!("doubt_currency"),
            Doubt::Image => t!("doubt_image"),
        })
        .collect();
    if names.is_empty() { t!("check_all") } else { t!("check_these", names.join(", ")) }
}

fn title(store: Store, card: &PageCard) -> AnyView {
    let doubts = doubts(&card.detection);
    let doubtful = doubts.contains(&Doubt::Title);
    let wanted = doubtful || card.detection.page == Verdict::NotProduct;
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get()
            && (wanted || store.fault.get() == Some(Fault::Title))
        {
            // Without focus the field is one Tab away.
            let _ = field.focus();
        }
    });
    let invalid = move || store.fault.get() == Some(Fault::Title);
    view! {
        <textarea
            node_ref=field
            class="title"
            class:doubtful=doubtful
            rows="1"
            maxlength="500"
            dir="auto"
            aria-label=t!("field_title")
            placeholder=t!("title_placeholder")
            aria-invalid=move || invalid().to_string()
            aria-describedby="title-said"
            prop:value=move || store.form.with(|form| form.title.clone())
            on:input:target=move |event| store.edit(|form| form.title = event.target().value())
            on:keydown=move |event| save_on_enter(store, &event)
        ></textarea>
        <p id="title-said" class="hint" aria-live="polite">
            {move || invalid().then(|| t!("fault_title"))}
        </p>
    }
    .into_any()
}

/// Enter saves from a field of several lines too; Shift+Enter breaks the line.
fn save_on_enter(store: Store, event: &ev::KeyboardEvent) {
    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
        event.prevent_default();
        store.save();
    }
}

fn variant(options: &[VariantOption]) -> Option<AnyView> {
    let options = options.to_vec();
    (!options.is_empty()).then(|| {
        view! {
            <dl class="variant">
                {options
                    .into_iter()
                    .map(|option| view! { <div><dt dir="auto">{option.name}</dt><dd dir="auto">{option.value}</dd></div> })
                    .collect_view()}
            </dl>
        }
        .into_any()
    })
}

fn note(store: Store) -> AnyView {
    view! {
        <label class="stack">
            <span>{t!("field_note")}</span>
            <textarea
                class="field"
                rows="1"
                maxlength="2000"
                dir="auto"
                prop:value=move || store.form.with(|form| form.note.clone())
                on:input:target=move |event| store.edit(|form| form.note = event.target().value())
                on:keydown=move |event| save_on_enter(store, &event)
            ></textarea>
        </label>
    }
    .into_any()
}

fn save(store: Store, card: &PageCard) -> AnyView {
    let ready = card.detection.page != Verdict::NotProduct && !doubts(&card.detection).contains(&Doubt::Title);
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        // A popup opens ready to be saved with Enter. A panel must not take the focus from the page beside it.
        if let Some(button) = button.get()
            && ready
            && store.surface == Surface::Popup
        {
            let _ = button.focus();
        }
    });
    view! {
        <button node_ref=button type="submit" class="primary grow" aria-disabled=move || store.busy.get().to_string()>
            <span>{move || if store.busy.get() { t!("saving") } else { t!("save") }}</span>
            <kbd aria-hidden="true">{t!("key_enter")}</kbd>
        </button>
    }
    .into_any()
}
