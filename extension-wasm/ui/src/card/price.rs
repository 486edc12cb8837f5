//! The price: what is chosen, the others that the page shows, and a price by hand.

use leptos::html;
use leptos::prelude::*;
use shared::detect::PriceCandidate;
use shared::wire::message::PageCard;

use super::state::{Doubt, Fault, Form, doubts};
use super::store::{Drawer, Store};
use crate::icons::Icon;
use crate::parts::{all, choice, figure, flag, following, labelled, list, live, nothing, opener, paragraph, press};
use crate::signals::Reading;
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
    let others = live(move || {
        let count = store.form.look(|form| prices.iter().filter(|other| !form.has_price(&other.price)).count());
        match u32::try_from(count).unwrap_or(u32::MAX) {
            0 => t!("change_price"),
            count => counted!("more_prices", count),
        }
    });
    let open = flag(move || store.drawer.get() == Some(Drawer::Prices));
    paragraph(
        if doubtful { "price-line doubtful" } else { "price-line" },
        all(vec![
            figure("price", live(move || store.form.with(shown))),
            list.map_or_else(nothing, |list| view! { <s class="was">{list}</s> }.into_any()),
            opener("quiet small", Icon::ChevronDown, others, open, press(move || store.toggle(Drawer::Prices))),
        ]),
    )
}

/// Every price of the page with its kind and source, one press each, and fields for a price by hand.
pub(crate) fn drawer(store: Store, card: &PageCard) -> AnyView {
    let choices = card.detection.prices.iter().map(|candidate| found(store, candidate)).collect();
    let content = vec![list("", choices), by_hand(store, card)];
    view! { <div class="drawer prices" role="group" aria-label=t!("prices_label")>{content}</div> }.into_any()
}

fn found(store: Store, candidate: &PriceCandidate) -> AnyView {
    let about = t!("kind_and_source", words::price_kind(candidate.kind), words::source(candidate.source));
    let context = Some(candidate.context.clone()).filter(|context| !context.trim().is_empty());
    let context = context.map_or_else(nothing, |context| view! { <q dir="auto">{context}</q> }.into_any());
    let (is, pick) = (candidate.price.clone(), candidate.price.clone());
    let pressed = flag(move || store.form.look(|form| form.has_price(&is)));
    let take = press(move || {
        store.edit(|form| form.pick_price(&pick));
        match store.form.glance(Form::price) {
            Ok(Some(_)) => store.drawer.set(None),
            Ok(None) => store.fault.set(Some(Fault::Amount)),
            Err(fault) => store.fault.set(Some(fault)),
        }
    });
    let content = vec![
        figure("amount", intl::price(&candidate.price)),
        view! { <span class="about">{vec![about.into_any(), context]}</span> }.into_any(),
    ];
    choice(None, pressed, all(content), take)
}

/// What the two fields come to, or what is wrong with them.
fn said(store: Store) -> String {
    match (store.fault.get(), store.form.look(Form::price)) {
        (Some(Fault::Currency), _) | (None | Some(Fault::Title), Err(Fault::Currency)) => t!("fault_currency"),
        (Some(Fault::Amount), _) | (None | Some(Fault::Title), Err(_)) => t!("fault_amount"),
        (_, Ok(Some(money))) => t!("price_will_be", intl::money(&money)),
        (_, Ok(None)) => t!("price_will_be_none"),
    }
}

/// Amount and currency as text, with what they come to.
fn by_hand(store: Store, card: &PageCard) -> AnyView {
    let found = card.detection.prices.iter().filter_map(|candidate| candidate.price.currency);
    let mut codes: Vec<String> = found.map(|code| code.to_string()).collect();
    codes.extend(["EUR", "USD", "GBP", "CHF", "ILS", "PLN", "SEK", "JPY"].map(str::to_owned));
    codes.sort();
    codes.dedup();
    let codes: Vec<AnyView> = codes.into_iter().map(|code| view! { <option value=code></option> }.into_any()).collect();
    let amount = field(store, Fault::Amount, "", "24", |form| &form.amount);
    let currency = field(store, Fault::Currency, "code", "3", |form| &form.currency);
    let class = live(move || if store.fault.get().is_some() { "hint brick".to_owned() } else { "hint".to_owned() });
    let content = vec![
        labelled("", t!("price_by_hand"), vec![amount]),
        labelled("", t!("currency"), vec![currency]),
        view! { <datalist id="currencies">{codes}</datalist> }.into_any(),
        view! { <p id="price-said" class=class aria-live="polite">{figure("", live(move || said(store)))}</p> }
            .into_any(),
    ];
    view! { <div class="by-hand">{content}</div> }.into_any()
}

/// One of the two fields; it takes the focus when it is what keeps the form from being saved.
fn field(
    store: Store,
    fault: Fault,
    class: &'static str,
    longest: &'static str,
    part: fn(&Form) -> &String,
) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    following(move || {
        if let (Some(now), Some(node)) = (store.fault.get(), node.get())
            && now == fault
        {
            // A field that cannot be focused is still marked.
            let _ = node.focus();
        }
    });
    let value = live(move || store.form.look(|form| part(form).clone()));
    let currency = fault == Fault::Currency;
    view! {
        <input
            node_ref=node
            class=class
            autocomplete="off"
            inputmode=if currency { "text" } else { "decimal" }
            list=if currency { "currencies" } else { "" }
            maxlength=longest
            aria-describedby="price-said"
            aria-invalid=flag(move || store.fault.get() == Some(fault))
            prop:value=value
            on:input:target=move |event| {
                let typed = event.target().value();
                store.edit(|form| {
                    if currency {
                        form.currency = typed.to_ascii_uppercase();
                    } else {
                        form.type_amount(typed);
                    }
                });
            }
        />
    }
    .into_any()
}
