//! What the pages see of the outbox.

use shared::id::{BoardId, ItemId};
use shared::wire::message::{SaveState, WaitingItem, my_wishes};

use super::row::{Numbered, Owner, Row, Sending, SentItem};
use crate::messages::reply::Change;

fn state(row: &Row) -> SaveState {
    match (&row.parked, &row.owner) {
        (Some(_), _) => SaveState::Refused,
        (None, None) => SaveState::SignedOut,
        (None, Some(_)) => SaveState::Waiting,
    }
}

/// How far an item is: as its oldest row, or arrived where it has none.
pub(crate) fn state_of(rows: &[Numbered], id: ItemId) -> SaveState {
    rows.iter().find(|(_, row)| row.item_id() == Some(id)).map_or(SaveState::Arrived, |(_, row)| state(row))
}

/// The saves of this owner to this board that have not arrived, the newest first.
pub(crate) fn waiting_on(
    rows: &[Numbered],
    owner: Option<&Owner>,
    board: BoardId,
    default: Option<BoardId>,
) -> Vec<WaitingItem> {
    let ours = rows.iter().rev().filter(|(_, row)| row.owner.as_ref() == owner);
    ours.filter_map(|(_, row)| {
        let item = row.item().filter(|item| is_on(item, board, default))?;
        Some(waiting(row, item))
    })
    .collect()
}

/// The changes of items that have not arrived, in their order.
pub(crate) fn changes(rows: &[Numbered], owner: Option<&Owner>) -> Vec<Change> {
    let ours = rows.iter().filter(|(_, row)| row.owner.as_ref() == owner && row.parked.is_none());
    ours.filter_map(|(_, row)| {
        let (removed, patch) = match row.sending {
            Sending::Edit(_) => (false, Some(row.body.clone())),
            Sending::Remove(_) => (true, None),
            Sending::Restore(_) => (false, None),
            Sending::Board(_) | Sending::Item(_) | Sending::ReadAgain(_) => return None,
        };
        Some(Change { id: row.item_id()?, removed, patch })
    })
    .collect()
}

fn is_on(item: &SentItem, board: BoardId, default: Option<BoardId>) -> bool {
    let real = |board: BoardId| if board == my_wishes() { default.unwrap_or(board) } else { board };
    item.boards.iter().any(|on| real(*on) == real(board))
}

fn waiting(row: &Row, item: &SentItem) -> WaitingItem {
    WaitingItem {
        id: item.id,
        title: item.title.clone(),
        price: item.price,
        image: item.image.clone(),
        state: state(row),
        problem: row.parked.as_ref().and_then(|parked| parked.detail.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{item_id, item_row, owner, row};
    use super::super::row::Parked;
    use super::*;
    use shared::time::Timestamp;
    use shared::wire::problem::ProblemKind;

    fn board(number: u8) -> BoardId {
        BoardId::new(Timestamp::from_millis(1), [number; 10])
    }

    #[test]
    fn changes_on_their_way_are_told_in_their_order_and_refused_ones_are_not() {
        let change = |sending| row(Some(owner(1)), (sending, r#"{"title":"Kettle"}"#.to_owned()));
        let mut refused = change(Sending::Edit(item_id(3)));
        refused.parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
        let rows = vec![
            (1, change(Sending::Edit(item_id(1)))),
            (2, change(Sending::Remove(item_id(2)))),
            (3, change(Sending::Restore(item_id(2)))),
            (4, refused),
            (5, item_row(Some(owner(1)), 4)),
            (6, Row { owner: Some(owner(2)), ..change(Sending::Remove(item_id(5))) }),
        ];
        let told: Vec<_> = changes(&rows, Some(&owner(1))).iter().map(|change| (change.id, change.removed)).collect();
        assert_eq!(told, [(item_id(1), false), (item_id(2), true), (item_id(2), false)]);
    }

    #[test]
    fn an_item_is_as_far_as_its_row() {
        let mut parked = item_row(Some(owner(1)), 3);
        parked.parked = Some(Parked { kind: ProblemKind::Invalid, detail: Some("Too dear.".to_owned()) });
        let rows = vec![(1, item_row(Some(owner(1)), 1)), (2, item_row(None, 2)), (3, parked)];
        assert_eq!(state_of(&rows, item_id(1)), SaveState::Waiting);
        assert_eq!(state_of(&rows, item_id(2)), SaveState::SignedOut);
        assert_eq!(state_of(&rows, item_id(3)), SaveState::Refused);
        assert_eq!(state_of(&rows, item_id(4)), SaveState::Arrived);
    }

    #[test]
    fn a_board_shows_its_own_waiting_saves_of_its_own_person() {
        let mut other = item_row(Some(owner(1)), 3);
        if let super::super::row::Sending::Item(item) = &mut other.sending {
            item.boards = vec![board(2)];
        }
        let rows = vec![(1, item_row(Some(owner(1)), 1)), (2, item_row(Some(owner(2)), 2)), (3, other)];
        let ids = |board, default| -> Vec<ItemId> {
            waiting_on(&rows, Some(&owner(1)), board, default).iter().map(|item| item.id).collect()
        };
        assert_eq!(ids(my_wishes(), None), [item_id(1)]);
        assert_eq!(ids(board(1), Some(board(1))), [item_id(1)]);
        assert_eq!(ids(board(2), Some(board(1))), [item_id(3)]);
        assert_eq!(waiting_on(&rows, Some(&owner(1)), my_wishes(), None)[0].title, "Kettle 1");
    }
}
