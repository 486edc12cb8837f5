//! The rows of accounts and of the signing key.

use shared::id::AccountId;
use shared::time::Timestamp;
use shared::wire::accounts::ServerRole;
use sqlx::{query, query_as, query_scalar};

use super::email::Email;
use super::role::RoleWord;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};
use crate::locale::Locale;

statements! {
    SIGNING_KEY = "select pkcs8 from signing_key order by created_at desc, id desc limit 1";
    // One row at most: the id is always the same, so two processes that start together agree.
    INSERT_SIGNING_KEY = "insert into signing_key (id, pkcs8, created_at) values ('access', $1, $2) on conflict (id) do nothing";
    INSERT = "insert into account (id, email, email_key, display_name, password_hash, role, created_at, signed_in_at, locale) \
        values ($1, $2, $3, $4, $5, $6, $7, $7, $8) on conflict (email_key) do nothing";
    BY_ID = "select id, email, display_name, password_hash, role, created_at, last_sign_in_at, deactivated_at, avatar, \
        email_key, confirmed_at, locale \
        from account where id = $1";
    BY_EMAIL = "select id, email, display_name, password_hash, role, created_at, last_sign_in_at, deactivated_at, avatar, \
        email_key, confirmed_at, locale \
        from account where email_key = $1";
    // The sign-in before this one is what its person is shown.
    NOTE_SIGN_IN = "update account set last_sign_in_at = signed_in_at, signed_in_at = $2 where id = $1";
    RENAME = "update account set display_name = $2 where id = $1";
    SET_AVATAR = "update account set avatar = $2 where id = $1";
    SET_LOCALE = "update account set locale = $2 where id = $1";
    CONFIRM = "update account set confirmed_at = coalesce(confirmed_at, $2) where id = $1";
    SET_EMAIL = "update account set email = $2, email_key = $3, confirmed_at = $4 where id = $1";
    /// Changes nothing; the row is this transaction's until it ends.
    HOLD = "update account set display_name = display_name where id = $1";
    // The hash that was checked decides between two changes at once.
    SET_PASSWORD = "update account set password_hash = $2 where id = $1 and password_hash = $3";
    SET_ROLE = "update account set role = $2 where email_key = $1";
    DEACTIVATE = "update account set deactivated_at = coalesce(deactivated_at, $2) where id = $1";
    RESTORE = "update account set deactivated_at = null where id = $1";
    LIST = "select id, email, display_name, password_hash, role, created_at, last_sign_in_at, deactivated_at, avatar, \
        email_key, confirmed_at, locale \
        from account where $1 = '' or id > $1 order by id limit $2";
}

/// An account as it lies in its row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct AccountRow {
    id: Text<AccountId>,
    pub(crate) email: String,
    pub(crate) display_name: String,
    pub(crate) password_hash: String,
    role: Text<RoleWord>,
    created_at: Millis,
    last_sign_in_at: Option<Millis>,
    deactivated_at: Option<Millis>,
    pub(crate) avatar: Option<String>,
    email_key: String,
    confirmed_at: Option<Millis>,
    locale: Text<Locale>,
}

impl AccountRow {
    pub(crate) fn id(&self) -> AccountId {
        self.id.0
    }

    pub(crate) fn role(&self) -> ServerRole {
        self.role.0.0
    }

    pub(crate) fn created_at(&self) -> Timestamp {
        self.created_at.0
    }

    pub(crate) fn last_sign_in_at(&self) -> Option<Timestamp> {
        self.last_sign_in_at.map(|at| at.0)
    }

    /// The folded address, which two accounts never share.
    pub(crate) fn email_key(&self) -> &str {
        &self.email_key
    }

    /// Since when it is known that its person reads the mail of the address.
    pub(crate) fn confirmed_at(&self) -> Option<Timestamp> {
        self.confirmed_at.map(|at| at.0)
    }

    /// The language that its person is written to in.
    pub(crate) fn locale(&self) -> Locale {
        self.locale.0
    }

    pub(crate) fn deactivated_at(&self) -> Option<Timestamp> {
        self.deactivated_at.map(|at| at.0)
    }
}

/// What a new account is made of.
pub(crate) struct NewRow<'a> {
    pub(crate) id: AccountId,
    pub(crate) email: &'a str,
    pub(crate) email_key: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) password_hash: &'a str,
    pub(crate) role: ServerRole,
    pub(crate) locale: Locale,
    pub(crate) now: Timestamp,
}

