//! The rows of invites.

use shared::id::{AccountId, GroupId, InviteId};
use shared::time::Timestamp;
use shared::wire::groups::MemberRole;
use sqlx::{FromRow, query, query_as};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

macro_rules! invite {
    ($rest:literal) => {
        concat!(
            "select i.id, i.group_id, g.name, i.made_by, a.display_name, i.body_digest, i.code, i.role, i.created_at, i.expires_at \
             from invite i join gift_group g on g.id = i.group_id join account a on a.id = i.made_by ",
            $rest
        )
    };
}

statements! {
    BY_ID = invite!("where i.id = $1");
    /// Of a group that is open, and of somebody who is still in it and was not shut out.
    BY_CODE = invite!("where i.code = $1 and i.expires_at > $2 and g.deleted_at is null and a.deactivated_at is null \
        and exists (select 1 from member m where m.group_id = i.group_id and m.account_id = i.made_by)");
    LIST = invite!("where i.group_id = $1 and i.expires_at > $2 order by i.created_at, i.id");
    INSERT = "insert into invite (id, group_id, made_by, body_digest, code, role, created_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
    REVOKE = "delete from invite where id = $1 and group_id = $2";
    PURGE = "delete from invite where id in (select id from invite where expires_at <= $1 limit $2)";
}

/// One row of `invite`, with the names that it is shown with.
#[derive(Debug, Clone)]
pub(crate) struct Invite {
    pub(crate) id: InviteId,
    pub(crate) group_id: GroupId,
    pub(crate) group_name: String,
    pub(crate) made_by: AccountId,
    pub(crate) invited_by: String,
    pub(crate) body_digest: String,
    pub(crate) code: String,
    pub(crate) role: MemberRole,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: Text<InviteId>,
    group_id: Text<GroupId>,
    name: String,
    made_by: Text<AccountId>,
    display_name: String,
    body_digest: String,
    code: String,
    role: Text<MemberRole>,
    created_at: Millis,
    expires_at: Millis,
}

impl From<Row> for Invite {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            group_id: row.group_id.0,
            group_name: row.name,
            made_by: row.made_by.0,
            invited_by: row.display_name,
            body_digest: row.body_digest,
            code: row.code,
            role: row.role.0,
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
        }
    }
}

pub(super) async fn by_id(at: impl Into<At<'_>>, id: InviteId) -> Result<Option<Invite>, StoreError> {
    let row: Option<Row> = on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(Invite::from))
}

/// The invite that this code opens now.
pub(super) async fn by_code(at: impl Into<At<'_>>, code: &str, now: Timestamp) -> Result<Option<Invite>, StoreError> {
    let row: Option<Row> = on!(at.into(), |e| query_as(BY_CODE).bind(code).bind(Millis(now)).fetch_optional(e))?;
    Ok(row.map(Invite::from))
}

/// Those of the group that have not expired, the oldest first.
pub(super) async fn list(at: impl Into<At<'_>>, group: GroupId, now: Timestamp) -> Result<Vec<Invite>, StoreError> {
    let rows: Vec<Row> = on!(at.into(), |e| query_as(LIST).bind(Text(group)).bind(Millis(now)).fetch_all(e))?;
    Ok(rows.into_iter().map(Invite::from).collect())
}

/// False where the id is taken.
pub(super) async fn insert(tx: &mut Tx, invite: &Invite) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(invite.id))
            .bind(Text(invite.group_id))
            .bind(Text(invite.made_by))
            .bind(&invite.body_digest)
            .bind(&invite.code)
            .bind(Text(invite.role))
            .bind(Millis(invite.created_at))
            .bind(Millis(invite.expires_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// It opens nothing from now on.
pub(super) async fn revoke(tx: &mut Tx, group: GroupId, id: InviteId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(REVOKE).bind(Text(id)).bind(Text(group)).execute(e).await.map(|_| ()) })
}

/// Removes what expired before; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}
