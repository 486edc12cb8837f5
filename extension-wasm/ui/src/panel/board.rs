//! One board: what waits to be sent first, then what lies on it, as it will be once all changes have arrived.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ItemId;
use shared::wire::boards::PlacedItemView;
use shared::wire::items::{FillState, ItemView};
use shared::wire::message::{BoardChip, ItemChange, Reply, Request, WaitingItem};
use wasm_bindgen::JsCast;

use super::row::{self, Acts};
use super::{draft, item, link, unsent};
use crate::bridge::{Failure, ask};
use crate::card::Store;
use crate::icons::Icon;
use crate::parts::{all, banner, block, button, changing, nothing, paragraph, press, words};
use crate::refused;
use crate::words as named;

/// How long a removal can be taken back from here; from the bin it comes back for 30 days.
const UNDO: Duration = Duration::from_secs(10);
/// How often a board is asked for while the server reads a link of it.
const LOOK_AGAIN: Duration = Duration::from_secs(4);

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
            Ok(Reply::BoardItems { waiting, changes, entries, next_cursor, offline, .. }) => {
                if first {
                    self.entries.clear();
                }
                self.waiting = waiting;
                self.entries.extend(entries);
                apply(&mut self.entries, &changes);
                self.next = next_cursor;
                self.offline = offline;
                self.failure = None;
            }
            Ok(_) => self.failure = Some(Failure::NoAnswer),
            Err(failure) => self.failure = Some(failure),
        }
    }

    fn is_read(&self) -> bool {
        self.entries.iter().any(|placed| placed.item.fill == Some(FillState::Pending))
    }
}

/// What is on its way is shown as if it had arrived.
fn apply(entries: &mut Vec<PlacedItemView>, changes: &[ItemChange]) {
    for change in changes {
        for placed in entries.iter_mut().filter(|placed| placed.item.id == change.id) {
            placed.item.deleted_at = change.removed.then_some(placed.placed_at);
            if let Some(patch) = &change.patch {
                draft::apply(&mut placed.item, patch);
            }
        }
    }
    entries.retain(|placed| placed.item.deleted_at.is_none());
}

/// The open board and what the person does on it. A copy is the same.
#[derive(Clone, Copy)]
struct Open {
    board: shared::id::BoardId,
    items: RwSignal<Items>,
    /// The wish that is being changed.
    editing: RwSignal<Option<ItemView>>,
    /// Removed just now.
    removed: RwSignal<Option<(ItemId, String)>>,
    /// It will be looked at again by itself.
    timed: StoredValue<bool>,
}

impl Open {
    fn load(self, cursor: Option<String>) {
        spawn_local(async move {
            let wanted = self.items.try_with_untracked(|items| items.entries.len()).unwrap_or(0);
            let (mut cursor, mut first) = (cursor.clone(), cursor.is_none());
            let anew = first;
            loop {
                let answer = ask(Request::BoardItems { id: self.board, cursor: cursor.clone() }).await;
                // The board may have been left meanwhile; then there is nobody to tell.
                if self.items.try_update(|items| items.take(answer, first)).is_none() {
                    return;
                }
                first = false;
                let more = self.items.try_with_untracked(|items| {
                    let short = anew && items.entries.len() < wanted && items.failure.is_none();
                    items.next.clone().filter(|_| short)
                });
                // Whoever had opened further pages still sees them.
                match more.flatten() {
                    Some(next) => cursor = Some(next),
                    None => break,
                }
            }
            let is_read = self.items.try_with_untracked(Items::is_read) == Some(true);
            if is_read && self.timed.try_update_value(|timed| !std::mem::replace(timed, true)) == Some(true) {
                set_timeout(move || self.look_again(), LOOK_AGAIN);
            }
        });
    }

    fn look_again(self) {
        let _ = self.timed.try_update_value(|timed| *timed = false);
        // Left, or nothing is read any more: it stops by itself.
        if self.items.try_with_untracked(Items::is_read) == Some(true) {
            self.load(None);
        }
    }

    fn edit(self, item: &ItemView) {
        self.editing.set(Some(item.clone()));
    }

    /// Back to the list, with the focus where it was.
    fn close(self) {
        let Some(id) = self.editing.try_update(Option::take).flatten().map(|item| item.id) else { return };
        self.load(None);
        request_animation_frame(move || focus(&format!("edit-{id}")));
    }

