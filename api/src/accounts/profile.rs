//! Making an account, and what its own person sees and changes of it.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use shared::id::AccountId;
use shared::wire::accounts::{AccountPatch, NewAccount, OwnAccountView, PasswordChange, ServerRole, SessionTokens};
use shared::wire::problem::{FieldError, Problem, ProblemKind};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::email::Email;
use super::store::AccountRow;
use super::{address, notice, sessions, store};
use crate::config::Registration;
use crate::db::Tx;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError, refuse};
use crate::extract::{Asker, Json, Signed};
use crate::locale::Locale;
use crate::mail::{self, Recipient};
use crate::pictures::{self, Change, Subject};
use crate::{App, text};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(my_account, change_profile))
        .routes(routes!(change_password))
}

/// Make an account and sign in.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", security(()), request_body = NewAccount, responses(
    (status = 201, description = "The account was made and is signed in", body = SessionTokens),
    (status = 403, description = "The server takes no new accounts", body = Problem),
    (status = 409, description = "The mail address has an account already", body = Problem),
))]
async fn register(
    State(app): State<App>,
    Asker(caller): Asker,
    headers: HeaderMap,
    Json(new): Json<NewAccount>,
) -> Answer<(StatusCode, Json<SessionTokens>)> {
    let device = sessions::device(new.device.as_deref())?;
    let (mut tx, account) = make(&app, caller, Locale::asked(&headers), &new).await?;
    let tokens = sessions::open(&app, &mut tx, &account, device.as_deref()).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok((StatusCode::CREATED, Json(tokens)))
}

/// Makes an account in a transaction that the caller ends.
///
/// # Errors
/// `Forbidden` where the server takes none, `Invalid` by field, a conflict where the address has one.
pub(super) async fn make(app: &App, caller: Caller, locale: Locale, new: &NewAccount) -> Answer<(Tx, AccountRow)> {
    if app.config.registration == Registration::Closed {
        // Before anything is looked up: it is the same for an address that has an account.
        return Err(ApiError::forbidden(
            "This server takes no new accounts. Ask its operator, or sign in to another server.",
        ));
    }
    let mut errors = Vec::new();
    let email = Email::read(&new.email, &mut errors);
    let display_name = text::required_line("display_name", &new.display_name, 100, &mut errors);
    refuse(errors)?;
    let about = vec![email.typed.clone(), display_name.clone(), "giftos".to_owned()];
    let password_hash = app.passwords.hash_new("password", &new.password, about).await?;
    let to = Recipient::of(&email, locale);
    // No account fails for want of a mail: its person can ask for another one.
    let mailed = match mail::admit(app, &app.db, caller, &to).await {
        Ok(()) => true,
        Err(error) if matches!(error.kind(), ProblemKind::MailOff | ProblemKind::TooManyRequests) => false,
        Err(error) => return Err(error),
    };

    let now = app.clock.now();
    let id = AccountId::new(now, rand::random());
    let mut tx = app.db.begin().await?;
    let row = store::NewRow {
        id,
        email: &email.typed,
        email_key: &email.key,
        display_name: &display_name,
        password_hash: &password_hash,
        role: ServerRole::Person,
        locale,
        now,
    };
    // Registering tells that an address is taken, as it must while no mail confirms it; signing in never does.
    if !store::insert(&mut tx, row).await? {
        return Err(ApiError::conflict("This mail address has an account already; sign in instead."));
    }
    let account = store::by_id(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    if mailed {
        mail::enqueue(app, &mut tx, &to, &address::letter(&account)).await?;
    }
    Ok((tx, account))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "accounts", responses(
    (status = 200, description = "The account", body = OwnAccountView),
))]
async fn my_account(State(app): State<App>, signed: Signed) -> Answer<Json<OwnAccountView>> {
    let account = store::by_id(&app.db, signed.account_id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(super::own_view(&account)))
}

/// Change the own profile: the name that others see, the picture beside it, which is an upload of one's own, and the language of mails.
#[utoipa::path(patch, path = "/api/v1/me", tag = "accounts", request_body = AccountPatch, responses(
    (status = 200, description = "The account as it is now", body = OwnAccountView),
))]
async fn change_profile(
    State(app): State<App>,
    signed: Signed,
    Json(patch): Json<AccountPatch>,
) -> Answer<Json<OwnAccountView>> {
    let mut errors = Vec::new();
    let name = patch.display_name.map(|name| text::required_line("display_name", &name, 100, &mut errors));
    let locale = patch.locale.map(|code| code.parse::<Locale>());
    if let Some(Err(unknown)) = &locale {
        errors.push(FieldError { field: "locale".to_owned(), detail: unknown.to_string() });
    }
    refuse(errors)?;
    let mut tx = app.db.begin().await?;
    if let Some(Ok(locale)) = locale {
        store::set_locale(&mut tx, signed.account_id, locale).await?;
    }
    if let Some(name) = name {
        store::rename(&mut tx, signed.account_id, &name).await?;
    }
    if let Some(avatar) = patch.avatar {
        let own = pictures::choose_own(&mut tx, signed.account_id, "avatar", avatar.as_deref()).await?;
        store::set_avatar(&mut tx, signed.account_id, own.as_ref().map(|own| own.path.as_str())).await?;
        let change = Change::To(own.map(|own| own.id));
        pictures::show(&mut tx, Subject::Account(signed.account_id), &change, app.clock.now()).await?;
    }
    let account = store::by_id(&mut tx, signed.account_id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok(Json(super::own_view(&account)))
}

/// Change the password; all other sessions end.
#[utoipa::path(put, path = "/api/v1/me/password", tag = "accounts", request_body = PasswordChange, responses(
    (status = 204, description = "Changed"),
    (status = 403, description = "The current password is another one", body = Problem),
))]
async fn change_password(
    State(app): State<App>,
    signed: Signed,
    Json(change): Json<PasswordChange>,
) -> Answer<StatusCode> {
    let account = store::by_id(&app.db, signed.account_id).await?.ok_or_else(ApiError::not_found)?;
    // Not 401: the session is good, and a client must not sign out over a typing error.
    let wrong = || ApiError::new(ProblemKind::Forbidden).field("current_password", "is another one");
    let checked = account.password_hash.clone();
    if !app.passwords.check("current_password", &change.current_password, Some(checked.clone())).await? {
        return Err(wrong());
    }
    let about = vec![account.email.clone(), account.display_name.clone(), "giftos".to_owned()];
    let hash = app.passwords.hash_new("new_password", &change.new_password, about).await?;
    let mut tx = app.db.begin().await?;
    // It may have been changed while it was checked; then it was the wrong one after all.
    if !store::set_password(&mut tx, signed.account_id, &hash, &checked).await? {
        return Err(wrong());
    }
    sessions::end_others(&mut tx, signed.account_id, signed.session_id, app.clock.now()).await?;
    notice::password_changed(&app, &mut tx, &account).await?;
    sessions::commit_endings(&app, tx).await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}
