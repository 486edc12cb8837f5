//! One board: what waits to be sent first, then what lies on it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::boards::PlacedItemView;
use shared::wire::items::ItemView;
use shared::wire::message::{BoardChip, Reply, Request, SaveState, WaitingItem};

use crate::bridge::{Failure, ask};
use crate::card::{Store, tile};
use crate::icons::{Icon, glyph};
use crate::{intl, words};

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
pub(crate) fn view(store: Store, chip: BoardChip) -> AnyView {
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
    view! {
        <h1 class="board-title" dir="auto">
            {words::board_name(&chip)}
        </h1>
        {move || items.with(|items| body(items, load))}
    }
    .into_any()
}

fn body(items: &Items, load: impl Fn(Option<String>) + Copy + 'static) -> AnyView {
    if !items.loaded {
        return view! { <div class="skeleton" aria-hidden="true"><span class="bone tall"></span><span class="bone tall"></span></div> }.into_any();
    }
    let empty = items.waiting.is_empty() && items.entries.is_empty() && items.failure.is_none();
    let next = items.next.clone();
    view! {
        {items
            .failure
            .as_ref()
            .map(|failure| {
                view! {
                    <p class="banner brick" role="alert">
                        {glyph(Icon::Failed)}
                        <span>{words::failure(failure)}</span>
                        <button type="button" class="link" on:click=move |_| load(None)>{t!("try_again")}</button>
                    </p>
                }
            })}
        {items.offline.then(|| view! { <p class="banner">{glyph(Icon::Off)} <span>{t!("boards_offline")}</span></p> })}
        <ul class="items">
            {items.waiting.iter().map(waiting_row).collect_view()}
            {items.entries.iter().map(|placed| row(&placed.item)).collect_view()}
        </ul>
        {(empty && !items.offline).then(|| view! { <p class="empty">{t!("board_empty")}</p> })}
        {next
            .map(|cursor| {
                view! {
                    <button type="button" class="plain wide" on:click=move |_| load(Some(cursor.clone()))>{t!("show_more")}</button>
                }
            })}
    }
    .into_any()
}

fn waiting_row(item: &WaitingItem) -> AnyView {
    let refused = item.state == SaveState::Refused;
    let (class, icon) = if refused { ("chip brick", Icon::Failed) } else { ("chip plain", Icon::Clock) };
    let word = if refused { t!("refused_word") } else { t!("waiting_word") };
    view! {
        <li class="item">
            {tile(item.image.clone(), &item.title)} <div class="facts">
                <p class="name" dir="auto">{item.title.clone()}</p>
                {item.price.map(|price| view! { <p><bdi class="amount">{intl::money(&price)}</bdi></p> })}
                <p class=class>{glyph(icon)} <span>{word}</span></p>
                {item.problem.clone().map(|problem| view! { <p class="soft" dir="auto">{problem}</p> })}
            </div>
        </li>
    }
    .into_any()
}

fn row(item: &ItemView) -> AnyView {
    let seen = item.price_seen_at.map(|at| t!("seen_on", intl::date(at)));
    let shop = item.shop.clone().map(|shop| view! { <bdi>{shop}</bdi> });
    let stock = item.availability.map(words::availability);
    let title = match item.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        Some(url) => {
            let name = item.title.clone();
            view! { <a class="name" dir="auto" href=url target="_blank" rel="noopener noreferrer">{name}</a> }
                .into_any()
        }
        None => view! { <p class="name" dir="auto">{item.title.clone()}</p> }.into_any(),
    };
    view! {
        <li class="item">
            {tile(item.image.clone(), &item.title)} <div class="facts">
                {title}
                {item
                    .price
                    .map(|price| {
                        view! { <p class="parts"><bdi class="amount">{intl::money(&price)}</bdi> {seen.map(|seen| view! { <span class="soft">{seen}</span> })}</p> }
                    })}
                <p class="soft parts">{shop} {stock.map(|stock| view! { <span>{stock}</span> })}</p>
                {item.needs_check.then(|| view! { <p class="chip amber">{glyph(Icon::Eye)} <span>{t!("verdict_check")}</span></p> })}
            </div>
        </li>
    }
    .into_any()
}
