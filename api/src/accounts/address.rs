//! The mail address of an account: confirmed by a link that is sent to it, also before it takes the place of another one.

use axum::extract::State;
use axum::http::StatusCode;
use shared::wire::accounts::{AddressChange, LinkToken};
use shared::wire::problem::{Problem, ProblemKind};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::email::Email;
use super::links::{self, Purpose};
use super::password;
use super::store::{self, AccountRow};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError, refuse};
use crate::extract::{Json, Signed};
use crate::mail::{self, Letter, Recipient};

/// What whoever opens a link may do without being signed in.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(confirm_address)).routes(routes!(change_address))
}

/// What its person may ask for.
pub(super) fn signed_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send_confirmation))
}

/// The letter that asks whether an address is the account's person's.
pub(super) fn letter(account: &AccountRow) -> Letter {
    Letter::ConfirmAddress { account: account.id(), stamp: links::stamp(account) }
}

/// Be sent the mail again that confirms one's address.
#[utoipa::path(post, path = "/api/v1/me/confirmation", tag = "accounts", responses(
    (status = 202, description = "A mail with a link is under way"),
    (status = 409, description = "The address is confirmed already, or the server sends no mail", body = Problem),
))]
async fn send_confirmation(State(app): State<App>, signed: Signed) -> Answer<StatusCode> {
    app.mail.required()?;
    let account = store::by_id(&app.db, signed.account_id).await?.ok_or_else(ApiError::not_found)?;
    if account.confirmed_at().is_some() {
        return Err(ApiError::conflict("This mail address is confirmed already."));
    }
    if account.password_hash == password::NONE {
        return Err(ApiError::conflict("No mail reaches a child."));
    }
    let to = Recipient::of(&Email::read(&account.email, &mut Vec::new()), account.locale());
    send(&app, signed, &account, &to).await
}

/// Change one's mail address: a link is sent to the new one, and once it is opened the change is made.
#[utoipa::path(put, path = "/api/v1/me/email", tag = "accounts", request_body = AddressChange, responses(
    (status = 202, description = "A mail with a link is under way to the new address; until then the old one stays"),
    (status = 403, description = "The password is another one", body = Problem),
    (status = 409, description = "The server sends no mail", body = Problem),
))]
async fn change_address(
    State(app): State<App>,
    signed: Signed,
    Json(change): Json<AddressChange>,
) -> Answer<StatusCode> {
    app.mail.required()?;
    let mut errors = Vec::new();
    let email = Email::read(&change.email, &mut errors);
    refuse(errors)?;
    let account = store::by_id(&app.db, signed.account_id).await?.ok_or_else(ApiError::not_found)?;
    let hash = Some(account.password_hash.clone());
    if !app.passwords.check("current_password", &change.current_password, hash).await? {
        return Err(ApiError::new(ProblemKind::Forbidden).field("current_password", "is another one"));
    }
    // Whether the address has an account is not looked up: only who reads its mail learns that.
    send(&app, signed, &account, &Recipient::of(&email, account.locale())).await
}

async fn send(app: &App, signed: Signed, account: &AccountRow, to: &Recipient) -> Answer<StatusCode> {
    mail::admit(app, &app.db, Caller::Account(signed.account_id), to).await?;
    let mut tx = app.db.begin().await?;
    mail::enqueue(app, &mut tx, to, &letter(account)).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::ACCEPTED)
}

/// Confirm a mail address with the token of the link that was sent to it.
#[utoipa::path(post, path = "/api/v1/confirmations", tag = "accounts", security(()), request_body = LinkToken, responses(
    (status = 204, description = "The address is confirmed, and the account's"),
    (status = 401, description = "The token was used before, is too old, or is none", body = Problem),
    (status = 409, description = "The address belongs to another account by now", body = Problem),
))]
async fn confirm_address(State(app): State<App>, Json(link): Json<LinkToken>) -> Answer<StatusCode> {
    confirm(&app, link.token.expose()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The same, for the page behind the link.
pub(super) async fn confirm(app: &App, token: &str) -> Answer<()> {
    let mut tx = app.db.begin().await?;
    let opened = links::take(app, &mut tx, token, Purpose::ConfirmAddress).await?;
    if opened.account.email_key() == opened.email.key {
        store::confirm(&mut tx, opened.account.id(), app.clock.now()).await?;
    } else {
        move_to(app, &mut tx, &opened.account, &opened.email).await?;
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(())
}

/// The account has the new address from now on; the old one is told, without the new one.
async fn move_to(app: &App, tx: &mut Tx, account: &AccountRow, email: &Email) -> Answer<()> {
    let moved = store::set_email(tx, account.id(), email, app.clock.now()).await;
    moved.map_err(|error| match error {
        StoreError::Conflict => ApiError::conflict("This mail address belongs to another account by now."),
        other => other.into(),
    })?;
    let before = Recipient::of(&Email::read(&account.email, &mut Vec::new()), account.locale());
    Ok(mail::enqueue(app, tx, &before, &Letter::AddressChanged).await?)
}
