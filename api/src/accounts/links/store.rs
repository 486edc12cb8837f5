//! The rows of links.

use shared::id::AccountId;
use shared::time::Timestamp;
use sqlx::{query, query_as};

use super::Purpose;
use crate::accounts::email::Email;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    /// A mail that is tried again holds the same link.
    INSERT = "insert into account_link (hash, purpose, account_id, address, address_key, stamp, expires_at) \
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (hash) do nothing";
    FIND = "select account_id, address, address_key, stamp from account_link \
        where hash = $1 and purpose = $2 and expires_at > $3";
    /// Of two that use it at once, one finds it.
    TAKE = "delete from account_link where hash = $1 and purpose = $2 and expires_at > $3 \
        returning account_id, address, address_key, stamp";
    EXPIRE = "delete from account_link where hash in (select hash from account_link where expires_at <= $1 limit $2)";
}

/// A link that is good, as far as its row says.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct LinkRow {
    account_id: Text<AccountId>,
    pub(super) address: String,
    pub(super) address_key: String,
    pub(super) stamp: String,
}

impl LinkRow {
    pub(super) fn account_id(&self) -> AccountId {
        self.account_id.0
    }
}

pub(super) async fn insert(
    tx: &mut Tx,
    hash: &str,
    purpose: Purpose,
    (account, email, stamp): (AccountId, &Email, &str),
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        query(INSERT)
            .bind(hash)
            .bind(Text(purpose))
            .bind(Text(account))
            .bind(&email.typed)
            .bind(&email.key)
            .bind(stamp)
            .bind(Millis(expires_at))
            .execute(e)
            .await
            .map(|_| ())
    })
}

pub(super) async fn find(
    at: impl Into<At<'_>>,
    hash: &str,
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<LinkRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, LinkRow>(FIND).bind(hash).bind(Text(purpose)).bind(Millis(now)).fetch_optional(e))
}

/// As [`find`], and it is gone.
pub(super) async fn take(
    tx: &mut Tx,
    hash: &str,
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<LinkRow>, StoreError> {
    on!(tx, |e| query_as::<_, LinkRow>(TAKE).bind(hash).bind(Text(purpose)).bind(Millis(now)).fetch_optional(e))
}

/// How many went.
pub(super) async fn expire(tx: &mut Tx, now: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(tx, |e| async { query(EXPIRE).bind(Millis(now)).bind(most).execute(e).await.map(|done| done.rows_affected()) })
}
