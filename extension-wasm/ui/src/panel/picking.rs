//! Several wishes at once: chosen one by one, then moved, copied or put into the bin together.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::{BoardId, ItemId};

use super::board::Open;
use crate::icons::Icon;
use crate::parts::{
    Knob, Press, block, button, changing, flag, labelled, live, memo, nothing, opener, press, said, select, tick, words,
};
use crate::shelf::{Doing, Entry, drop_id};
use crate::signals::{Changing, Reading};
use crate::words as named;

/// What is chosen. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Picking {
    on: RwSignal<bool>,
    picked: RwSignal<Vec<ItemId>>,
}

impl Picking {
    pub(super) fn new() -> Self {
        Self { on: RwSignal::new(false), picked: RwSignal::new(Vec::new()) }
    }

    /// The button that begins and ends it.
    pub(super) fn opener(self) -> AnyView {
        let toggle = press(move || {
            self.picked.change(Vec::clear);
            self.on.change(|on| *on = !*on);
        });
        opener("quiet small", Icon::ChevronDown, t!("pick_several"), flag(move || self.on.get()), toggle)
    }

    /// The box of one wish, while some are chosen.
    pub(super) fn tick(self, entry: &Arc<Entry>) -> AnyView {
        let (id, title) = (entry.id(), entry.placed.item.title.clone());
        changing(move || {
            if !self.on.get() {
                return nothing();
            }
            let picked = live(move || self.picked.look(|picked| picked.contains(&id)));
            let change = press(move || {
                self.picked.change(|picked| {
                    if !drop_id(picked, &id) {
                        picked.push(id);
                    }
                });
            });
            tick("pick", Some(t!("pick", title)), picked, live(|| false), change)
        })
    }

    fn count(self) -> u32 {
        self.picked.look(|picked| u32::try_from(picked.len()).unwrap_or(u32::MAX))
    }

    fn end(self) {
        self.picked.change(Vec::clear);
        self.on.set(false);
    }
}

/// What can be done with the chosen ones, at the lower edge.
pub(super) fn bar(open: Open) -> AnyView {
    let picking = open.picking;
    let target = RwSignal::new(None::<BoardId>);
    changing(move || {
        if !picking.on.get() {
            return nothing();
        }
        let count = live(move || counted!("picked", picking.count()));
        let idle = memo(move || picking.count() == 0);
        let boards = live(move || {
            let others = open.desk.shelf.list().into_iter().filter(|board| board.id != open.board);
            let others =
                others.map(|board| (board.id.text(), named::shelf_board(&board), Some(board.id) == target.get()));
            std::iter::once((String::new(), t!("choose_board"), target.get().is_none())).chain(others).collect()
        });
        let choose = move |id: String| target.set(id.parse().ok());
        let off = move || idle.get() || target.get().is_none();
        let doing = move |copy: bool| {
            press(move || {
                if let (false, Some(to)) = (idle.get_untracked(), target.get_untracked()) {
                    carry(open, to, copy);
                }
            })
        };
        let act = |id: &str, word: String, press: Press, off: Signal<Option<String>>| {
            Knob { id: Some(id.to_owned()), disabled: off, ..Knob::new("plain") }.view(words(word), press)
        };
        let no_target = live(move || Some(off().to_string()));
        let none = live(move || Some(idle.get().to_string()));
        let every = press(move || {
            let all = open.found.glance(|found| found.0.iter().map(|entry| entry.id()).collect::<Vec<_>>());
            picking.picked.change(|picked| *picked = if picked.len() == all.len() { Vec::new() } else { all });
        });
        block(
            "pick-bar",
            vec![
                block("line", vec![said("", count), button("link", None, t!("pick_all"), every)]),
                labelled("stack", t!("to_board"), vec![select(boards, choose)]),
                block(
                    "line",
                    vec![
                        act("move-picked", t!("move_to"), doing(false), no_target),
                        act("copy-picked", t!("copy_to"), doing(true), no_target),
                        act("bin-picked", t!("item_remove"), press(move || bin(open)), none),
                        button("quiet", None, t!("done"), press(move || picking.end())),
                    ],
                ),
            ],
        )
    })
}

/// The chosen ones, in the order of the board.
fn chosen(open: Open) -> Vec<ItemId> {
    let picked = open.picking.picked.get_untracked();
    open.all.glance(|all| all.0.iter().map(|entry| entry.id()).filter(|id| picked.contains(id)).collect())
}

/// What brings these back to where they lay: onto the board, each after the one that came before it.
fn back(open: Open, ids: &[ItemId], from: BoardId) -> Vec<Doing> {
    let order: Vec<ItemId> = open.all.glance(|all| all.0.iter().map(|entry| entry.id()).collect());
    let moved = ids.iter().map(|item| Doing::Move { item: *item, from, to: open.board });
    let placed = ids.iter().filter_map(|item| {
        let at = order.iter().position(|each| each == item)?;
        Some(Doing::Order {
            board: open.board,
            item: *item,
            after: at.checked_sub(1).and_then(|at| order.get(at).copied()),
        })
    });
    moved.chain(placed).collect()
}

fn carry(open: Open, to: BoardId, copy: bool) {
    let (desk, ids, name) = (open.desk, chosen(open), open.desk.board_name(to));
    let there: Vec<ItemId> = desk.shelf.shown(to).entries.iter().map(|entry| entry.id()).collect();
    let doings: Vec<Doing> = ids
        .iter()
        .map(|item| {
            if copy {
                Doing::Place { board: to, item: *item }
            } else {
                Doing::Move { item: *item, from: open.board, to }
            }
        })
        .collect();
    let way_back: Vec<Doing> = if copy {
        ids.iter().filter(|item| !there.contains(item)).map(|item| Doing::Unplace { board: to, item: *item }).collect()
    } else {
        back(open, &ids, to)
    };
    let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    desk.act(doings, move || {
        let words = if copy { counted!("copied", count) } else { counted!("moved", count) };
        open.picking.end();
        desk.undo.offer(format!("{words} {name}"), true, move || desk.act(way_back.clone(), || {}));
    });
}

fn bin(open: Open) {
    let ids = chosen(open);
    if ids.is_empty() {
        return;
    }
    let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    open.picking.end();
    open.desk.bin(ids, counted!("removed", count));
}
