//! What all views of boards share: the boards, the way back, how lists are looked at, and doing things.

use browser::storage::keys::{LISTS, ListLook};
use leptos::prelude::*;

use crate::parts::{following, memo};
use crate::signals::{Changing, Reading};
use leptos::task::spawn_local;
use shared::id::{BoardId, ItemId};
use shared::wire::message::Request;

use super::asked::{Asked, asked};
use super::finding::{Finding, Sort};
use super::undo::Undo;
use crate::bridge::{Failure, ask};
use crate::card::Store;
use crate::shelf::{Doing, Shelf};

/// See the module. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) shelf: Shelf,
    pub(super) undo: Undo,
    /// Pictures side by side, else a list.
    pub(super) grid: RwSignal<bool>,
    pub(super) finding: RwSignal<Finding>,
    /// What the panel was opened for, until it is shown.
    pub(super) asked: RwSignal<Option<Asked>>,
    /// What went wrong last.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// Said to those who do not see what changed.
    pub(super) said: RwSignal<String>,
}

impl Desk {
    pub(super) fn new(store: Store) -> Self {
        let shelf = Shelf::new();
        following(move || store.status.look(|status| status.iter().for_each(|status| shelf.follow(status))));
        let desk = Self {
            store,
            shelf,
            undo: Undo::new(),
            grid: RwSignal::new(false),
            finding: RwSignal::new(Finding::default()),
            asked: RwSignal::new(asked()),
            failure: RwSignal::new(None),
            said: RwSignal::new(String::new()),
        };
        spawn_local(async move {
            if let Some(look) = LISTS.get().await {
                desk.grid.set(look.grid);
                desk.finding.change(|finding| finding.sort = Sort::named(&look.sort));
            }
            desk.remember_look();
        });
        desk
    }

    /// How lists are looked at is kept on this device.
    fn remember_look(self) {
        let look = memo(move || (self.grid.get(), self.finding.get().sort));
        let mut before = false;
        following(move || {
            let (grid, sort) = look.get();
            if std::mem::replace(&mut before, true) {
                spawn_local(async move {
                    // Where it cannot be kept, it is chosen again the next time.
                    let _ = LISTS.set(&ListLook { grid, sort: sort.name().to_owned() }).await;
                });
            }
        });
    }

    /// Does these things: durable before they are shown. `then` is called when they are.
    pub(super) fn act(self, doings: Vec<Doing>, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            match self.shelf.act(&doings).await {
                Ok(()) => then(),
                Err(failure) => self.failed(failure),
            }
        });
    }

    pub(super) fn failed(self, failure: Failure) {
        let _ = self.failure.try_set(Some(failure));
    }

    /// Puts items into the bin, with a way back.
    pub(super) fn bin(self, ids: Vec<ItemId>, words: String) {
        spawn_local(async move {
            for id in &ids {
                if let Err(failure) = ask(Request::ItemBin { id: *id }).await {
                    return self.failed(failure);
                }
            }
            self.shelf.read_rows(None).await;
            let ids = std::sync::Arc::new(ids);
            self.undo.offer(words, true, move || self.unbin(ids.to_vec()));
        });
    }

    fn unbin(self, ids: Vec<ItemId>) {
        spawn_local(async move {
            for id in ids {
                if let Err(failure) = ask(Request::ItemRestore { id }).await {
                    return self.failed(failure);
                }
                self.shelf.read_rows(Some(id)).await;
            }
            self.shelf.look();
        });
    }

    /// Has the server read an item's pasted address again.
    pub(super) fn read_again(self, id: ItemId) {
        spawn_local(async move {
            if let Err(failure) = ask(Request::ItemReadAgain { id }).await {
                self.failed(failure);
            }
        });
    }

    /// The name of a board, for words about it.
    pub(super) fn board_name(self, id: BoardId) -> String {
        let boards = self.shelf.list();
        boards.iter().find(|board| board.id == id).map(crate::words::shelf_board).unwrap_or_default()
    }
}
