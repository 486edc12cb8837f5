//! Rows on their way to the bin, back, and out of it.

use shared::id::{ItemId, OfferId};
use shared::time::Timestamp;
use sqlx::{query, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    BIN = "update item set deleted_at = $2, version = version + 1 where id = $1 and deleted_at is null";
    RESTORE = "update item set deleted_at = null, version = version + 1 where id = $1 and deleted_at is not null";
    EXPIRED = "select id from item where deleted_at <= $1 order by deleted_at limit $2";
    /// One that was restored meanwhile keeps its places.
    PURGE_PLACEMENTS = "delete from placement where item_id = $1 \
        and exists (select 1 from item where id = $1 and deleted_at <= $2)";
    PURGE = "delete from item where id = $1 and deleted_at <= $2 returning offer_id";
}

pub(super) async fn bin(tx: &mut Tx, id: ItemId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(BIN).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// `Conflict` where the page was saved anew meanwhile.
pub(super) async fn restore(tx: &mut Tx, id: ItemId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async { query(RESTORE).bind(Text(id)).execute(e).await.map(|done| done.rows_affected() == 1) })
}

/// Items that went to the bin at `before` or earlier.
pub(super) async fn expired(at: impl Into<At<'_>>, before: Timestamp, limit: i64) -> Result<Vec<ItemId>, StoreError> {
    let ids: Vec<Text<ItemId>> =
        on!(at.into(), |e| query_scalar(EXPIRED).bind(Millis(before)).bind(limit).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Removes the item for good; gives the offer that it was saved from.
pub(super) async fn purge(tx: &mut Tx, id: ItemId, before: Timestamp) -> Result<Option<OfferId>, StoreError> {
    let gone: Option<Option<Text<OfferId>>> = on!(&mut *tx, |e| async {
        query(PURGE_PLACEMENTS).bind(Text(id)).bind(Millis(before)).execute(&mut *e).await?;
        query_scalar(PURGE).bind(Text(id)).bind(Millis(before)).fetch_optional(&mut *e).await
    })?;
    Ok(gone.flatten().map(|offer| offer.0))
}
