//! The boards that a wish lies on, to be ticked: at least one, so that it is found again.

use leptos::prelude::*;
use shared::id::{BoardId, ItemId};
use shared::wire::items::ItemView;

use super::desk::Desk;
use crate::parts::{all, live, nothing, press, tick_line};
use crate::shelf::{Doing, drop_id};
use crate::signals::{Changing, Reading};
use crate::words as named;

/// What is ticked. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Places {
    pub(super) desk: Desk,
    before: StoredValue<Vec<BoardId>>,
    on: RwSignal<Vec<BoardId>>,
}

impl Places {
    /// The boards of an item, as they will be once all has arrived.
    pub(super) fn of(desk: Desk, item: &ItemView) -> Self {
        let on = untrack(|| desk.shelf.boards_of(item));
        Self { desk, before: StoredValue::new(on.clone()), on: RwSignal::new(on) }
    }

    /// What was changed: onto the new boards first, so that it lies somewhere at every moment.
    pub(super) fn doings(self, item: ItemId) -> Vec<Doing> {
        let (before, on) = (self.before.get_value(), self.on.get_untracked());
        let onto = on.iter().filter(|board| !before.contains(board)).map(|board| Doing::Place { board: *board, item });
        let off = before.iter().filter(|board| !on.contains(board)).map(|board| Doing::Unplace { board: *board, item });
        onto.chain(off).collect()
    }

    pub(super) fn view(self) -> AnyView {
        let boards = untrack(|| self.desk.shelf.list());
        let boards: Vec<AnyView> = boards
            .iter()
            .map(|board| {
                let id = board.id;
                let ticked = live(move || self.on.look(|on| on.contains(&id)));
                let last = live(move || self.on.look(|on| on.len() == 1 && on.contains(&id)));
                let change = press(move || {
                    self.on.change(|on| {
                        if !drop_id(on, &id) {
                            on.push(id);
                        }
                    });
                });
                tick_line(named::shelf_board(board), ticked, last, change)
            })
            .collect();
        if boards.is_empty() {
            return nothing();
        }
        view! {
            <fieldset class="places">
                <legend>{t!("field_boards")}</legend>
                {all(boards)}
            </fieldset>
        }
        .into_any()
    }
}