pub(crate) async fn signing_key(at: impl Into<At<'_>>) -> Result<Option<String>, StoreError> {
    on!(at.into(), |e| query_scalar(SIGNING_KEY).fetch_optional(e))
}

pub(crate) async fn insert_signing_key(tx: &mut Tx, pkcs8: &str, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(INSERT_SIGNING_KEY).bind(pkcs8).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

/// False where the mail address has an account already.
pub(crate) async fn insert(tx: &mut Tx, row: NewRow<'_>) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        let insert = query(INSERT)
            .bind(Text(row.id))
            .bind(row.email)
            .bind(row.email_key)
            .bind(row.display_name)
            .bind(row.password_hash)
            .bind(Text(RoleWord(row.role)))
            .bind(Millis(row.now))
            .bind(Text(row.locale));
        insert.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

pub(crate) async fn by_id(at: impl Into<At<'_>>, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, AccountRow>(BY_ID).bind(Text(id)).fetch_optional(e))
}

pub(crate) async fn by_email(at: impl Into<At<'_>>, email_key: &str) -> Result<Option<AccountRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, AccountRow>(BY_EMAIL).bind(email_key).fetch_optional(e))
}

pub(crate) async fn note_sign_in(tx: &mut Tx, id: AccountId, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(NOTE_SIGN_IN).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

pub(crate) async fn rename(tx: &mut Tx, id: AccountId, display_name: &str) -> Result<(), StoreError> {
    on!(tx, |e| async { query(RENAME).bind(Text(id)).bind(display_name).execute(e).await.map(|_| ()) })
}

pub(crate) async fn set_avatar(tx: &mut Tx, id: AccountId, path: Option<&str>) -> Result<(), StoreError> {
    on!(tx, |e| async { query(SET_AVATAR).bind(Text(id)).bind(path).execute(e).await.map(|_| ()) })
}

pub(crate) async fn set_locale(tx: &mut Tx, id: AccountId, locale: Locale) -> Result<(), StoreError> {
    on!(tx, |e| async { query(SET_LOCALE).bind(Text(id)).bind(Text(locale)).execute(e).await.map(|_| ()) })
}

/// Its person reads the mail of its address.
pub(crate) async fn confirm(tx: &mut Tx, id: AccountId, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(CONFIRM).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

/// Another address, whose mail its person reads. `Conflict` where it is another account's.
pub(crate) async fn set_email(tx: &mut Tx, id: AccountId, email: &Email, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async {
        let update = query(SET_EMAIL).bind(Text(id)).bind(&email.typed).bind(&email.key).bind(Millis(now));
        update.execute(e).await.map(|_| ())
    })
}

pub(crate) async fn hold(tx: &mut Tx, id: AccountId) -> Result<(), StoreError> {
    on!(tx, |e| async { query(HOLD).bind(Text(id)).execute(e).await.map(|_| ()) })
}

/// False where the password is no longer the one of the hash `checked`.
pub(crate) async fn set_password(tx: &mut Tx, id: AccountId, hash: &str, checked: &str) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        let update = query(SET_PASSWORD).bind(Text(id)).bind(hash).bind(checked);
        update.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where nobody has that mail address.
pub(crate) async fn set_role(tx: &mut Tx, email_key: &str, role: ServerRole) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        let update = query(SET_ROLE).bind(email_key).bind(Text(RoleWord(role)));
        update.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where there is no such account.
pub(crate) async fn deactivate(tx: &mut Tx, id: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    on!(tx, |e| async {
        let update = query(DEACTIVATE).bind(Text(id)).bind(Millis(now));
        update.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where there is no such account.
pub(crate) async fn restore(tx: &mut Tx, id: AccountId) -> Result<bool, StoreError> {
    on!(tx, |e| async { query(RESTORE).bind(Text(id)).execute(e).await.map(|done| done.rows_affected() == 1) })
}

/// Accounts in the order of their ids, which is the order of their making.
pub(crate) async fn list(
    at: impl Into<At<'_>>,
    after: Option<AccountId>,
    limit: usize,
) -> Result<Vec<AccountRow>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    on!(at.into(), |e| query_as::<_, AccountRow>(LIST).bind(&after).bind(limit).fetch_all(e))
}
