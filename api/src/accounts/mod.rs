//! Accounts and sessions: who somebody is, and on which devices they are signed in.
//! So that a stolen token dies within minutes, a stolen refresh token ends its whole family, and an operator can shut somebody out.
//! It never keeps a password or a refresh token as text, and signing in never tells whether a mail address has an account.

mod address;
pub(crate) mod email;
pub(crate) mod links;
mod notice;
mod operators;
mod pages;
pub mod password;
mod profile;
mod reset;
mod role;
pub(crate) mod sessions;
pub(crate) mod store;
pub mod token;

pub use operators::set_role;
pub(crate) use pages::routes as pages;
pub use sessions::Recent as RecentSessions;
pub(crate) use sessions::purge;
use shared::id::AccountId;
use shared::time::Timestamp;
use shared::wire::accounts::{AccountView, NewAccount, OwnAccountView, Secret, ServerRole};
use shared::wire::groups::PersonView;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use crate::clock::Clock;
use crate::db::{At, Db, StoreError, Tx};
use crate::edge::limits::Caller;
use crate::error::Answer;
use crate::locale::Locale;
use crate::mail::Recipient;
use token::Tokens;

/// The routes by which people sign in and look after their own account. Answers with tokens are among them, so none is kept.
pub(crate) fn routes() -> OpenApiRouter<App> {
    profile::routes().merge(sessions::routes()).merge(address::routes()).merge(reset::routes())
}

/// What people ask for their own account that holds no token: such a POST is carried out once.
pub(crate) fn signed_routes() -> OpenApiRouter<App> {
    address::signed_routes()
}

/// The routes of operators.
pub(crate) fn operator_routes() -> OpenApiRouter<App> {
    operators::routes()
}

fn view(row: &store::AccountRow) -> AccountView {
    AccountView {
        id: row.id(),
        email: row.email.clone(),
        display_name: row.display_name.clone(),
        role: row.role(),
        created_at: row.created_at(),
        last_sign_in_at: row.last_sign_in_at(),
        avatar: row.avatar.clone(),
    }
}

fn own_view(row: &store::AccountRow) -> OwnAccountView {
    OwnAccountView { account: view(row), confirmed_at: row.confirmed_at(), locale: row.locale().code().to_owned() }
}

/// What others may know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: AccountId,
    /// The name that others see.
    pub display_name: String,
}

/// The account of a mail address, for sharing with somebody whose address one knows. Deactivated accounts are not found.
///
/// # Errors
/// Those of the database.
pub async fn person_by_email<'a>(at: impl Into<At<'a>>, email: &str) -> Result<Option<Person>, StoreError> {
    let key = email::Email::read(email, &mut Vec::new()).key;
    if key.contains('\0') {
        return Ok(None);
    }
    let row = store::by_email(at, &key).await?.filter(|row| row.deactivated_at().is_none());
    Ok(row.map(|row| Person { id: row.id(), display_name: row.display_name }))
}

/// Makes an account in a transaction that the caller ends.
///
/// # Errors
/// `Forbidden` where the server takes none, `Invalid` by field, a conflict where the address has one.
pub(crate) async fn make(app: &App, caller: Caller, locale: Locale, new: &NewAccount) -> Answer<(Tx, AccountId)> {
    let (tx, account) = profile::make(app, caller, locale, new).await?;
    Ok((tx, account.id()))
}

/// Makes the account of a child: nobody signs in to it, as nobody knows a password of it, and no mail reaches it. False where it
/// is there.
///
/// # Errors
/// `Conflict` where another account has the id, and those of the database.
pub(crate) async fn make_child(
    tx: &mut Tx,
    id: AccountId,
    display_name: &str,
    locale: Locale,
    now: Timestamp,
) -> Result<bool, StoreError> {
    // A domain that never is one (RFC 2606), and a hash that no password has.
    let address = format!("{id}@child.invalid");
    let (email, email_key, password_hash) = (address.as_str(), address.as_str(), password::NONE);
    let role = ServerRole::Person;
    store::insert(tx, store::NewRow { id, email, email_key, display_name, password_hash, role, locale, now }).await
}

/// Whose account it is, where the password is its own; in a transaction in which that stays so.
///
/// # Errors
/// `WrongCredentials`, or `Forbidden` where the account was shut out.
pub(crate) async fn prove(app: &App, email: &str, password: &Secret) -> Answer<(Tx, AccountId)> {
    let (tx, account) = sessions::prove(app, email, password).await?;
    Ok((tx, account.id()))
}

/// The name that others see, and the language of who has it: a mail that they cause is written in theirs.
///
/// # Errors
/// Those of the database.
pub(crate) async fn writer(at: impl Into<At<'_>>, id: AccountId) -> Result<(String, Locale), StoreError> {
    Ok(store::by_id(at, id).await?.map(|row| (row.display_name.clone(), row.locale())).unwrap_or_default())
}

/// What others see of somebody; `None` where nobody of this id may sign in.
///
/// # Errors
/// Those of the database.
pub(crate) async fn person(at: impl Into<At<'_>>, id: AccountId) -> Result<Option<PersonView>, StoreError> {
    let row = store::by_id(at, id).await?.filter(|row| row.deactivated_at().is_none());
    Ok(row.map(|row| PersonView { account_id: row.id(), display_name: row.display_name, avatar: row.avatar }))
}

/// The name that others see.
///
/// # Errors
/// Those of the database.
pub(crate) async fn name(at: impl Into<At<'_>>, id: AccountId) -> Result<String, StoreError> {
    Ok(store::by_id(at, id).await?.map(|row| row.display_name).unwrap_or_default())
}

/// Where somebody reads mail who asked for none: an address that they confirmed. `None` for whoever was shut out, too.
///
/// # Errors
/// Those of the database.
pub(crate) async fn reachable(at: impl Into<At<'_>>, id: AccountId) -> Result<Option<Recipient>, StoreError> {
    let row = store::by_id(at, id).await?;
    let row = row.filter(|row| row.confirmed_at().is_some() && row.deactivated_at().is_none());
    Ok(row.map(|row| Recipient::of(&email::Email::read(&row.email, &mut Vec::new()), row.locale())))
}

/// Lets no other transaction that calls this go on for the same account until this one ends.
///
/// # Errors
/// Those of the database.
pub(crate) async fn hold(tx: &mut Tx, id: AccountId) -> Result<(), StoreError> {
    store::hold(tx, id).await
}

/// The key that signs access tokens; made where this database has none yet.
///
/// # Errors
/// Those of the database.
pub(crate) async fn signing_key(db: &Db, clock: &Clock) -> Result<Tokens, StoreError> {
    if let Some(pkcs8) = store::signing_key(db).await? {
        return Tokens::new(&pkcs8);
    }
    let mut tx = db.begin().await?;
    store::insert_signing_key(&mut tx, &Tokens::new_key()?, clock.now()).await?;
    tx.commit().await?;
    Tokens::new(&store::signing_key(db).await?.ok_or(StoreError::NotFound)?)
}
