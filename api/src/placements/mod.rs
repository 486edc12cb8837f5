//! Where items lie: on which boards, and in which order.
//! One item may lie on many boards and is still one item; so placing is a thing of its own, with a position between two others.
//! It never changes an item, and it never asks who somebody is beyond what `boards` and `items` tell.

mod order;
mod routes;
pub(crate) mod store;

use std::collections::BTreeSet;

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;

use crate::db::{At, Batch, StoreError, Tx};
use crate::error::Answer;
use crate::items::Place;

pub(crate) use routes::routes;

/// Room between two neighbours: some forty moves into the same gap before the board is numbered anew.
pub(crate) const GAP: i64 = 1 << 40;

/// Puts the item on top of these boards; gives those it did not lie on. Boards are held in the order of their ids.
///
/// # Errors
/// `Locked` where one of these takes no more wishes, and those of the database.
pub(crate) async fn place(
    tx: &mut Tx,
    item: ItemId,
    boards: &BTreeSet<BoardId>,
    now: Timestamp,
) -> Answer<Vec<BoardId>> {
    let mut placed = Vec::new();
    for board in boards {
        if store::position(&mut *tx, *board, item).await?.is_none() {
            crate::boards::board_unlocked(tx, *board, now).await?;
            crate::boards::touch(tx, *board, now).await?;
            if store::place(tx, *board, item, GAP, now).await? {
                placed.push(*board);
            }
        }
    }
    Ok(placed)
}

/// Puts a new item of this account on top of a board, within a batch. It fails where the board is no longer what was read.
pub(crate) fn add(batch: &mut Batch, place: &Place, (item, account): (ItemId, AccountId), now: Timestamp) {
    crate::boards::add_touch(batch, place.board_id, now);
    store::add(batch, place, (item, account), GAP, now);
}

/// Everybody who is told of a change of this item besides its person: owners and editors of the boards it lies on.
///
/// # Errors
/// Those of the database.
pub(crate) async fn people_of(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<(BoardId, AccountId)>, StoreError> {
    store::people_of(at, item).await
}

/// Every board that the item lies on, those in the bin too.
///
/// # Errors
/// Those of the database.
pub(crate) async fn boards_of(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<BoardId>, StoreError> {
    store::boards_of(at, item).await
}

/// The boards that this item lies on count anew, because it went to the bin or came back.
///
/// # Errors
/// Those of the database.
pub(crate) async fn touch_boards_of(tx: &mut Tx, item: ItemId, now: Timestamp) -> Result<(), StoreError> {
    for board in store::boards_of(&mut *tx, item).await? {
        crate::boards::touch(tx, board, now).await?;
    }
    Ok(())
}
