//! The rows of groups and of their people.

use shared::id::{AccountId, GroupId};
use shared::time::Timestamp;
use shared::wire::groups::MemberRole;
use sqlx::{FromRow, query, query_as, query_scalar};

use super::group::Group;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

/// A group for the member in `$1`.
macro_rules! group_for_member {
    ($rest:literal) => {
        concat!(
            "select g.id, g.name, g.description, g.created_at, g.updated_at, g.deleted_at, g.version, g.locks_at, m.role, \
             (select count(*) from member c where c.group_id = g.id) as member_count \
             from gift_group g join member m on m.group_id = g.id and m.account_id = $1 ",
            $rest
        )
    };
}

statements! {
    BY_ID = group_for_member!("where g.id = $2");
    LIST = group_for_member!("where g.deleted_at is null and (g.created_at, g.id) > ($2, $3) \
        order by g.created_at, g.id limit $4");
    LIST_BIN = group_for_member!("where g.deleted_at is not null and m.role = 'admin' and (g.deleted_at, g.id) > ($2, $3) \
        order by g.deleted_at, g.id limit $4");
    DIGEST = "select made_by, body_digest from gift_group where id = $1";
    INSERT = "insert into gift_group (id, made_by, body_digest, name, description, created_at, updated_at, version) \
        values ($1, $2, $3, $4, $5, $6, $6, 1) on conflict do nothing";
    UPDATE = "update gift_group set name = $3, description = $4, locks_at = $6, updated_at = $5, version = version + 1 \
        where id = $1 and version = $2";
    /// Changes nothing; the row, and who is in the group, is this transaction's until it ends.
    HOLD = "update gift_group set version = version where id = $1";
    BIN = "update gift_group set deleted_at = $2, updated_at = $2, version = version + 1 where id = $1 and deleted_at is null";
    RESTORE = "update gift_group set deleted_at = null, updated_at = $2, version = version + 1 \
        where id = $1 and deleted_at is not null";
    PURGE = "delete from gift_group where id in (select id from gift_group where deleted_at <= $1 order by deleted_at, id limit $2)";
    /// Whoever is in those groups.
    PURGED_FROM = "select distinct account_id from member where group_id in (select id from gift_group where deleted_at <= $1 \
        order by deleted_at, id limit $2) order by account_id";
    COUNT = "select count(*) from member m join gift_group g on g.id = m.group_id where m.account_id = $1 and g.deleted_at is null";
    MEMBERS = "select m.account_id, m.role, m.joined_at, a.display_name, a.avatar from member m \
        join account a on a.id = m.account_id where m.group_id = $1 order by m.joined_at, m.account_id";
    JOIN = "insert into member (group_id, account_id, role, joined_at) values ($1, $2, $3, $4) \
        on conflict (group_id, account_id) do nothing";
    SET_ROLE = "update member set role = $3 where group_id = $1 and account_id = $2";
    LEAVE = "delete from member where group_id = $1 and account_id = $2";
}

#[derive(FromRow)]
struct GroupRow {
    id: Text<GroupId>,
    name: String,
    description: Option<String>,
    created_at: Millis,
    updated_at: Millis,
    deleted_at: Option<Millis>,
    version: i64,
    locks_at: Option<Millis>,
    role: Text<MemberRole>,
    member_count: i64,
}

impl From<GroupRow> for Group {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            description: row.description,
            created_at: row.created_at.0,
            updated_at: row.updated_at.0,
            deleted_at: row.deleted_at.map(|at| at.0),
            version: row.version,
            locks_at: row.locks_at.map(|at| at.0),
            role: row.role.0,
            member_count: row.member_count,
        }
    }
}

/// The group for one of its people, in the bin too; nobody else has a row of it.
pub(super) async fn by_id(at: impl Into<At<'_>>, account: AccountId, id: GroupId) -> Result<Option<Group>, StoreError> {
    let row: Option<GroupRow> =
        on!(at.into(), |e| query_as(BY_ID).bind(Text(account)).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(Group::from))
}

