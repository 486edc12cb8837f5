//! Small sets and a small map over ids, as plain lists: the trees of the standard library would weigh more than all that lies in them.

use shared::id::BoardId;

use super::told::Told;

/// Adds an id; false where it was there.
pub(crate) fn add<T: PartialEq>(ids: &mut Vec<T>, id: T) -> bool {
    let new = !ids.contains(&id);
    if new {
        ids.push(id);
    }
    new
}

/// Takes an id away; false where it was not there.
pub(crate) fn drop_id<T: PartialEq>(ids: &mut Vec<T>, id: &T) -> bool {
    let at = ids.iter().position(|each| each == id);
    at.map(|at| ids.swap_remove(at)).is_some()
}

/// What was told of boards, by board.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ByBoard(Vec<(BoardId, Told)>);

impl ByBoard {
    pub(crate) fn get(&self, board: BoardId) -> Option<&Told> {
        self.0.iter().find(|(id, _)| *id == board).map(|(_, told)| told)
    }

    pub(crate) fn put(&mut self, board: BoardId, told: Told) {
        match self.0.iter_mut().find(|(id, _)| *id == board) {
            Some((_, before)) => *before = told,
            None => self.0.push((board, told)),
        }
    }

    pub(crate) fn drop_board(&mut self, board: BoardId) {
        self.0.retain(|(id, _)| *id != board);
    }

    /// All that was told, board after board.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Told> {
        self.0.iter().map(|(_, told)| told)
    }
}
