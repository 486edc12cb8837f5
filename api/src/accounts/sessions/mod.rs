//! Sessions: signing in and out, and the family of refresh tokens of each device.
//! So that a stolen refresh token is noticed, because it comes twice, and ends the session that it was stolen from.
//! It never keeps a refresh token as text, and never tells whether a mail address has an account.

mod browser;
mod recent;
pub(crate) mod store;

use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use shared::id::{AccountId, SessionId};
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::accounts::{NewSession, RefreshSession, Secret, ServerRole, SessionTokens, SessionView};
use shared::wire::problem::{Problem, ProblemKind};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::email::Email;
use crate::accounts::store::{self as accounts, AccountRow};
use crate::accounts::token::Claims;
use crate::db::{Db, StoreError, Tx};
use crate::error::{Answer, ApiError, refuse};
use crate::events::{self, Which};
use crate::extract::{Json, Signed};
use crate::{App, digest, text};

pub(crate) use browser::browser;
use recent::Found;
pub use recent::Recent;

/// How long a refresh token is good, and with it a session that nobody uses.
const REFRESH_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_sessions, sign_in, sign_out_everywhere))
        .routes(routes!(refresh_session))
        .routes(routes!(sign_out))
}

/// The name of a device, as it is kept.
pub(super) fn device(device: Option<&str>) -> Answer<Option<String>> {
    let mut errors = Vec::new();
    let device = device.map(|name| text::line("device", name, 100, &mut errors)).filter(|name| !name.is_empty());
    refuse(errors)?;
    Ok(device)
}

/// Whose device a session is of, and the name that it was given; `None` where the session is forgotten.
///
/// # Errors
/// Those of the database.
pub(crate) async fn device_of(tx: &mut Tx, id: SessionId) -> Result<Option<(AccountId, Option<String>)>, StoreError> {
    store::device_of(tx, id).await
}

/// Opens a session for an account whose person has just shown that they are who they say.
pub(super) async fn open(app: &App, tx: &mut Tx, account: &AccountRow, device: Option<&str>) -> Answer<SessionTokens> {
    let now = app.clock.now();
    let id = SessionId::new(now, rand::random());
    store::forget_sessions(tx, account.id(), now).await?;
    store::insert_session(tx, id, account.id(), device, now, now.plus_millis(REFRESH_MILLIS)).await?;
    tokens(app, tx, account, id, now).await
}

/// The next pair of tokens of a session.
async fn tokens(
    app: &App,
    tx: &mut Tx,
    account: &AccountRow,
    session_id: SessionId,
    now: Timestamp,
) -> Answer<SessionTokens> {
    // 256 bits of chance: nobody guesses it, so a fast hash is enough to keep it by.
    let refresh_token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let refresh_expires_at = now.plus_millis(REFRESH_MILLIS);
    store::insert_refresh(tx, &hash(&refresh_token), session_id, now, refresh_expires_at).await?;
    let claims = Claims { account_id: account.id(), session_id };
    let (access_token, access_expires_at) = app.tokens.sign(claims, now)?;
    Ok(SessionTokens {
        access_token: Secret::new(access_token),
        access_expires_at,
        refresh_token: Secret::new(refresh_token),
        refresh_expires_at,
        session_id,
        account: crate::accounts::view(account),
    })
}

fn hash(token: &str) -> String {
    digest::hex(Sha256::new_with_prefix(token))
}

/// Sign in.
///
/// The answer takes the same work whether or not the mail address has an account.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", security(()), request_body = NewSession, responses(
    (status = 201, description = "Signed in", body = SessionTokens),
    (status = 401, description = "Mail address and password do not belong together", body = Problem),
    (status = 403, description = "The operator has deactivated the account", body = Problem),
))]
async fn sign_in(State(app): State<App>, Json(new): Json<NewSession>) -> Answer<(StatusCode, Json<SessionTokens>)> {
    let device = device(new.device.as_deref())?;
    let (mut tx, account) = prove(&app, &new.email, &new.password).await?;
    let tokens = open(&app, &mut tx, &account, device.as_deref()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(tokens)))
}

/// Whose account it is, where the password is its own; in a transaction in which that stays so.
///
/// # Errors
/// `WrongCredentials`, or `Forbidden` where the account was shut out.
pub(super) async fn prove(app: &App, email: &str, password: &Secret) -> Answer<(Tx, AccountRow)> {
    let wrong = || ApiError::new(ProblemKind::WrongCredentials);
    // An address that cannot be one belongs to nobody; it is looked up all the same.
    let email = Email::read(email, &mut Vec::new());
    if email.key.contains('\0') || email.key.len() > 1000 {
        return Err(wrong());
    }
    let found = accounts::by_email(&app.db, &email.key).await?;
    let hash = found.as_ref().map(|account| account.password_hash.clone());
    let right = app.passwords.check("password", password, hash).await?;
    let found = found.filter(|_| right).ok_or_else(wrong)?;
    let mut tx = app.db.begin().await?;
    // The password may have been changed, or the account deactivated, while it was checked. Writing first holds the row:
    // what is read now stays true until the session is there, and who changes it afterwards ends that session.
    accounts::note_sign_in(&mut tx, found.id(), app.clock.now()).await?;
    let account = accounts::by_id(&mut tx, found.id()).await?.ok_or_else(wrong)?;
    if found.password_hash != account.password_hash {
        return Err(wrong());
    }
    if account.deactivated_at().is_some() {
        return Err(ApiError::forbidden("The operator of this server has deactivated this account."));
    }
    Ok((tx, account))
}

/// Exchange a refresh token for the next pair of tokens.
///
/// It is good once. A token that comes a second time was copied: its session ends, and with it the whole family.
#[utoipa::path(post, path = "/api/v1/sessions/refresh", tag = "sessions", security(()), request_body = RefreshSession,
    responses(
        (status = 200, description = "The next pair", body = SessionTokens),
        (status = 401, description = "The token is no longer good", body = Problem),
    ))]