/// Which groups of somebody: those they are in, or those in the bin that they may bring back.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    /// By their making.
    Open,
    /// By their going there.
    Binned,
}

/// A page of them, after (moment, id).
pub(super) async fn list(
    at: impl Into<At<'_>>,
    (account, which): (AccountId, Which),
    (moment, id): (i64, String),
    limit: i64,
) -> Result<Vec<Group>, StoreError> {
    let text = match which {
        Which::Open => LIST,
        Which::Binned => LIST_BIN,
    };
    let rows: Vec<GroupRow> =
        on!(at.into(), |e| query_as(text).bind(Text(account)).bind(moment).bind(id).bind(limit).fetch_all(e))?;
    Ok(rows.into_iter().map(Group::from).collect())
}

/// Who made it, and of which body.
pub(super) async fn digest(at: impl Into<At<'_>>, id: GroupId) -> Result<Option<(AccountId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, String)> = on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, digest)| (account.0, digest)))
}

/// False where the id is taken.
pub(super) async fn insert(tx: &mut Tx, group: &Group, by: AccountId, digest: &str) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(group.id))
            .bind(Text(by))
            .bind(digest)
            .bind(&group.name)
            .bind(&group.description)
            .bind(Millis(group.created_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Writes the settings over `version`; false where it has another one by now.
pub(super) async fn update(tx: &mut Tx, group: &Group, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(UPDATE)
            .bind(Text(group.id))
            .bind(group.version)
            .bind(&group.name)
            .bind(&group.description)
            .bind(Millis(now))
            .bind(group.locks_at.map(Millis))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Lets nobody else change the group, or who is in it, until the transaction ends. Read it after this, not before.
pub(super) async fn hold(tx: &mut Tx, id: GroupId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(HOLD).bind(Text(id)).execute(e).await.map(|_| ()) })
}

/// False where it lies there already.
pub(super) async fn bin(tx: &mut Tx, id: GroupId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(BIN).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where it does not lie there.
pub(super) async fn restore(tx: &mut Tx, id: GroupId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(RESTORE).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Removes for good what went to the bin at `before` or earlier; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

/// Whoever is in the groups that [`purge`] removes next.
pub(super) async fn purged_from(
    at: impl Into<At<'_>>,
    before: Timestamp,
    most: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> =
        on!(at.into(), |e| query_scalar(PURGED_FROM).bind(Millis(before)).bind(most).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// How many groups somebody is in, those in the bin left out.
pub(super) async fn count(at: impl Into<At<'_>>, account: AccountId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(account)).fetch_one(e))
}

/// One of a group's people.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) account_id: AccountId,
    pub(crate) role: MemberRole,
    pub(crate) joined_at: Timestamp,
    pub(crate) display_name: String,
    pub(crate) avatar: Option<String>,
}

type MemberRow = (Text<AccountId>, Text<MemberRole>, Millis, String, Option<String>);

/// The group's people, who came first first.
pub(super) async fn members(at: impl Into<At<'_>>, id: GroupId) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<MemberRow> = on!(at.into(), |e| query_as(MEMBERS).bind(Text(id)).fetch_all(e))?;
    let member = |(account_id, role, joined_at, display_name, avatar): MemberRow| Member {
        account_id: account_id.0,
        role: role.0,
        joined_at: joined_at.0,
        display_name,
        avatar,
    };
    Ok(rows.into_iter().map(member).collect())
}

/// False where they were in it already.
pub(super) async fn join(
    tx: &mut Tx,
    id: GroupId,
    (account, role): (AccountId, MemberRole),
    now: Timestamp,
) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(JOIN)
            .bind(Text(id))
            .bind(Text(account))
            .bind(Text(role))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Makes a member something else.
pub(super) async fn set_role(tx: &mut Tx, id: GroupId, account: AccountId, role: MemberRole) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(SET_ROLE).bind(Text(id)).bind(Text(account)).bind(Text(role)).execute(e).await.map(|_| ())
    })
}

/// False where they were not in it.
pub(super) async fn leave(tx: &mut Tx, id: GroupId, account: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(LEAVE).bind(Text(id)).bind(Text(account)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}
