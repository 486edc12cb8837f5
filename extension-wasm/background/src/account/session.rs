//! The one session of this browser: who is signed in where, and the tokens for it.

use browser::durable::{Change, NotStored};
use shared::json::{parse, to_text};
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::accounts::{AccountView, Secret};

use crate::outbox::row::Owner;
use browser::database::{self, COPIES, SESSION, session_key};

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
    /// When it ends by this device's clock; [`NEVER`] where that clock is no measure.
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
    pub(crate) fn new(server: String, given: Given, now: Timestamp) -> Self {
        let account = given.account.clone();
        Self { server, account, tokens: Some(Tokens::of(given, now)), asked: false }
    }

    /// Whose rows may be sent with it.
    pub(crate) fn owner(&self) -> Owner {
        Owner { server: self.server.clone(), account: self.account.id }
    }
}

/// Later than any clock says.
const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);

impl Tokens {
    /// The tokens that the server gave just now. A token that ends before it begins was read off a clock that is ahead: only
    /// the server can say then when it is no longer good.
    pub(crate) fn of(given: Given, now: Timestamp) -> Self {
        let ends = if given.access_expires_at > now { given.access_expires_at } else { NEVER };
        Self { access: given.access_token, access_expires_at: ends, refresh: given.refresh_token }
    }

    /// Whether these are worth a try: not `refused` by the server, and not known to have ended.
    pub(crate) fn are_good(&self, refused: Option<&Secret>, now: Timestamp) -> bool {
        Some(&self.access) != refused && self.access_expires_at > now
    }
}

/// The session, ended or not. A database that cannot be read is the same as none: nothing is lost by signing in again.
pub(crate) async fn load() -> Option<Session> {
    let text = database::open().await.ok()?.get(SESSION, &session_key()).await.ok()??;
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
    database::open().await?.write(&[Change::Put(SESSION, session_key(), to_text(session))]).await
}

/// Forgets the session, and with it the copy of the boards: whoever uses this device next finds none.
pub(crate) async fn forget() -> Result<(), NotStored> {
    database::open().await?.write(&[Change::Delete(SESSION, session_key()), Change::Clear(COPIES)]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(expires_at: i64, now: i64) -> Tokens {
        let account = r#"{"id":"00000000-0000-7000-8000-000000000001","email":"a@b.example","display_name":"Ana",
            "role":"person","created_at":1,"last_sign_in_at":null}"#;
        let given = format!(
            r#"{{"access_token":"one","access_expires_at":{expires_at},"refresh_token":"r","account":{account}}}"#
        );
        let given: Given = parse(&given).unwrap_or_else(|| panic!("{given}"));
        Tokens::of(given, Timestamp::from_millis(now))
    }

    fn good(tokens: &Tokens, refused: Option<&str>, now: i64) -> bool {
        tokens.are_good(refused.map(Secret::new).as_ref(), Timestamp::from_millis(now))
    }

    #[test]
    fn a_token_that_has_ended_is_renewed_before_it_is_sent_in_vain() {
        let tokens = tokens(900, 0);
        assert!(good(&tokens, None, 899));
        assert!(good(&tokens, Some("another"), 899));
        assert!(!good(&tokens, Some("one"), 899));
        assert!(!good(&tokens, None, 900));
    }

    #[test]
    fn a_clock_that_is_ahead_does_not_renew_at_each_request() {
        let tokens = tokens(900, 5_000);
        assert!(good(&tokens, None, 5_001));
        assert!(!good(&tokens, Some("one"), 5_001));
        let text = to_text(&tokens);
        assert_eq!(parse::<Tokens>(&text), Some(tokens), "{text}");
    }
}
