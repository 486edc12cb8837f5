//! Rows on their way to the bin, back, and out of it.

use shared::id::BoardId;
use shared::time::Timestamp;
use sqlx::{query, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    /// A board in the bin is nobody's *My wishes*: the next save makes a new one.
    BIN = "update board set deleted_at = $2, updated_at = $2, version = version + 1, default_for = null \
        where id = $1 and deleted_at is null";
    RESTORE = "update board set deleted_at = null, updated_at = $2, version = version + 1 \
        where id = $1 and deleted_at is not null";
    EXPIRED = "select id from board where deleted_at <= $1 order by deleted_at limit $2";
    /// One that was restored meanwhile keeps what lies on it and who may change it.
    PURGE_PLACEMENTS = "delete from placement where board_id = $1 \
        and exists (select 1 from board where id = $1 and deleted_at <= $2)";
    PURGE_PEOPLE = "delete from board_person where board_id = $1 \
        and exists (select 1 from board where id = $1 and deleted_at <= $2)";
    PURGE = "delete from board where id = $1 and deleted_at <= $2";
}

/// False where it lies there already.
pub(super) async fn bin(tx: &mut Tx, id: BoardId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(BIN).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where it does not lie there.
pub(super) async fn restore(tx: &mut Tx, id: BoardId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(RESTORE).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Boards that went to the bin at `before` or earlier.
pub(super) async fn expired(at: impl Into<At<'_>>, before: Timestamp, limit: i64) -> Result<Vec<BoardId>, StoreError> {
    let ids: Vec<Text<BoardId>> =
        on!(at.into(), |e| query_scalar(EXPIRED).bind(Millis(before)).bind(limit).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Removes the board itself; the items that lay on it stay.
pub(super) async fn purge(tx: &mut Tx, id: BoardId, before: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE_PLACEMENTS).bind(Text(id)).bind(Millis(before)).execute(&mut *e).await?;
        query(PURGE_PEOPLE).bind(Text(id)).bind(Millis(before)).execute(&mut *e).await?;
        query(PURGE).bind(Text(id)).bind(Millis(before)).execute(&mut *e).await.map(|_| ())
    })
}
