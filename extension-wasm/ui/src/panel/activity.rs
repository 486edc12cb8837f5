//! What happened to boards and wishes, the newest first, with the wish to open where there is one.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ItemId;

use super::desk::Desk;
use super::opened::Opened;
use super::{board, item};
use crate::icons::Icon;
use crate::intl;
use crate::parts::{Knob, all, block, changing, chip, following, foreign, list_of, nothing, paragraph, press, words};
use crate::shelf::{Entry, Happened, What, Whom, with_prices};

/// More than these are not drawn.
const MOST: usize = 100;

/// The view.
pub(super) fn view(desk: Desk) -> AnyView {
    let shelf = desk.shelf;
    let told = RwSignal::new(None::<Vec<Happened>>);
    let opened = Opened::new("happened-");
    let (prices, asking) = (RwSignal::new(Vec::new()), StoredValue::new(false));
    shelf.bring_all();
    // What was told to somebody else is nobody's.
    following(move || {
        shelf.owner.track();
        told.set(None);
        prices.set(Vec::new());
    });
    // Each look at the server may have brought something.
    following(move || {
        shelf.as_of.track();
        shelf.reach.track();
        spawn_local(async move {
            if let Some(events) = shelf.events().await {
                let _ = told.try_set(Some(events));
            }
        });
    });
    // And each look at a page, or at what the server told of the boards.
    following(move || {
        shelf.told.track();
        desk.store.look.track();
        spawn_local(async move {
            let _ = prices.try_set(shelf.price_news().await);
            // One asks at a time; what comes meanwhile is asked for with the next look.
            if asking.try_update_value(|asking| std::mem::replace(asking, true)) != Some(false) {
                return;
            }
            let heard = shelf.ask_prices().await;
            let _ = asking.try_set_value(false);
            if heard {
                let _ = prices.try_set(shelf.price_news().await);
            }
        });
    });
    let happened = move || {
        let mut happened = shelf.unsent_happened();
        // Without the server there is what the copy knows.
        let told = told.get().unwrap_or_else(|| shelf.happened_by_copy(MOST));
        happened.extend(with_prices(told, prices.get()));
        happened.truncate(MOST);
        happened
    };
    changing(move || match opened.wish.get() {
        Some(wish) => item::view(desk, &wish, opened),
        None => all(vec![
            view! { <h1 class="unseen">{t!("tab_activity")}</h1> }.into_any(),
            board::news(desk),
            changing(move || {
                let happened = happened();
                if happened.is_empty() {
                    return paragraph("empty", words(t!("activity_empty")));
                }
                let mut named = Vec::new();
                let rows = happened.iter().map(|one| row(desk, one, opened, &mut named)).collect();
                block("items", vec![list_of("", "item happened", rows)])
            }),
        ]),
    })
}

/// `named` holds the wishes that have a button already: an id is there once.
fn row(desk: Desk, one: &Happened, opened: Opened, named: &mut Vec<ItemId>) -> AnyView {
    let (icon, class, word) = said(one.what);
    let name = match one.whom {
        Whom::Item(id) => match desk.shelf.entry(id) {
            Some(entry) => opener(&entry, opened, crate::shelf::add(named, id)),
            None => one
                .title
                .clone()
                .map_or_else(|| paragraph("soft", words(t!("activity_gone"))), |title| foreign("name", title)),
        },
        Whom::Board(id) => {
            let name = Some(desk.board_name(id)).filter(|name| !name.is_empty()).or_else(|| one.title.clone());
            name.map_or_else(nothing, |name| foreign("name", name))
        }
        Whom::Other => nothing(),
    };
    let price = match one.what {
        What::Price { from, to } => {
            let (now, then) = (intl::money(&to), intl::money(&from));
            paragraph("", words(t!("happened_price", now, then)))
        }
        _ => nothing(),
    };
    block("facts", vec![chip(class, icon, word), name, price, paragraph("soft", words(intl::moment(one.at)))])
}

fn opener(entry: &Arc<Entry>, opened: Opened, first: bool) -> AnyView {
    let wish = entry.placed.item.clone();
    let id = first.then(|| ["happened-", &wish.id.text()].concat());
    let title = wish.title.clone();
    Knob { id, dir: Some("auto"), ..Knob::new("name open") }
        .view(words(title), press(move || opened.wish.set(Some(wish.clone()))))
}

fn said(what: What) -> (Icon, &'static str, String) {
    match what {
        What::Waits => (Icon::Clock, "chip plain", t!("waiting_word")),
        What::Refused => (Icon::Failed, "chip brick", t!("refused_word")),
        What::Saved => (Icon::Check, "chip pine", t!("happened_saved")),
        What::Changed => (Icon::Pencil, "chip plain", t!("happened_changed")),
        What::Binned => (Icon::Bin, "chip plain", t!("happened_binned")),
        What::Restored => (Icon::Undo, "chip plain", t!("happened_restored")),
        What::BoardAdded => (Icon::Plus, "chip plain", t!("happened_board_added")),
        What::BoardChanged => (Icon::Pencil, "chip plain", t!("happened_board_changed")),
        What::BoardRemoved => (Icon::Bin, "chip plain", t!("happened_board_removed")),
        What::Price { from, to } if to.amount_minor < from.amount_minor => {
            (Icon::TrendDown, "chip pine", t!("happened_price_fell"))
        }
        What::Price { .. } => (Icon::TrendUp, "chip plain", t!("happened_price_rose")),
        What::BoardItems => (Icon::Rows, "chip plain", t!("happened_board_items")),
    }
}
