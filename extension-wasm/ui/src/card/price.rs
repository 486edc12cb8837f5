//! The price: what is chosen, the others that the page shows, and a price by hand.

use leptos::html;
use leptos::prelude::*;
use shared::detect::PriceCandidate;
use shared::wire::message::PageCard;

use super::state::{Doubt, Fault, Form, doubts};
use super::store::{Drawer, Store};
use crate::icons::{Icon, glyph};
use crate::{intl, words};

/// How the chosen price reads; what was typed, while it is no price yet.
fn shown(form: &Form) -> String {
    match form.price() {
        Ok(Some(money)) => intl::money(&money),
        Ok(None) => t!("no_price"),
        Err(Fault::Currency) => t!("amount_without_currency", form.amount),
        Err(_) => form.amount.clone(),
    }
}

/// The chosen price, the list price beside it, and how many others there are.
pub(crate) fn line(store: Store, card: &PageCard) -> AnyView {
    let doubts = doubts(&card.detection);
    let doubtful = doubts.contains(&Doubt::Price) || doubts.contains(&Doubt::Currency);
    let list = card.detection.product.list_price.as_ref().map(|list| t!("was_price", intl::price(&list.value)));
    let prices = card.detection.prices.clone();
    let others = move || {
        let count = store.form.with(|form| prices.iter().filter(|other| !form.has_price(&other.price)).count());
        match u32::try_from(count).unwrap_or(u32::MAX) {
            0 => t!("change_price"),
            count => counted!("more_prices", count),
        }
    };
    view! {
        <p class="price-line" class:doubtful=doubtful>
            <bdi class="price">{move || store.form.with(shown)}</bdi>
            {list.map(|list| view! { <s class="was">{list}</s> })}
            <button
                type="button"
                class="quiet small"
                aria-expanded=move || (store.drawer.get() == Some(Drawer::Prices)).to_string()
                on:click=move |_| store.toggle(Drawer::Prices)
            >
                {glyph(Icon::ChevronDown)}
                <span>{others}</span>
            </button>
        </p>
    }
    .into_any()
}

/// Every price of the page with its kind and source, one press each, and fields for a price by hand.
pub(crate) fn drawer(store: Store, card: &PageCard) -> AnyView {
    let choices = card.detection.prices.iter().map(|candidate| choice(store, candidate.clone())).collect_view();
    view! {
        <div class="drawer prices" role="group" aria-label=t!("prices_label")>
            <ul>{choices}</ul>
            {by_hand(store, card)}
        </div>
    }
    .into_any()
}

fn choice(store: Store, candidate: PriceCandidate) -> AnyView {
    let about = t!("kind_and_source", words::price_kind(candidate.kind), words::source(candidate.source));
    let context = Some(candidate.context.clone()).filter(|context| !context.trim().is_empty());
    let (is, pick) = (candidate.price.clone(), candidate.price.clone());
    view! {
        <li>
            <button
                type="button"
                class="choice"
                aria-pressed=move || store.form.with(|form| form.has_price(&is)).to_string()
                on:click=move |_| {
                    store.edit(|form| form.pick_price(&pick));
                    if store.form.with_untracked(|form| form.price().is_ok()) {
                        store.drawer.set(None);
                    } else {
                        store.fault.set(Some(Fault::Currency));
                    }
                }
            >
                <bdi class="amount">{intl::price(&candidate.price)}</bdi>
                <span class="about">
                    {about} {context.map(|context| view! { <q dir="auto">{context}</q> })}
                </span>
            </button>
        </li>
    }
    .into_any()
}

/// Amount and currency as text, with what they come to.
fn by_hand(store: Store, card: &PageCard) -> AnyView {
    let currency = NodeRef::<html::Input>::new();
    let amount = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let field = match store.fault.get() {
            Some(Fault::Currency) => currency.get(),
            Some(Fault::Amount) => amount.get(),
            _ => None,
        };
        if let Some(field) = field {
            // A field that cannot be focused is still marked.
            let _ = field.focus();
        }
    });
    let mut codes: Vec<String> = card
        .detection
        .prices
        .iter()
        .filter_map(|candidate| candidate.price.currency.map(|code| code.to_string()))
        .collect();
    codes.extend(["EUR", "USD", "GBP", "CHF", "ILS", "PLN", "SEK", "JPY"].map(str::to_owned));
    codes.sort();
    codes.dedup();
    let said = move || match (store.fault.get(), store.form.with(Form::price)) {
        (Some(Fault::Currency), _) | (None | Some(Fault::Title), Err(Fault::Currency)) => t!("fault_currency"),
        (Some(Fault::Amount), _) | (None | Some(Fault::Title), Err(_)) => t!("fault_amount"),
        (_, Ok(Some(money))) => t!("price_will_be", intl::money(&money)),
        (_, Ok(None)) => t!("price_will_be_none"),
    };
    let is = move |fault: Fault| (store.fault.get() == Some(fault)).to_string();
    view! {
        <div class="by-hand">
            <label>
                <span>{t!("price_by_hand")}</span>
                <input
                    node_ref=amount
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength="24"
                    aria-describedby="price-said"
                    aria-invalid=move || is(Fault::Amount)
                    prop:value=move || store.form.with(|form| form.amount.clone())
                    on:input:target=move |event| store.edit(|form| form.amount = event.target().value())
                />
            </label>
            <label>
                <span>{t!("currency")}</span>
                <input
                    node_ref=currency
                    class="code"
                    autocomplete="off"
                    autocapitalize="characters"
                    maxlength="3"
                    list="currencies"
                    aria-describedby="price-said"
                    aria-invalid=move || is(Fault::Currency)
                    prop:value=move || store.form.with(|form| form.currency.clone())
                    on:input:target=move |event| {
                        store.edit(|form| form.currency = event.target().value().to_ascii_uppercase());
                    }
                />
            </label>
            <datalist id="currencies">{codes.into_iter().map(|code| view! { <option value=code></option> }).collect_view()}</datalist>
            <p id="price-said" class="hint" aria-live="polite">
                <bdi>{said}</bdi>
            </p>
        </div>
    }
    .into_any()
}
