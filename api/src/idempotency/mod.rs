//! `Idempotency-Key`: a POST that is sent twice is carried out once, and both get the same answer.
//! So that a client whose line broke may simply send again, whatever the route.
//! It never keeps answers of routes that sign in: they hold tokens.
//!
//! Only successes are kept. What was refused or failed may be sent again under the same key and is carried out then. A
//! request that dies on the way holds its key until every request of its age was given up; that it is not carried out
//! twice even then is the business of ids made by the client.

mod replay;
pub(crate) mod store;

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use shared::id::AccountId;
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;

use crate::config::Config;
use crate::db::{Db, StoreError};
use crate::edge::IDEMPOTENCY_KEY;
use crate::error::{Answer, ApiError};
use crate::extract::{BODY_LIMIT, Viewer, read_body};
use crate::{App, digest};

/// How long an answer is kept.
const KEPT_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// So long after the time at which each request is given up, one that has not answered has died: for the clocks of
/// several processes, and for what an answer that came in the last moment still has to write.
const LEASE_SLACK_SECONDS: u64 = 10;

/// A key that this request holds.
struct Held<'a> {
    app: &'a App,
    account: AccountId,
    key: String,
    since: Timestamp,
}

/// Around routes of people who are signed in.
pub(crate) async fn once(State(app): State<App>, request: Request, next: Next) -> Answer<Response> {
    if request.method() != Method::POST || !request.headers().contains_key(IDEMPOTENCY_KEY) {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let key = key(&parts)?;
    let viewer = <Viewer as FromRequestParts<App>>::from_request_parts(&mut parts, &app).await?;
    let body = read_body(body, BODY_LIMIT, Duration::from_secs(app.config.body_seconds)).await?;
    let mut hash = Sha256::new();
    hash.update(parts.uri.path_and_query().map_or("", |path| path.as_str()));
    hash.update([0]);
    hash.update(&body);
    let fingerprint = digest::hex(hash);

    let held = match hold(&app, viewer.account_id, key, &fingerprint).await? {
        Hold::Mine(held) => held,
        Hold::Answered(answer) => return Ok(answer),
    };
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    replay::keep(held, response).await
}

/// Forgets answers that were kept for a day, at most `most` of them; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::expire(&mut tx, now.plus_millis(-KEPT_MILLIS), most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}

fn key(parts: &Parts) -> Answer<String> {
    let mut values = parts.headers.get_all(IDEMPOTENCY_KEY).iter();
    let key = values.next().and_then(|value| value.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > 255 || values.next().is_some() {
        return Err(ApiError::new(ProblemKind::Malformed).detail("Idempotency-Key is 1 to 255 ASCII characters, once."));
    }
    Ok(key.to_owned())
}

/// How long a request holds its key that does not answer.
fn lease_millis(config: &Config) -> i64 {
    let seconds = config.request_seconds.saturating_add(config.body_seconds).saturating_add(LEASE_SLACK_SECONDS);
    i64::try_from(seconds.saturating_mul(1000)).unwrap_or(KEPT_MILLIS)
}

enum Hold<'a> {
    Mine(Held<'a>),
    Answered(Response),
}

async fn hold<'a>(app: &'a App, account: AccountId, key: String, fingerprint: &str) -> Answer<Hold<'a>> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::forget(&mut tx, account, now.plus_millis(-KEPT_MILLIS)).await?;
    let mut mine = store::claim(&mut tx, account, &key, fingerprint, now).await?;
    if !mine {
        let at_work = || ApiError::conflict("A request with this Idempotency-Key is still at work.").retry_after(1);
        let row = store::kept(&mut tx, account, &key).await?.ok_or_else(at_work)?;
        if row.fingerprint != fingerprint {
            return Err(ApiError::conflict("This Idempotency-Key was used for another request."));
        }
        if let Some(status) = row.status {
            let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
            return replay::answer(status.unwrap_or(StatusCode::OK), row).map(Hold::Answered);
        }
        let dead = row.created_at() <= now.plus_millis(-lease_millis(&app.config));
        mine = dead && store::take_over(&mut tx, account, &key, row.created_at(), now).await?;
        if !mine {
            return Err(at_work());
        }
    }
    tx.commit().await?;
    Ok(Hold::Mine(Held { app, account, key, since: now }))
}
