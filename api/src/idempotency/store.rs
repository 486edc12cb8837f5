//! The rows of answers that are kept.

use shared::id::AccountId;
use shared::time::Timestamp;
use sqlx::{query, query_as};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    FORGET = "delete from idempotency_key where account_id = $1 and created_at <= $2";
    CLAIM = "insert into idempotency_key (account_id, key, fingerprint, created_at) values ($1, $2, $3, $4) \
        on conflict (account_id, key) do nothing";
    // The old moment decides between two that take over at once.
    TAKE_OVER = "update idempotency_key set created_at = $4 \
        where account_id = $1 and key = $2 and status is null and created_at = $3";
    KEPT = "select fingerprint, created_at, status, headers, body from idempotency_key where account_id = $1 and key = $2";
    KEEP = "update idempotency_key set status = $4, headers = $5, body = $6, body_bytes = $7 \
        where account_id = $1 and key = $2 and created_at = $3";
    /// All but the newest whose bodies have `$2` bytes together.
    MAKE_ROOM = "delete from idempotency_key where account_id = $1 and status is not null and key in (select key from \
        (select key, sum(body_bytes) over (order by created_at desc, key) as total from idempotency_key \
        where account_id = $1 and status is not null) as newest where total > cast($2 as bigint))";
    /// Of everybody, the oldest first.
    EXPIRE = "delete from idempotency_key where (account_id, key) in (select account_id, key from idempotency_key \
        where created_at <= $1 order by created_at limit $2)";
    RELEASE = "delete from idempotency_key where account_id = $1 and key = $2 and created_at = $3 and status is null";
}

/// What is known of a key.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct KeptRow {
    pub(super) fingerprint: String,
    created_at: Millis,
    pub(super) status: Option<i64>,
    pub(super) headers: Option<String>,
    pub(super) body: Option<String>,
}

impl KeptRow {
    pub(super) fn created_at(&self) -> Timestamp {
        self.created_at.0
    }
}

pub(super) async fn forget(tx: &mut Tx, account: AccountId, until: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(FORGET).bind(Text(account)).bind(Millis(until)).execute(e).await.map(|_| ()) })
}

/// False where the key is taken.
pub(super) async fn claim(
    tx: &mut Tx,
    account: AccountId,
    key: &str,
    fingerprint: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        let insert = query(CLAIM).bind(Text(account)).bind(key).bind(fingerprint).bind(Millis(now));
        insert.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where somebody else was faster.
pub(super) async fn take_over(
    tx: &mut Tx,
    account: AccountId,
    key: &str,
    since: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        let update = query(TAKE_OVER).bind(Text(account)).bind(key).bind(Millis(since)).bind(Millis(now));
        update.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn kept(at: impl Into<At<'_>>, account: AccountId, key: &str) -> Result<Option<KeptRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, KeptRow>(KEPT).bind(Text(account)).bind(key).fetch_optional(e))
}

/// An answer as it is kept.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: String,
    pub(super) body: String,
}

pub(super) async fn keep(
    tx: &mut Tx,
    account: AccountId,
    key: &str,
    since: Timestamp,
    answer: &Answer,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        let update = query(KEEP)
            .bind(Text(account))
            .bind(key)
            .bind(Millis(since))
            .bind(i64::from(answer.status))
            .bind(&answer.headers)
            .bind(&answer.body)
            .bind(i64::try_from(answer.body.len()).unwrap_or(i64::MAX));
        update.execute(e).await.map(|_| ())
    })
}

/// Forgets the oldest answers of the account until the others have `most` bytes at most.
pub(super) async fn make_room(tx: &mut Tx, account: AccountId, most: i64) -> Result<(), StoreError> {
    on!(tx, |e| async { query(MAKE_ROOM).bind(Text(account)).bind(most).execute(e).await.map(|_| ()) })
}

/// Forgets what was sent at `until` or earlier, at most `most` rows; gives how many.
pub(super) async fn expire(tx: &mut Tx, until: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(tx, |e| async {
        query(EXPIRE).bind(Millis(until)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

pub(super) async fn release(tx: &mut Tx, account: AccountId, key: &str, since: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(RELEASE).bind(Text(account)).bind(key).bind(Millis(since)).execute(e).await.map(|_| ()) })
}
