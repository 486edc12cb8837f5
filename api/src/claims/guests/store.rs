//! The rows of guests' claims.

use shared::id::{ClaimId, GuestId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use super::{Given, New};
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    OF_GUEST = "select id, item_id, snapshot from guest_claim where guest_id = $1 and ended_at is null order by created_at, id";
    HAS_ONE = "select 1 from guest_claim where guest_id = $1 and item_id = $2 and ended_at is null limit 1";
    INSERT = "insert into guest_claim (id, guest_id, item_id, quantity, policy, names, snapshot, reveals_at, created_at) \
        values ($1, $2, $3, 1, $4, $5, $6, $7, $8)";
    /// As of a member's claim: its person, and the owners of every board that it lies on, those in the bin too.
    KEEP_IN_THE_DARK = "insert into guest_claim_dark (claim_id, account_id) select $1, i.account_id from item i where i.id = $2 \
        union select $1, v.account_id from placement p join board_person v on v.board_id = p.board_id \
        and v.relation = 'owner' where p.item_id = $2 on conflict do nothing";
    END = "update guest_claim set ended_at = $3 where id = $1 and guest_id = $2 and ended_at is null returning item_id";
    END_ALL = "update guest_claim set ended_at = $2 where guest_id = $1 and ended_at is null returning item_id";
    PURGE = "delete from guest_claim where id in (select id from guest_claim where ended_at <= $1 limit $2)";
}

/// What they give, the first first.
pub(super) async fn of_guest(at: impl Into<At<'_>>, guest: GuestId) -> Result<Vec<Given>, StoreError> {
    let rows: Vec<(Text<ClaimId>, Text<ItemId>, String)> =
        on!(at.into(), |e| query_as(OF_GUEST).bind(Text(guest)).fetch_all(e))?;
    let given = |(id, item, snapshot): (Text<ClaimId>, Text<ItemId>, String)| Given {
        id: id.0,
        item_id: item.0,
        snapshot: serde_json::from_str(&snapshot).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(given).collect())
}

/// Whether they give this wish.
pub(super) async fn has_one(at: impl Into<At<'_>>, guest: GuestId, item: ItemId) -> Result<bool, StoreError> {
    let one: Option<i32> =
        on!(at.into(), |e| query_scalar(HAS_ONE).bind(Text(guest)).bind(Text(item)).fetch_optional(e))?;
    Ok(one.is_some())
}

/// Keeps those in the dark whom the wish is for.
pub(super) async fn insert(tx: &mut Tx, new: &New, now: Timestamp) -> Result<(), StoreError> {
    let snapshot = serde_json::to_string(&new.snapshot).map_err(StoreError::internal)?;
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(new.id))
            .bind(Text(new.guest))
            .bind(Text(new.item))
            .bind(Text(new.told.policy))
            .bind(Text(new.told.names))
            .bind(&snapshot)
            .bind(new.reveals_at.map(Millis))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|_| ())
    })?;
    on!(&mut *tx, |e| async {
        query(KEEP_IN_THE_DARK).bind(Text(new.id)).bind(Text(new.item)).execute(e).await.map(|_| ())
    })
}

/// The wish that it was of; `None` where it is none of theirs, or was given back.
pub(super) async fn end(
    tx: &mut Tx,
    guest: GuestId,
    id: ClaimId,
    now: Timestamp,
) -> Result<Option<ItemId>, StoreError> {
    let item: Option<Text<ItemId>> =
        on!(&mut *tx, |e| { query_scalar(END).bind(Text(id)).bind(Text(guest)).bind(Millis(now)).fetch_optional(e) })?;
    Ok(item.map(|item| item.0))
}

/// The wishes of all that they gave.
pub(super) async fn end_all(tx: &mut Tx, guest: GuestId, now: Timestamp) -> Result<Vec<ItemId>, StoreError> {
    let items: Vec<Text<ItemId>> =
        on!(&mut *tx, |e| query_scalar(END_ALL).bind(Text(guest)).bind(Millis(now)).fetch_all(e))?;
    Ok(items.into_iter().map(|item| item.0).collect())
}

/// Removes what was given back at `before` or earlier; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}
