//! When and where the fields of an item were edited, in the item's own row.

use shared::id::ItemId;
use sqlx::{query, query_scalar};

use super::{Conflict, Edits};
use crate::db::{StoreError, Text, Tx, on, statements};

statements! {
    EDITS = "select edits from item where id = $1";
    SET_EDITS = "update item set edits = $2, conflicts = $3 where id = $1";
}

/// When and where its fields were edited. Read it with the item held.
pub(in crate::items) async fn edits(tx: &mut Tx, id: ItemId) -> Result<Edits, StoreError> {
    let text: Option<String> = on!(&mut *tx, |e| query_scalar(EDITS).bind(Text(id)).fetch_one(e))?;
    text.map_or(Ok(Edits::default()), |text| serde_json::from_str(&text)).map_err(StoreError::internal)
}

/// Keeps that, and what is in conflict by now.
pub(in crate::items) async fn set_edits(
    tx: &mut Tx,
    id: ItemId,
    edits: &Edits,
    conflicts: &[Conflict],
) -> Result<(), StoreError> {
    let edits = serde_json::to_string(edits).map_err(StoreError::internal)?;
    let conflicts = (!conflicts.is_empty()).then(|| serde_json::to_string(conflicts)).transpose();
    let conflicts = conflicts.map_err(StoreError::internal)?;
    on!(&mut *tx, |e| async {
        query(SET_EDITS).bind(Text(id)).bind(edits).bind(conflicts).execute(e).await.map(|_| ())
    })
}