    fn remove(self, item: &ItemView) {
        let (id, title) = (item.id, item.title.clone());
        spawn_local(async move {
            match ask(Request::ItemBin { id }).await {
                Ok(_) => {
                    let _ = self.items.try_update(|items| items.entries.retain(|placed| placed.item.id != id));
                    let _ = self.removed.try_set(Some((id, title)));
                    request_animation_frame(|| focus("undo-removed"));
                    set_timeout(move || self.forget(id), UNDO);
                }
                Err(failure) => self.failed(failure),
            }
        });
    }

    fn forget(self, id: ItemId) {
        let _ = self.removed.try_update(|removed| removed.take_if(|(removed, _)| *removed == id));
    }

    fn bring_back(self, id: ItemId) {
        spawn_local(async move {
            match ask(Request::ItemRestore { id }).await {
                Ok(_) => {
                    self.forget(id);
                    self.load(None);
                }
                Err(failure) => self.failed(failure),
            }
        });
    }

    fn read_again(self, item: &ItemView) {
        let id = item.id;
        spawn_local(async move {
            if let Err(failure) = ask(Request::ItemReadAgain { id }).await {
                self.failed(failure);
            }
        });
    }

    fn failed(self, failure: Failure) {
        let _ = self.items.try_update(|items| items.failure = Some(failure));
    }
}

fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        // What cannot be focused is one Tab away.
        let _ = element.focus();
    }
}

/// The open board; it is asked for anew whenever something was saved or sent.
pub(crate) fn view(store: Store, chip: &BoardChip) -> AnyView {
    let open = Open {
        board: chip.id,
        items: RwSignal::new(Items::default()),
        editing: RwSignal::new(None),
        removed: RwSignal::new(None),
        timed: StoredValue::new(false),
    };
    Effect::new(move |_| {
        store.status.track();
        open.load(None);
    });
    let name = named::board_name(chip);
    changing(move || match open.editing.get() {
        Some(wish) => item::view(&wish, move || open.close()),
        None => all(vec![
            view! { <h1 class="board-title" dir="auto">{name.clone()}</h1> }.into_any(),
            block("board-acts", vec![link::view(open.board, move || open.load(None))]),
            changing(move || open.removed.get().map_or_else(nothing, |(id, title)| undo(open, id, &title))),
            changing(move || open.items.with(|items| body(items, open))),
        ]),
    })
}

fn undo(open: Open, id: ItemId, title: &str) -> AnyView {
    let undo = view! {
        <button type="button" class="link" id="undo-removed" on:click=press(move || open.bring_back(id))>{t!("undo")}</button>
    };
    let line = banner("banner", Some(Icon::Bin), t!("item_removed", title), Some(undo.into_any()));
    view! { <div role="status">{line}</div> }.into_any()
}

fn body(items: &Items, open: Open) -> AnyView {
    if !items.loaded {
        let bones = vec![
            view! { <span class="bone tall"></span> }.into_any(),
            view! { <span class="bone tall"></span> }.into_any(),
        ];
        return view! { <div class="skeleton" aria-hidden="true">{bones}</div> }.into_any();
    }
    let empty = items.waiting.is_empty() && items.entries.is_empty() && items.failure.is_none() && !items.offline;
    let acts = Acts {
        edit: move |item: &ItemView| open.edit(item),
        remove: move |item: &ItemView| open.remove(item),
        read_again: move |item: &ItemView| open.read_again(item),
    };
    let mut rows: Vec<AnyView> = items.waiting.iter().map(|item| unsent::view(item, move || open.load(None))).collect();
    rows.extend(items.entries.iter().map(|placed| row::view(&placed.item, acts)));
    let mut content = vec![match &items.failure {
        Some(failure) => all(vec![
            refused::view(failure),
            button("plain wide", None, t!("try_again"), press(move || open.load(None))),
        ]),
        None if items.offline => banner("banner", Some(Icon::Off), t!("boards_offline"), None),
        None => nothing(),
    }];
    content.push(if empty {
        paragraph("empty", words(t!("board_empty")))
    } else {
        block("items", vec![item_list(rows)])
    });
    if let Some(cursor) = items.next.clone() {
        content.push(button("plain wide", None, t!("show_more"), press(move || open.load(Some(cursor.clone())))));
    }
    all(content)
}

fn item_list(rows: Vec<AnyView>) -> AnyView {
    let rows: Vec<AnyView> = rows.into_iter().map(|row| view! { <li class="item">{row}</li> }.into_any()).collect();
    view! { <ul>{rows}</ul> }.into_any()
}
