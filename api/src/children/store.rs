//! The rows of children and of those who act for them.

use shared::id::AccountId;
use shared::time::Timestamp;
use shared::wire::groups::PersonView;
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    /// Asked with each request that names a child.
    ACTS_FOR = "select 1 from guardian g join account a on a.id = g.child_id and a.deactivated_at is null \
        where g.child_id = $2 and g.account_id = $1";
    IS_CHILD = "select 1 from child where account_id = $1";
    DIGEST = "select made_by, body_digest from child where account_id = $1";
    INSERT = "insert into child (account_id, made_by, body_digest) values ($1, $2, $3)";
    /// Changes nothing; the row, and who acts for the child, is this transaction's until it ends.
    HOLD = "update child set made_by = made_by where account_id = $1";
    ADD = "insert into guardian (child_id, account_id, since_at) values ($1, $2, $3) on conflict do nothing";
    REMOVE = "delete from guardian where child_id = $1 and account_id = $2";
    COUNT = "select count(*) from guardian where account_id = $1";
    CHILDREN = "select a.id, a.display_name, a.avatar, a.created_at from guardian g join account a on a.id = g.child_id \
        where g.account_id = $1 order by a.created_at, a.id";
    GUARDIANS = "select a.id, a.display_name, a.avatar from guardian g join account a on a.id = g.account_id \
        where g.child_id = $1 order by g.since_at, a.id";
    /// Whether both are in a group together, and the second is no child.
    MEET = "select 1 from member a join member b on b.group_id = a.group_id join gift_group g on g.id = a.group_id \
        and g.deleted_at is null where a.account_id = $1 and b.account_id = $2 \
        and not exists (select 1 from child c where c.account_id = $2) limit 1";
}

pub(super) async fn acts_for(at: impl Into<At<'_>>, account: AccountId, child: AccountId) -> Result<bool, StoreError> {
    let found: Option<i32> =
        on!(at.into(), |e| query_scalar(ACTS_FOR).bind(Text(account)).bind(Text(child)).fetch_optional(e))?;
    Ok(found.is_some())
}

pub(super) async fn is_child(at: impl Into<At<'_>>, account: AccountId) -> Result<bool, StoreError> {
    let found: Option<i32> = on!(at.into(), |e| query_scalar(IS_CHILD).bind(Text(account)).fetch_optional(e))?;
    Ok(found.is_some())
}

/// Who made it, and of which body.
pub(super) async fn digest(at: impl Into<At<'_>>, child: AccountId) -> Result<Option<(AccountId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, String)> =
        on!(at.into(), |e| query_as(DIGEST).bind(Text(child)).fetch_optional(e))?;
    Ok(row.map(|(account, digest)| (account.0, digest)))
}

pub(super) async fn insert(tx: &mut Tx, child: AccountId, by: AccountId, digest: &str) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT).bind(Text(child)).bind(Text(by)).bind(digest).execute(e).await.map(|_| ())
    })
}

/// Lets nobody else change who acts for the child until the transaction ends.
pub(super) async fn hold(tx: &mut Tx, child: AccountId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(HOLD).bind(Text(child)).execute(e).await.map(|_| ()) })
}

pub(super) async fn add(tx: &mut Tx, child: AccountId, guardian: AccountId, now: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(ADD).bind(Text(child)).bind(Text(guardian)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

pub(super) async fn remove(tx: &mut Tx, child: AccountId, guardian: AccountId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(REMOVE).bind(Text(child)).bind(Text(guardian)).execute(e).await.map(|_| ()) })
}

/// How many children somebody acts for.
pub(super) async fn count(at: impl Into<At<'_>>, account: AccountId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(account)).fetch_one(e))
}

type PersonRow = (Text<AccountId>, String, Option<String>);

fn person((id, display_name, avatar): PersonRow) -> PersonView {
    PersonView { account_id: id.0, display_name, avatar }
}

/// The children that somebody acts for and when they were made, the oldest first.
pub(super) async fn children(
    at: impl Into<At<'_>>,
    account: AccountId,
) -> Result<Vec<(PersonView, Timestamp)>, StoreError> {
    let rows: Vec<(Text<AccountId>, String, Option<String>, Millis)> =
        on!(at.into(), |e| query_as(CHILDREN).bind(Text(account)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(id, name, avatar, made)| (person((id, name, avatar)), made.0)).collect())
}

/// Those who act for the child, who did so first first.
pub(super) async fn guardians(at: impl Into<At<'_>>, child: AccountId) -> Result<Vec<PersonView>, StoreError> {
    let rows: Vec<PersonRow> = on!(at.into(), |e| query_as(GUARDIANS).bind(Text(child)).fetch_all(e))?;
    Ok(rows.into_iter().map(person).collect())
}

pub(super) async fn meet(at: impl Into<At<'_>>, one: AccountId, other: AccountId) -> Result<bool, StoreError> {
    let met: Option<i32> = on!(at.into(), |e| query_scalar(MEET).bind(Text(one)).bind(Text(other)).fetch_optional(e))?;
    Ok(met.is_some())
}
