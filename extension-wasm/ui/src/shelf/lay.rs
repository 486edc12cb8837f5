//! What waits in the outbox, laid over what the server told: boards and items as they will be once all has arrived. Pure.

use std::sync::Arc;

use shared::id::{BoardId, ItemId};
use shared::json::Json;
use shared::wire::boards::{BoardConflictView, BoardKind, BoardRelation, BoardView};
use shared::wire::items::{ItemPatch, ItemView};
use shared::wire::message::my_wishes;
use shared::wire::outbox::{Row, Sending, SentItem};

use super::made;
use super::rows::{self, Doing, Unsent};
use super::told::{Entry, Told};
use super::{ByBoard, add, drop_id};
use crate::panel::draft;

/// A board in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Board {
    pub(crate) id: BoardId,
    pub(crate) name: String,
    pub(crate) kind: BoardKind,
    /// Its picture.
    pub(crate) cover: Option<String>,
    /// How many items were on it when it was told; `None` for one that the server has not heard of.
    pub(crate) count: Option<i64>,
    /// It may be renamed and removed.
    pub(crate) own: bool,
    /// Its owner's *My wishes*.
    pub(crate) is_default: bool,
    /// The version that was told.
    pub(crate) version: Option<i64>,
    /// What was edited on two devices and is not settled yet.
    pub(crate) conflicts: Vec<BoardConflictView>,
}

impl Board {
    /// One that the server has not told of.
    pub(crate) fn untold(id: BoardId, name: String, kind: BoardKind) -> Self {
        let (cover, count, version, conflicts) = (None, None, None, Vec::new());
        Self { id, name, kind, cover, count, own: false, is_default: false, version, conflicts }
    }
}

/// What lies on a board.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// Saves of an account that have not arrived and were left as they are, the newest first.
    pub(crate) unsent: Vec<Unsent>,
    /// In the board's own order.
    pub(crate) entries: Arc<Vec<Arc<Entry>>>,
    /// More lies there that was not told yet.
    pub(crate) partial: bool,
    /// Something is known of it; else there are only the saves that wait.
    pub(crate) known: bool,
}

/// Two are the same where they hold the very same entries: thousands are not compared field by field.
impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        let same = || self.entries.iter().zip(other.entries.iter()).all(|(a, b)| Arc::ptr_eq(a, b));
        (self.partial, self.known) == (other.partial, other.known)
            && self.unsent == other.unsent
            && self.entries.len() == other.entries.len()
            && same()
    }
}

/// The boards, *My wishes* first.
pub(super) fn boards(told: &[BoardView], rows: &[Arc<Row>]) -> Vec<Board> {
    let there = told.iter().filter(|board| board.deleted_at.is_none());
    let mut boards: Vec<Board> = there.map(of_view).collect();
    let mut gone = Vec::new();
    for row in rows.iter().filter(|row| row.parked.is_none()) {
        if let Sending::Board(chip) = &row.sending
            && boards.iter().all(|board| board.id != chip.id)
        {
            let (id, name, kind) = (chip.id, chip.name.clone(), chip.kind);
            boards.push(Board { own: true, ..Board::untold(id, name, kind) });
        }
        match Doing::of(row) {
            Some(Doing::Change { board: id, patch }) => {
                if let Some(board) = boards.iter_mut().find(|board| board.id == id) {
                    board.name = patch.name.unwrap_or_else(|| std::mem::take(&mut board.name));
                    board.kind = patch.kind.unwrap_or(board.kind);
                    board.cover = patch.cover_image.unwrap_or_else(|| board.cover.take());
                    // Whoever edits a field has decided what was in conflict over it.
                    let names = Json::parse(&row.body);
                    board.conflicts.retain(|each| names.and_then(|names| names.get(&each.field)).is_none());
                }
            }
            Some(Doing::Bin(id)) => gone.push(id),
            Some(Doing::Restore(id)) => gone.retain(|each| *each != id),
            _ => {}
        }
    }
    boards.retain(|board| !gone.contains(&board.id));
    if boards.iter().all(|board| !board.is_default) {
        boards.push(Board { is_default: true, ..Board::untold(my_wishes(), String::new(), BoardKind::WishList) });
    }
    if let Some(at) = boards.iter().position(|board| board.is_default) {
        let first = boards.remove(at);
        boards.insert(0, first);
    }
    boards
}

fn of_view(board: &BoardView) -> Board {
    Board {
        id: board.id,
        name: board.name.clone(),
        kind: board.kind,
        cover: board.cover_image.clone(),
        count: Some(board.item_count),
        own: board.relation == BoardRelation::Owner && !board.is_default,
        is_default: board.is_default,
        version: Some(board.version),
        conflicts: board.conflicts.clone(),
    }
}

