//! A new password for somebody who forgot theirs, by a link that is sent to the account's address.
//!
//! Asking for it looks nothing up: the same is written down whether or not the address has an account, so the answer and its
//! time are the same too. Whose address it is, the mail's job finds out.

use axum::extract::State;
use axum::http::StatusCode;
use shared::wire::accounts::{PasswordReset, ResetRequest, Secret};
use shared::wire::problem::Problem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::email::Email;
use super::links::{self, Purpose};
use super::{notice, sessions, store};
use crate::App;
use crate::db::Batch;
use crate::edge::limits::Caller;
use crate::error::{Answer, refuse};
use crate::extract::{Asker, Json};
use crate::locale::Locale;
use crate::mail::{self, Letter, Recipient};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ask_for_reset)).routes(routes!(reset_password))
}

/// Ask for a link that sets a new password.
///
/// The answer is the same whether or not the mail address has an account.
#[utoipa::path(post, path = "/api/v1/password-resets", tag = "accounts", security(()), request_body = ResetRequest,
    responses(
        (status = 202, description = "If the address has an account, a mail with a link is under way"),
        (status = 409, description = "The server sends no mail", body = Problem),
    ))]
async fn ask_for_reset(
    State(app): State<App>,
    Asker(caller): Asker,
    Json(request): Json<ResetRequest>,
) -> Answer<StatusCode> {
    ask(&app, caller, &request.email).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The same, for the page.
pub(super) async fn ask(app: &App, caller: Caller, email: &str) -> Answer<()> {
    app.mail.required()?;
    let mut errors = Vec::new();
    let email = Email::read(email, &mut errors);
    refuse(errors)?;
    // The language is the account's, which the job finds.
    let to = Recipient::of(&email, Locale::default());
    mail::admit(app, &app.db, caller, &to).await?;
    let mut batch = Batch::default();
    mail::queue(app, &mut batch, &to, &Letter::ResetPassword);
    app.db.carry_out(batch).await?;
    app.jobs.ring();
    Ok(())
}

/// Set a new password with the token of the link that was sent; every session of the account ends.
#[utoipa::path(post, path = "/api/v1/password-resets/finish", tag = "accounts", security(()), request_body = PasswordReset,
    responses(
        (status = 204, description = "The password is set; sign in with it"),
        (status = 401, description = "The token was used before, is too old, or is none", body = Problem),
    ))]
async fn reset_password(State(app): State<App>, Json(reset): Json<PasswordReset>) -> Answer<StatusCode> {
    finish(&app, reset.token.expose(), &reset.new_password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The same, for the page behind the link. A password that is refused leaves the link good.
pub(super) async fn finish(app: &App, token: &str, password: &Secret) -> Answer<()> {
    let account = links::look(app, token, Purpose::ResetPassword).await?.account;
    let about = vec![account.email, account.display_name, "giftos".to_owned()];
    let hash = app.passwords.hash_new("new_password", password, about).await?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let opened = links::take(app, &mut tx, token, Purpose::ResetPassword).await?;
    let account = opened.account;
    // The account has another address by now: who reads the mail of the old one speaks for it no more.
    if account.email_key() != opened.email.key {
        return Err(links::refused());
    }
    if !store::set_password(&mut tx, account.id(), &hash, &account.password_hash).await? {
        return Err(links::refused());
    }
    // Whoever opened the link reads the mail of the address.
    store::confirm(&mut tx, account.id(), now).await?;
    sessions::end_all(&mut tx, account.id(), now).await?;
    notice::password_changed(app, &mut tx, &account).await?;
    sessions::commit_endings(app, tx).await?;
    app.jobs.ring();
    Ok(())
}
