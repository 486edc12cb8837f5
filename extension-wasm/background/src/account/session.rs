//! The one session of this browser: who is signed in where, and the tokens for it.

use browser::durable::{Change, NotStored, RowKey};
use shared::json::{parse, to_text};
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::accounts::{AccountView, Secret};

use crate::database::{self, SESSION};
use crate::outbox::row::Owner;

/// A session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Origin of the server.
    pub(crate) server: String,
    /// Who.
    pub(crate) account: AccountView,
    /// `None` once the session has ended by itself: it is still known whose rows wait.
    pub(crate) tokens: Option<Tokens>,
    /// The person was asked what to do with the saves of nobody.
    pub(crate) asked: bool,
}

/// The tokens of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    /// Goes with each request.
    pub(crate) access: Secret,
    /// When it ends.
    pub(crate) access_expires_at: Timestamp,
    /// Good once.
    pub(crate) refresh: Secret,
}

/// `SessionTokens` of the server, as far as they are used.
pub(crate) struct Given {
    access_token: Secret,
    access_expires_at: Timestamp,
    refresh_token: Secret,
    /// Who signed in.
    pub(crate) account: AccountView,
}

json_record!(Session { server, account, tokens, asked });
json_record!(Tokens { access, access_expires_at, refresh });
json_record!(read Given { access_token, access_expires_at, refresh_token, account });

impl Session {
    /// The session that the server gave.
    pub(crate) fn new(server: String, given: Given) -> Self {
        let account = given.account.clone();
        Self { server, account, tokens: Some(given.into()), asked: false }
    }

    /// Whose rows may be sent with it.
    pub(crate) fn owner(&self) -> Owner {
        Owner { server: self.server.clone(), account: self.account.id }
    }
}

impl From<Given> for Tokens {
    fn from(given: Given) -> Self {
        Self { access: given.access_token, access_expires_at: given.access_expires_at, refresh: given.refresh_token }
    }
}

fn key() -> RowKey {
    RowKey::Text("current".to_owned())
}

/// The session, ended or not. A database that cannot be read is the same as none: nothing is lost by signing in again.
pub(crate) async fn load() -> Option<Session> {
    let text = database::open().await.ok()?.get(SESSION, &key()).await.ok()??;
    parse(&text)
}

/// The session while its tokens are good.
pub(crate) async fn signed_in() -> Option<Session> {
    load().await.filter(|session| session.tokens.is_some())
}

/// Whose saves are made now; nobody's while nobody is signed in.
pub(crate) async fn owner() -> Option<Owner> {
    signed_in().await.map(|session| session.owner())
}

/// Keeps the session, on the disk before it returns: a refresh token that is lost ends the session.
pub(crate) async fn store(session: &Session) -> Result<(), NotStored> {
    database::open().await?.write(&[Change::Put(SESSION, key(), to_text(session))]).await
}

/// Forgets the session.
pub(crate) async fn forget() -> Result<(), NotStored> {
    database::open().await?.write(&[Change::Delete(SESSION, key())]).await
}
