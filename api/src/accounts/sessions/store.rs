//! The rows of sessions and refresh tokens.

use shared::id::{AccountId, SessionId};
use shared::time::Timestamp;
use shared::wire::accounts::ServerRole;
use sqlx::{query, query_as};

use crate::accounts::role::RoleWord;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    INSERT_SESSION = "insert into session (id, account_id, device, created_at, last_used_at, expires_at) \
        values ($1, $2, $3, $4, $4, $5)";
    ROLE_OF_SESSION = "select account.role, session.expires_at from session join account on account.id = session.account_id \
        where session.id = $1 and session.account_id = $2 and session.ended_at is null and session.expires_at > $3 \
        and account.deactivated_at is null";
    LIST_SESSIONS = "select id, device, created_at, last_used_at from session \
        where account_id = $1 and ended_at is null and expires_at > $2 order by created_at desc, id desc limit 200";
    DEVICE = "select account_id, device from session where id = $1";
    USE_SESSION = "update session set last_used_at = $2, expires_at = $3 where id = $1";
    END_SESSION = "update session set ended_at = $3 where id = $1 and account_id = $2 and ended_at is null";
    END_ALL_SESSIONS = "update session set ended_at = $2 where account_id = $1 and ended_at is null";
    END_OTHER_SESSIONS = "update session set ended_at = $3 where account_id = $1 and id <> $2 and ended_at is null";
    // What ended long ago tells nobody anything: reuse of its tokens is refused as an unknown token.
    FORGET_SESSIONS = "delete from session where account_id = $1 and expires_at <= $2";
    // Their tokens go with them.
    EXPIRE_SESSIONS = "delete from session where id in (select id from session where expires_at <= $1 limit $2)";
    INSERT_REFRESH = "insert into refresh_token (hash, session_id, created_at, expires_at) values ($1, $2, $3, $4)";
    REFRESH = "select refresh_token.session_id, refresh_token.created_at, refresh_token.expires_at, refresh_token.used_at, \
        session.account_id, session.ended_at, account.deactivated_at from refresh_token join session on session.id = refresh_token.session_id \
        join account on account.id = session.account_id where refresh_token.hash = $1";
    // The condition decides between two that come at the same moment: one updates a row, the other none.
    USE_REFRESH = "update refresh_token set used_at = $2 where hash = $1 and used_at is null";
    FORGET_REFRESH = "delete from refresh_token where session_id = $1 and expires_at <= $2";
}

/// What a person sees of a session.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SessionRow {
    id: Text<SessionId>,
    pub(crate) device: Option<String>,
    created_at: Millis,
    last_used_at: Millis,
}

impl SessionRow {
    pub(crate) fn id(&self) -> SessionId {
        self.id.0
    }

    pub(crate) fn created_at(&self) -> Timestamp {
        self.created_at.0
    }

    pub(crate) fn last_used_at(&self) -> Timestamp {
        self.last_used_at.0
    }
}

pub(crate) async fn insert_session(
    tx: &mut Tx,
    id: SessionId,
    account: AccountId,
    device: Option<&str>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        let insert = query(INSERT_SESSION)
            .bind(Text(id))
            .bind(Text(account))
            .bind(device)
            .bind(Millis(now))
            .bind(Millis(expires_at));
        insert.execute(e).await.map(|_| ())
    })
}

/// What the person of a session may do, and until when it is good; `None` where the session ended or the account may not sign in.
pub(crate) async fn role_of_session(
    at: impl Into<At<'_>>,
    session: SessionId,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<(ServerRole, Timestamp)>, StoreError> {
    let row: Option<(Text<RoleWord>, Millis)> = on!(at.into(), |e| query_as(ROLE_OF_SESSION)
        .bind(Text(session))
        .bind(Text(account))
        .bind(Millis(now))
        .fetch_optional(e))?;
    Ok(row.map(|(role, expires_at)| (role.0.0, expires_at.0)))
}

pub(crate) async fn list_sessions(
    at: impl Into<At<'_>>,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, SessionRow>(LIST_SESSIONS).bind(Text(account)).bind(Millis(now)).fetch_all(e))
}

/// Forgets sessions of an account that have expired, and their tokens with them.
pub(crate) async fn device_of(
    at: impl Into<At<'_>>,
    id: SessionId,
) -> Result<Option<(AccountId, Option<String>)>, StoreError> {
    let row: Option<(Text<AccountId>, Option<String>)> =
        on!(at.into(), |e| query_as(DEVICE).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, device)| (account.0, device)))
}

pub(crate) async fn forget_sessions(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(FORGET_SESSIONS).bind(Text(account)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

/// Forgets sessions of everybody that expired at `now` or earlier, at most `most` of them; gives how many.
pub(crate) async fn expire_sessions(tx: &mut Tx, now: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(tx, |e| async {
        query(EXPIRE_SESSIONS).bind(Millis(now)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

pub(crate) async fn use_session(
    tx: &mut Tx,
    id: SessionId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        query(USE_SESSION).bind(Text(id)).bind(Millis(now)).bind(Millis(expires_at)).execute(e).await.map(|_| ())
    })
}

pub(crate) async fn end_session(
    tx: &mut Tx,
    id: SessionId,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        query(END_SESSION).bind(Text(id)).bind(Text(account)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

pub(crate) async fn end_all_sessions(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(END_ALL_SESSIONS).bind(Text(account)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

pub(crate) async fn end_other_sessions(
    tx: &mut Tx,
    account: AccountId,
    kept: SessionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        query(END_OTHER_SESSIONS).bind(Text(account)).bind(Text(kept)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

/// A refresh token with all that decides whether it is good.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct RefreshRow {
    session_id: Text<SessionId>,
    account_id: Text<AccountId>,
    created_at: Millis,
    expires_at: Millis,
    used_at: Option<Millis>,
    ended_at: Option<Millis>,
    deactivated_at: Option<Millis>,
}

impl RefreshRow {
    pub(crate) fn session_id(&self) -> SessionId {
        self.session_id.0
    }

    pub(crate) fn account_id(&self) -> AccountId {
        self.account_id.0
    }

    /// Somebody used it before.
    pub(crate) fn used(&self) -> bool {
        self.used_at.is_some()
    }

    /// When it was used.
    pub(crate) fn used_at(&self) -> Option<Timestamp> {
        self.used_at.map(|at| at.0)
    }

    /// When it was given out.
    pub(crate) fn made_at(&self) -> Timestamp {
        self.created_at.0
    }

    /// Neither it nor its session nor its account has ended.
    pub(crate) fn good_at(&self, now: Timestamp) -> bool {
        self.expires_at.0 > now && self.ended_at.is_none() && self.deactivated_at.is_none()
    }
}

pub(crate) async fn insert_refresh(
    tx: &mut Tx,
    hash: &str,
    session: SessionId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |e| async {
        let insert = query(INSERT_REFRESH).bind(hash).bind(Text(session)).bind(Millis(now)).bind(Millis(expires_at));
        insert.execute(e).await.map(|_| ())
    })
}

pub(crate) async fn refresh(at: impl Into<At<'_>>, hash: &str) -> Result<Option<RefreshRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, RefreshRow>(REFRESH).bind(hash).fetch_optional(e))
}

/// False where somebody else used it first.
pub(crate) async fn use_refresh(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        query(USE_REFRESH).bind(hash).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Forgets tokens of a session that have expired: their reuse would be refused anyway.
pub(crate) async fn forget_refresh(tx: &mut Tx, session: SessionId, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(FORGET_REFRESH).bind(Text(session)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}
