//! The rows of thoughts.

use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    THINK = "insert into claim_thought (account_id, item_id, note, thought_at) values ($1, $2, $3, $4) \
        on conflict (account_id, item_id) do update set note = excluded.note, thought_at = excluded.thought_at";
    FORGET = "delete from claim_thought where account_id = $1 and item_id = $2";
    COUNT = "select count(*) from claim_thought where account_id = $1 and item_id <> $2";
    LIST = "select item_id, note, thought_at from claim_thought where account_id = $1 order by thought_at desc, item_id";
}

pub(super) async fn think(
    tx: &mut Tx,
    account: AccountId,
    item: ItemId,
    note: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(THINK).bind(Text(account)).bind(Text(item)).bind(note).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

pub(super) async fn forget(tx: &mut Tx, account: AccountId, item: ItemId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(FORGET).bind(Text(account)).bind(Text(item)).execute(e).await.map(|_| ()) })
}

/// How many there are beside this one.
pub(super) async fn count(at: impl Into<At<'_>>, account: AccountId, but: ItemId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(account)).bind(Text(but)).fetch_one(e))
}

type Thought = (ItemId, Option<String>, Timestamp);

pub(super) async fn list(at: impl Into<At<'_>>, account: AccountId) -> Result<Vec<Thought>, StoreError> {
    let rows: Vec<(Text<ItemId>, Option<String>, Millis)> =
        on!(at.into(), |e| query_as(LIST).bind(Text(account)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(item, note, at)| (item.0, note, at.0)).collect())
}
