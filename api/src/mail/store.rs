//! The rows of mails, of addresses that want none, and of the key.

use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use super::letter::Topic;
use super::{Recipient, State};
use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};
use crate::locale::Locale;

statements! {
    INSERT = "insert into mail (id, recipient, letter, recipient_digest, locale, state, created_at, good_until) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_ID = "select id, recipient, letter, recipient_digest, locale, created_at, good_until from mail \
        where id = $1 and state = $2";
    /// What was sent is nobody's business any more; what was refused is the operator's for a while.
    SENT = "update mail set state = $2, answer = $3, ended_at = $4, recipient = '', letter = '' where id = $1";
    REFUSED = "update mail set state = $2, answer = $3, ended_at = $4 where id = $1";
    COUNT_TO = "select count(*) from mail where recipient_digest = $1 and created_at > $2";
    PURGE = "delete from mail where id in (select id from mail where ended_at < $1 or good_until < $1 limit $2)";
    UNSUBSCRIBE = "insert into mail_unsubscribed (recipient_digest, topic, at) values ($1, $2, $3) \
        on conflict (recipient_digest, topic) do nothing";
    UNSUBSCRIBED = "select at from mail_unsubscribed where recipient_digest = $1 and topic = $2";
    KEY = "select secret from mail_key where id = 'links'";
    INSERT_KEY = "insert into mail_key (id, secret, created_at) values ('links', $1, $2) on conflict (id) do nothing";
}

/// A mail that waits.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct MailRow {
    pub(super) id: String,
    pub(super) recipient: String,
    /// JSON.
    pub(super) letter: String,
    pub(super) recipient_digest: String,
    locale: Text<Locale>,
    created_at: Millis,
    good_until: Millis,
}

impl MailRow {
    pub(super) fn locale(&self) -> Locale {
        self.locale.0
    }

    pub(super) fn created_at(&self) -> Timestamp {
        self.created_at.0
    }

    pub(super) fn good_until(&self) -> Timestamp {
        self.good_until.0
    }
}

macro_rules! bind_mail {
    ($query:expr, $id:expr, $to:expr, $letter:expr, $now:expr, $until:expr) => {
        $query
            .bind($id)
            .bind(&$to.address)
            .bind($letter)
            .bind(&$to.digest)
            .bind(Text($to.locale))
            .bind(Text(State::Waiting))
            .bind(Millis($now))
            .bind(Millis($until))
    };
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: &str,
    to: &Recipient,
    letter: &str,
    (now, until): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    on!(tx, |e| async { bind_mail!(query(INSERT), id, to, letter, now, until).execute(e).await.map(|_| ()) })
}

/// As [`insert`].
pub(super) fn add(batch: &mut Batch, id: &str, to: &Recipient, letter: &str, (now, until): (Timestamp, Timestamp)) {
    bind_mail!(batch.add(INSERT), id, to, letter, now, until);
}

/// A mail that still waits; `None` where it was sent, or given up, or never was.
pub(super) async fn waiting(at: impl Into<At<'_>>, id: &str) -> Result<Option<MailRow>, StoreError> {
    on!(at.into(), |e| query_as::<_, MailRow>(BY_ID).bind(id).bind(Text(State::Waiting)).fetch_optional(e))
}

/// It waits no longer. What it said, and to whom, is kept only of one that was refused.
pub(super) async fn end(tx: &mut Tx, id: &str, state: State, answer: &str, now: Timestamp) -> Result<(), StoreError> {
    let text = if state == State::Refused { REFUSED } else { SENT };
    on!(tx, |e| async {
        query(text).bind(id).bind(Text(state)).bind(answer).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

/// Mails to an address since `since`.
pub(super) async fn count_to(at: impl Into<At<'_>>, digest: &str, since: Timestamp) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT_TO).bind(digest).bind(Millis(since)).fetch_one(e))
}

/// How many went.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

pub(super) async fn unsubscribe(tx: &mut Tx, digest: &str, topic: Topic, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async {
        query(UNSUBSCRIBE).bind(digest).bind(Text(topic)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

pub(super) async fn is_unsubscribed(at: impl Into<At<'_>>, digest: &str, topic: Topic) -> Result<bool, StoreError> {
    let at: Option<i64> =
        on!(at.into(), |e| query_scalar(UNSUBSCRIBED).bind(digest).bind(Text(topic)).fetch_optional(e))?;
    Ok(at.is_some())
}

pub(super) async fn key(at: impl Into<At<'_>>) -> Result<Option<String>, StoreError> {
    on!(at.into(), |e| query_scalar(KEY).fetch_optional(e))
}

pub(super) async fn insert_key(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |e| async { query(INSERT_KEY).bind(secret).bind(Millis(now)).execute(e).await.map(|_| ()) })
}
