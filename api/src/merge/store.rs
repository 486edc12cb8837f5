//! When and where the fields of an item or a board were edited, in its own row.

use shared::id::{BoardId, ItemId};
use sqlx::{query, query_scalar};

use super::{Conflict, Edits};
use crate::db::{StoreError, Tx, on, statements};

statements! {
    OF_ITEM = "select edits from item where id = $1";
    SET_OF_ITEM = "update item set edits = $2, conflicts = $3 where id = $1";
    OF_BOARD = "select edits from board where id = $1";
    SET_OF_BOARD = "update board set edits = $2, conflicts = $3 where id = $1";
}

/// What was edited.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject {
    Item(ItemId),
    Board(BoardId),
}

impl Subject {
    fn id(self) -> String {
        match self {
            Self::Item(id) => id.to_string(),
            Self::Board(id) => id.to_string(),
        }
    }
}

/// When and where its fields were edited. Read it with its row held.
pub(crate) async fn edits(tx: &mut Tx, subject: Subject) -> Result<Edits, StoreError> {
    let of = if matches!(subject, Subject::Item(_)) { OF_ITEM } else { OF_BOARD };
    let text: Option<String> = on!(&mut *tx, |e| query_scalar(of).bind(subject.id()).fetch_one(e))?;
    text.map_or(Ok(Edits::default()), |text| serde_json::from_str(&text)).map_err(StoreError::internal)
}

/// Keeps that, and what is in conflict by now.
pub(super) async fn set_edits(
    tx: &mut Tx,
    subject: Subject,
    edits: &Edits,
    conflicts: &[Conflict],
) -> Result<(), StoreError> {
    let set = if matches!(subject, Subject::Item(_)) { SET_OF_ITEM } else { SET_OF_BOARD };
    let edits = serde_json::to_string(edits).map_err(StoreError::internal)?;
    let conflicts = (!conflicts.is_empty()).then(|| serde_json::to_string(conflicts)).transpose();
    let conflicts = conflicts.map_err(StoreError::internal)?;
    on!(&mut *tx, |e| async { query(set).bind(subject.id()).bind(edits).bind(conflicts).execute(e).await.map(|_| ()) })
}
