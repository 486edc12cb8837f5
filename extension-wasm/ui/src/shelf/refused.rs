//! Changes that the server refused, as the person is told of them. Pure.

use std::sync::Arc;

use shared::id::{BoardId, ItemId};
use shared::json::parse;
use shared::wire::items::ItemPatch;
use shared::wire::outbox::{Row, Sending};
use shared::wire::problem::ProblemKind;

use super::lay::Board;
use super::rows::Doing;

/// A change that the server refused.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused {
    /// The item or board that it is about, as it is given up by.
    pub(crate) about: ItemId,
    /// What that is called; empty where nothing is known of it any more.
    pub(crate) name: String,
    /// What the server said.
    pub(crate) problem: Option<String>,
    /// What was typed over a wish that was removed elsewhere meanwhile.
    pub(crate) typed: Option<ItemPatch>,
}

/// All of them, in order; one for each item and board.
pub(super) fn of(rows: &[Arc<Row>], boards: &[Board], title: impl Fn(ItemId) -> Option<String>) -> Vec<Refused> {
    let mut all = Vec::<Refused>::new();
    for row in rows.iter().filter(|row| row.item().is_none()) {
        let Some(parked) = &row.parked else { continue };
        let named = |id: BoardId| boards.iter().find(|board| board.id == id).map(|board| board.name.clone());
        let (about, name) = match (&row.sending, Doing::of(row)) {
            (Sending::Board(chip), _) => (same(chip.id), Some(chip.name.clone())),
            (_, Some(Doing::Change { board, patch })) => (same(board), patch.name.or_else(|| named(board))),
            (_, Some(Doing::Bin(board) | Doing::Restore(board))) => (same(board), named(board)),
            _ => (row.item_id(), row.item_id().and_then(&title)),
        };
        let Some(about) = about else { continue };
        if all.iter().all(|each| each.about != about) {
            let gone = matches!(parked.kind, ProblemKind::NotFound | ProblemKind::Conflict);
            let typed =
                if gone && matches!(row.sending, Sending::Edit(_)) { parse::<ItemPatch>(&row.body) } else { None };
            let name = name.or_else(|| typed.as_ref().and_then(|typed| typed.title.clone())).unwrap_or_default();
            all.push(Refused { about, name, problem: parked.detail.clone(), typed });
        }
    }
    all
}

/// Rows are given up by one id, whatever they are about.
fn same(board: BoardId) -> Option<ItemId> {
    board.text().parse().ok()
}
