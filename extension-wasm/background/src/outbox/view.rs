//! What the pages see of the outbox.

use shared::id::ItemId;
use shared::wire::message::SaveState;

use super::row::{Numbered, Row};

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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{item_id, item_row, owner};
    use super::super::row::Parked;
    use super::*;
    use shared::wire::problem::ProblemKind;

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
}
