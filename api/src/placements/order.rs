//! The rule of order: an item goes right after another one, in the gap before the next.

use shared::id::{BoardId, ItemId};

use super::{GAP, store};
use crate::db::{StoreError, Tx};

/// Where the item goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Here.
    At(i64),
    /// The neighbours lie too close together.
    Full,
}

/// The position right after `after` and before `next`; `None` stands for the ends of the board.
/// A board's ends are far from those of a number: each step is one gap, and a board is numbered anew long before.
pub(super) fn between(after: Option<i64>, next: Option<i64>) -> Room {
    let position = match (after, next) {
        (None, None) => Some(0),
        (Some(after), None) => after.checked_add(GAP),
        (None, Some(next)) => next.checked_sub(GAP),
        (Some(after), Some(next)) => {
            let middle = i64::midpoint(after, next);
            (middle > after && middle < next).then_some(middle)
        }
    };
    position.map_or(Room::Full, Room::At)
}

/// Puts `item` right after `after`, or first. The board must be held; both items must lie on it.
pub(super) async fn put_after(
    tx: &mut Tx,
    board: BoardId,
    item: ItemId,
    after: Option<ItemId>,
) -> Result<(), StoreError> {
    let mut room = find_room(tx, board, item, after).await?;
    if room == Room::Full {
        store::spread(tx, board, GAP).await?;
        room = find_room(tx, board, item, after).await?;
    }
    match room {
        Room::At(position) => store::move_to(tx, board, item, position).await,
        Room::Full => Err(StoreError::internal("a board that was just numbered anew has no room")),
    }
}

async fn find_room(tx: &mut Tx, board: BoardId, item: ItemId, after: Option<ItemId>) -> Result<Room, StoreError> {
    let Some(after) = after else {
        return Ok(between(None, store::first(&mut *tx, board, item).await?));
    };
    let position = store::position(&mut *tx, board, after).await?.ok_or(StoreError::NotFound)?;
    let next = store::next(&mut *tx, board, item, (position, after)).await?;
    Ok(between(Some(position), next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_at_the_ends_and_in_a_gap() {
        assert_eq!(between(None, None), Room::At(0));
        assert_eq!(between(Some(5), None), Room::At(5 + GAP));
        assert_eq!(between(None, Some(5)), Room::At(5 - GAP));
        assert_eq!(between(Some(-4), Some(4)), Room::At(0));
    }

    #[test]
    fn there_is_none_between_neighbours_that_touch() {
        assert_eq!(between(Some(4), Some(5)), Room::Full);
        assert_eq!(between(Some(4), Some(4)), Room::Full);
        assert_eq!(between(Some(i64::MAX), None), Room::Full);
        assert_eq!(between(None, Some(i64::MIN)), Room::Full);
    }
}
