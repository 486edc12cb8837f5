//! Links in mails that change an account: they confirm an address, or set a new password.
//! So that whoever can read the mail of an address, and nobody else, speaks for it; each link is good once, for its purpose, for its time.
//! It never keeps a token as text, and a link that was asked for before the password changed opens nothing.

pub(crate) mod store;

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use shared::id::AccountId;
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;

use super::email::Email;
use super::store::{self as accounts, AccountRow};
use crate::App;
use crate::db::{At, Db, StoreError, Tx};
use crate::digest;
use crate::error::{Answer, ApiError};
use crate::locale::Locale;
use store::LinkRow;

/// Characters of a token: 256 bits as base64url.
const TOKEN_LENGTH: usize = 43;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The address is the account's from now on, and known to be its person's.
    ConfirmAddress,
    /// A new password is set.
    ResetPassword,
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConfirmAddress => "confirm_address",
            Self::ResetPassword => "reset_password",
        })
    }
}

impl FromStr for Purpose {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::ConfirmAddress, Self::ResetPassword]
            .into_iter()
            .find(|purpose| purpose.to_string() == word)
            .ok_or("an unknown purpose of a link")
    }
}

/// A mail that a link is made for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mailed<'a> {
    /// The mail's id: tried again, it holds the same link.
    pub(crate) id: &'a str,
    /// Who it goes to, as typed.
    pub(crate) address: &'a str,
    /// How long it is good, and the link in it.
    pub(crate) good_until: Timestamp,
}

/// A link that is ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ready {
    /// The path of the page that it opens.
    pub(crate) path: String,
    /// The language of its person.
    pub(crate) locale: Locale,
}

/// What tells a password from the ones before it and after it, and nothing of the password.
pub(super) fn stamp(account: &AccountRow) -> String {
    digest::of_parts(&["password of an account", &account.password_hash])
}

/// The link that confirms the address of a mail; `None` where nobody waits for it any more.
///
/// # Errors
/// Those of the database.
pub(crate) async fn confirming(
    app: &App,
    mailed: Mailed<'_>,
    account: AccountId,
    asked: &str,
) -> Result<Option<Ready>, StoreError> {
    let mut tx = app.db.begin().await?;
    let found = accounts::by_id(&mut tx, account).await?.filter(|found| found.deactivated_at().is_none());
    let Some(account) = found.filter(|found| stamp(found) == asked) else { return Ok(None) };
    let key = Email::read(mailed.address, &mut Vec::new()).key;
    if account.email_key() == key && account.confirmed_at().is_some() {
        return Ok(None);
    }
    make(app, tx, mailed, &account, Purpose::ConfirmAddress).await.map(Some)
}

/// The link that sets a new password for the account of a mail's address; `None` where it has none.
///
/// # Errors
/// Those of the database.
pub(crate) async fn resetting(app: &App, mailed: Mailed<'_>) -> Result<Option<Ready>, StoreError> {
    let mut tx = app.db.begin().await?;
    let key = Email::read(mailed.address, &mut Vec::new()).key;
    let found = accounts::by_email(&mut tx, &key).await?.filter(|found| found.deactivated_at().is_none());
    let Some(account) = found else { return Ok(None) };
    make(app, tx, mailed, &account, Purpose::ResetPassword).await.map(Some)
}

/// Makes the link of a mail, the same each time it is tried.
async fn make(
    app: &App,
    mut tx: Tx,
    mailed: Mailed<'_>,
    account: &AccountRow,
    purpose: Purpose,
) -> Result<Ready, StoreError> {
    let token = app.mail.token(&purpose.to_string(), mailed.id);
    let email = Email::read(mailed.address, &mut Vec::new());
    let stamp = stamp(account);
    store::insert(&mut tx, &hash(&token), purpose, (account.id(), &email, &stamp), mailed.good_until).await?;
    tx.commit().await?;
    let page = match purpose {
        Purpose::ConfirmAddress => "confirm",
        Purpose::ResetPassword => "reset",
    };
    Ok(Ready { path: format!("/mail/{page}/{token}"), locale: account.locale() })
}

fn hash(token: &str) -> String {
    digest::hex(Sha256::new_with_prefix(token))
}

/// A link and the account that it is of, as both are now.
pub(super) struct Opened {
    pub(super) account: AccountRow,
    /// The address that it was sent to.
    pub(super) email: Email,
}

/// What is said of every link that opens nothing, whatever the reason.
pub(super) fn refused() -> ApiError {
    ApiError::new(ProblemKind::Unauthenticated)
        .detail("This link was used before, is too old, or is none. Ask for a new mail.")
}

/// Looks behind a link without using it.
pub(super) async fn look(app: &App, token: &str, purpose: Purpose) -> Answer<Opened> {
    let link = store::find(&app.db, &read(token)?, purpose, app.clock.now()).await?.ok_or_else(refused)?;
    opened(&app.db, link).await
}

/// Uses a link up. What comes of it must be in the same transaction.
pub(super) async fn take(app: &App, tx: &mut Tx, token: &str, purpose: Purpose) -> Answer<Opened> {
    let link = store::take(tx, &read(token)?, purpose, app.clock.now()).await?.ok_or_else(refused)?;
    // Held from here on: no password changes between this look and what comes of it.
    accounts::hold(tx, link.account_id()).await?;
    opened(tx, link).await
}

/// The hash of what may be a token of ours.
fn read(token: &str) -> Answer<String> {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if token.len() != TOKEN_LENGTH || !token.bytes().all(fine) {
        return Err(refused());
    }
    Ok(hash(token))
}

async fn opened(at: impl Into<At<'_>>, link: LinkRow) -> Answer<Opened> {
    let account = accounts::by_id(at, link.account_id()).await?.filter(|found| found.deactivated_at().is_none());
    let account = account.filter(|found| stamp(found) == link.stamp).ok_or_else(refused)?;
    Ok(Opened { account, email: Email { typed: link.address, key: link.address_key } })
}

/// Forgets links that are too old, at most `most` of them; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::expire(&mut tx, now, most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}
