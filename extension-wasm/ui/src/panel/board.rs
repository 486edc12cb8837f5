//! One board: what waits to be sent first, then what lies on it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::boards::PlacedItemView;
use shared::wire::items::ItemView;
use shared::wire::message::{BoardChip, Reply, Request, WaitingItem};

use super::unsent;
use crate::bridge::{Failure, ask};
use crate::card::{Store, tile};
use crate::icons::Icon;
use crate::parts::{all, banner, block, button, changing, chip, figure, foreign, nothing, paragraph, press, words};
use crate::words as named;
use crate::{intl, refused};

/// What is known of the open board.
#[derive(Clone, Default)]
struct Items {
    waiting: Vec<WaitingItem>,
    entries: Vec<PlacedItemView>,
    next: Option<String>,
    offline: bool,
    loaded: bool,
    failure: Option<Failure>,
}

impl Items {
    /// Adds an answer: the first page replaces, the next ones go on.
    fn take(&mut self, answer: Result<Reply, Failure>, first: bool) {
        self.loaded = true;
        match answer {
            Ok(Reply::BoardItems { waiting, entries, next_cursor, offline, .. }) => {
                if first {
                    self.entries.clear();
                }
                self.waiting = waiting;
                self.entries.extend(entries);
                self.next = next_cursor;
                self.offline = offline;
                self.failure = None;
            }
            Ok(_) => self.failure = Some(Failure::NoAnswer),
            Err(failure) => self.failure = Some(failure),
        }
    }
}

/// The open board; it is asked for anew whenever something was saved or sent.
pub(crate) fn view(store: Store, chip: &BoardChip) -> AnyView {
    let items = RwSignal::new(Items::default());
    let id = chip.id;
    let load = move |cursor: Option<String>| {
        spawn_local(async move {
            let first = cursor.is_none();
            let answer = ask(Request::BoardItems { id, cursor }).await;
            // The board may have been left meanwhile; then there is nobody to tell.
            let _ = items.try_update(|items| items.take(answer, first));
        });
    };
    Effect::new(move |_| {
        store.status.track();
        load(None);
    });
    all(vec![
        view! { <h1 class="board-title" dir="auto">{named::board_name(chip)}</h1> }.into_any(),
        changing(move || items.with(|items| body(items, load))),
    ])
}

fn body(items: &Items, load: impl Fn(Option<String>) + Copy + Send + 'static) -> AnyView {
    if !items.loaded {
        let bones = vec![
            view! { <span class="bone tall"></span> }.into_any(),
            view! { <span class="bone tall"></span> }.into_any(),
        ];
        return view! { <div class="skeleton" aria-hidden="true">{bones}</div> }.into_any();
    }
    let empty = items.waiting.is_empty() && items.entries.is_empty() && items.failure.is_none() && !items.offline;
    let mut rows: Vec<AnyView> = items.waiting.iter().map(|item| unsent::view(item, move || load(None))).collect();
    rows.extend(items.entries.iter().map(|placed| row(&placed.item)));
    let mut content = vec![match &items.failure {
        Some(failure) => {
            all(vec![refused::view(failure), button("plain wide", None, t!("try_again"), press(move || load(None)))])
        }
        None if items.offline => banner("banner", Some(Icon::Off), t!("boards_offline"), None),
        None => nothing(),
    }];
    content.push(if empty {
        paragraph("empty", words(t!("board_empty")))
    } else {
        block("items", vec![item_list(rows)])
    });
    if let Some(cursor) = items.next.clone() {
        content.push(button("plain wide", None, t!("show_more"), press(move || load(Some(cursor.clone())))));
    }
    all(content)
}

fn item_list(rows: Vec<AnyView>) -> AnyView {
    let rows: Vec<AnyView> = rows.into_iter().map(|row| view! { <li class="item">{row}</li> }.into_any()).collect();
    view! { <ul>{rows}</ul> }.into_any()
}

fn row(item: &ItemView) -> AnyView {
    let title = item.title.clone();
    let title = match item.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        Some(url) => {
            view! { <a class="name" dir="auto" href=url target="_blank" rel="noopener noreferrer">{title}</a> }
                .into_any()
        }
        None => foreign("name", title),
    };
    let mut price: Vec<AnyView> = item.price.iter().map(|price| figure("amount", intl::money(price))).collect();
    price.extend(
        item.price_seen_at.map(|at| view! { <span class="soft">{t!("seen_on", intl::date(at))}</span> }.into_any()),
    );
    let mut about: Vec<AnyView> = item.shop.iter().map(|shop| figure("", shop.clone())).collect();
    about.extend(item.availability.map(|availability| words(named::availability(availability))));
    let check = if item.needs_check { chip("chip amber", Icon::Eye, t!("verdict_check")) } else { nothing() };
    all(vec![
        tile(item.image.clone(), &item.title),
        block("facts", vec![title, block("parts", price), block("soft parts", about), check]),
    ])
}