async fn refresh_session(State(app): State<App>, Json(body): Json<RefreshSession>) -> Answer<Json<SessionTokens>> {
    let refused = || ApiError::new(ProblemKind::Unauthenticated).detail("Sign in again.");
    let now = app.clock.now();
    let hash = hash(body.refresh_token.expose());
    let mut tx = app.db.begin().await?;
    let row = store::refresh(&mut tx, &hash).await?.ok_or_else(refused)?;
    if row.used() || (row.good_at(now) && !store::use_refresh(&mut tx, &hash, now).await?) {
        end_copied(&app, tx, &row, now).await?;
        return Err(refused());
    }
    if !row.good_at(now) {
        return Err(refused());
    }
    let tokens = next_tokens(&app, &mut tx, &row, now).await?.ok_or_else(refused)?;
    tx.commit().await?;
    Ok(Json(tokens))
}

/// The next pair of tokens of the session that a refresh token is of, which was just used; `None` where its account is gone.
async fn next_tokens(app: &App, tx: &mut Tx, row: &store::RefreshRow, now: Timestamp) -> Answer<Option<SessionTokens>> {
    let Some(account) = accounts::by_id(&mut *tx, row.account_id()).await? else { return Ok(None) };
    store::use_session(tx, row.session_id(), now, now.plus_millis(REFRESH_MILLIS)).await?;
    store::forget_refresh(tx, row.session_id(), now).await?;
    tokens(app, tx, &account, row.session_id(), now).await.map(Some)
}

/// Ends the session of a refresh token that came twice.
async fn end_copied(app: &App, mut tx: Tx, row: &store::RefreshRow, now: Timestamp) -> Result<(), StoreError> {
    end_one(&mut tx, (row.account_id(), row.session_id()), now).await?;
    commit_endings(app, tx).await?;
    tracing::warn!(account = %row.account_id(), session = %row.session_id(), "a refresh token came twice; its session was ended");
    Ok(())
}

/// The devices that are signed in, the latest sign-in first; at most 200.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions", responses(
    (status = 200, description = "The sessions", body = Page<SessionView>),
))]
async fn list_sessions(State(app): State<App>, signed: Signed) -> Answer<Json<Page<SessionView>>> {
    let rows = store::list_sessions(&app.db, signed.account_id, app.clock.now()).await?;
    let view = |row: store::SessionRow| SessionView {
        id: row.id(),
        created_at: row.created_at(),
        last_used_at: row.last_used_at(),
        current: row.id() == signed.session_id,
        device: row.device,
    };
    Ok(Json(Page { entries: rows.into_iter().map(view).collect(), next_cursor: None }))
}

/// Sign out on this device.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions", responses(
    (status = 204, description = "Signed out"),
))]
async fn sign_out(State(app): State<App>, signed: Signed) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    end_one(&mut tx, (signed.account_id, signed.session_id), app.clock.now()).await?;
    commit_endings(&app, tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign out on every device.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions", responses(
    (status = 204, description = "Signed out everywhere"),
))]
async fn sign_out_everywhere(State(app): State<App>, signed: Signed) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    end_all(&mut tx, signed.account_id, app.clock.now()).await?;
    commit_endings(&app, tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends every session of an account. [`commit_endings`] makes it so.
///
/// # Errors
/// Those of the database.
pub(super) async fn end_all(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    store::end_all_sessions(tx, account, now).await?;
    events::sessions_ended(tx, account, Which::All);
    Ok(())
}

/// Ends one session. [`commit_endings`] makes it so.
async fn end_one(tx: &mut Tx, (account, session): (AccountId, SessionId), now: Timestamp) -> Result<(), StoreError> {
    store::end_session(tx, session, account, now).await?;
    events::sessions_ended(tx, account, Which::Only(session));
    Ok(())
}

/// Ends every session of an account but one. [`commit_endings`] makes it so.
///
/// # Errors
/// Those of the database.
pub(super) async fn end_others(
    tx: &mut Tx,
    account: AccountId,
    kept: SessionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    store::end_other_sessions(tx, account, kept, now).await?;
    events::sessions_ended(tx, account, Which::But(kept));
    Ok(())
}

/// Commits a transaction that ended sessions: from the answer on, this process takes none of them.
///
/// # Errors
/// Those of the database.
pub(super) async fn commit_endings(app: &App, tx: Tx) -> Result<(), StoreError> {
    let done = tx.commit().await;
    // After an error too: it may have reached the disk all the same.
    app.recent_sessions.forget();
    done
}

/// Forgets sessions that expired, at most `most` of them; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::expire_sessions(&mut tx, now, most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}

/// Whether a session is good: it has not ended, and the account may sign in.
///
/// # Errors
/// Those of the database.
pub(crate) async fn is_good(app: &App, claims: Claims) -> Result<bool, StoreError> {
    let now = app.clock.now();
    let Some(asking) = app.recent_sessions.ask(claims, now) else { return Ok(true) };
    let found = store::role_of_session(&app.db, claims.session_id, claims.account_id, now).await?;
    let Some((_, expires_at)) = found else { return Ok(false) };
    app.recent_sessions.remember(asking, claims, Found { expires_at, at: now });
    Ok(true)
}

/// What the person of a session may do on this server; `None` where it is not good. Asked anew each time.
///
/// # Errors
/// Those of the database.
pub(crate) async fn role(app: &App, claims: Claims) -> Result<Option<ServerRole>, StoreError> {
    let found = store::role_of_session(&app.db, claims.session_id, claims.account_id, app.clock.now()).await?;
    Ok(found.map(|(role, _)| role))
}