/// The items of a board.
pub(super) fn items(board: BoardId, told: &ByBoard, rows: &[Arc<Row>], default: Option<BoardId>) -> Shown {
    let real = |board: BoardId| if board == my_wishes() { default.unwrap_or(board) } else { board };
    let board = real(board);
    let unheard =
        board == my_wishes() || rows.iter().any(|row| matches!(&row.sending, Sending::Board(chip) if chip.id == board));
    let here = told.get(board);
    let (known, Told { mut entries, partial }) = (unheard || here.is_some(), here.cloned().unwrap_or_default());
    let sent = || rows.iter().filter(|row| row.parked.is_none());
    let on_it = |item: &SentItem| item.boards.iter().any(|on| real(*on) == board);
    let wish = |id: ItemId| {
        let known = told.all().flat_map(|told| &told.entries).find(|entry| entry.id() == id);
        known.cloned().or_else(|| made::entry(rows, id, real).map(Arc::new))
    };
    for row in sent() {
        if let Some(doing) = Doing::of(row) {
            place(&mut entries, &doing.on_real(default), board, &wish);
        } else if made::is_wish(rows, row)
            && row.item().is_some_and(on_it)
            && let Some(id) = made::wish_of(rows, row).filter(|id| entries.iter().all(|entry| entry.id() != *id))
            && let Some(entry) = wish(id)
        {
            // What was saved last lies on top.
            entries.insert(0, entry);
        }
    }
    let mut gone = Vec::new();
    for row in sent() {
        match &row.sending {
            Sending::Edit(id) => edit(&mut entries, *id, row),
            Sending::Remove(id) => gone.push(*id),
            Sending::Restore(id) => gone.retain(|each| each != id),
            _ => {}
        }
    }
    if !gone.is_empty() {
        entries.retain(|entry| !gone.contains(&entry.id()));
    }
    let there = |id: ItemId| entries.iter().any(|entry| entry.id() == id);
    let unsent = rows.iter().rev().filter_map(|row| {
        let stands = |item: &&SentItem| on_it(item) && !gone.contains(&item.id) && !there(item.id);
        let item = row.item().filter(stands).filter(|_| !made::is_wish(rows, row))?;
        Some(unsent(row, item))
    });
    Shown { unsent: unsent.collect(), partial, known, entries: Arc::new(entries) }
}

/// Whether a row changes what lies on a board, or in which order.
pub(super) fn touches(row: &Row, board: BoardId, default: Option<BoardId>) -> bool {
    let real = |on: BoardId| if on == my_wishes() { default.unwrap_or(on) } else { on };
    match Doing::of(row).map(|doing| doing.on_real(default)) {
        Some(Doing::Order { board: on, .. } | Doing::Place { board: on, .. } | Doing::Unplace { board: on, .. }) => {
            on == board
        }
        Some(Doing::Move { from, to, .. }) => from == board || to == board,
        Some(_) => false,
        // An item that comes or goes may lie anywhere.
        None => row.item().is_none_or(|item| item.boards.iter().any(|on| real(*on) == board)),
    }
}

/// The boards that an item lies on.
pub(super) fn boards_of(item: &ItemView, rows: &[Arc<Row>], default: Option<BoardId>) -> Vec<BoardId> {
    let mut boards = item.boards.clone();
    for doing in rows.iter().filter(|row| row.parked.is_none()).filter_map(|row| Doing::of(row)) {
        match doing.on_real(default) {
            Doing::Place { board, item: id } if id == item.id => {
                add(&mut boards, board);
            }
            Doing::Unplace { board, item: id } if id == item.id => {
                drop_id(&mut boards, &board);
            }
            Doing::Move { item: id, from, to } if id == item.id => {
                drop_id(&mut boards, &from);
                add(&mut boards, to);
            }
            _ => {}
        }
    }
    boards
}

fn unsent(row: &Row, item: &SentItem) -> Unsent {
    Unsent {
        id: item.id,
        title: item.title.clone(),
        price: item.price,
        image: item.image.clone(),
        refused: row.parked.is_some(),
        problem: row.parked.as_ref().and_then(|parked| parked.detail.clone()),
    }
}

fn edit(entries: &mut [Arc<Entry>], id: ItemId, row: &Row) {
    if let Some(entry) = entries.iter_mut().find(|entry| entry.id() == id)
        && let Some(patch) = rows::patch::<ItemPatch>(row)
    {
        let mut placed = entry.placed.clone();
        draft::apply(&mut placed.item, &patch);
        // Whoever edits a field has decided what was in conflict over it.
        let names = Json::parse(&row.body);
        placed.item.conflicts.retain(|conflict| names.and_then(|names| names.get(&conflict.field)).is_none());
        *entry = Arc::new(Entry { waits: entry.waits, ..Entry::of(placed) });
    }
}

/// One thing that was done, on this board.
fn place(entries: &mut Vec<Arc<Entry>>, doing: &Doing, board: BoardId, wish: &dyn Fn(ItemId) -> Option<Arc<Entry>>) {
    let (onto, off) = match doing {
        Doing::Order { board: on, item, after } if *on == board => return order(entries, *item, *after),
        Doing::Place { board: on, item } if *on == board => (Some(*item), None),
        Doing::Unplace { board: on, item } if *on == board => (None, Some(*item)),
        Doing::Move { item, from, to } if from != to => {
            ((*to == board).then_some(*item), (*from == board).then_some(*item))
        }
        _ => return,
    };
    entries.retain(|entry| Some(entry.id()) != off);
    if let Some(item) = onto.filter(|item| entries.iter().all(|entry| entry.id() != *item)) {
        entries.extend(wish(item));
    }
}

/// Puts an item right after another one, or first.
fn order(entries: &mut Vec<Arc<Entry>>, item: ItemId, after: Option<ItemId>) {
    let Some(from) = entries.iter().position(|entry| entry.id() == item) else { return };
    let entry = entries.remove(from);
    let at = match after {
        Some(after) => entries.iter().position(|entry| entry.id() == after).map_or(from, |at| at + 1),
        None => 0,
    };
    entries.insert(at.min(entries.len()), entry);
}

#[cfg(test)]
mod tests;
