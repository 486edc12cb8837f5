//! The page of a guest: a list that a giver let them see, what is still free on it, and giving it, by the link of a mail alone.
//! So that nothing else is asked of them: the link is the key, no cookie is set, and the address is passed on to no other page.
//! Opening it never changes anything, because mail servers open links to look behind them; the press of a button says that somebody reads the mail.

mod sheet;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use shared::wire::problem::ProblemKind;

use crate::App;
use crate::claims::guests as claims;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Asker, FormFields, Path, Query};
use crate::guests::{self, Guest};
use crate::locale::Locale;
use crate::web;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/guest/{token}", get(show).post(confirm))
        .route("/guest/{token}/give", post(give))
        .route("/guest/{token}/back", post(give_back))
}

/// Where a page begins, and what was just done.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    done: String,
}

/// Whoever comes by a guest's link.
struct Visit {
    app: App,
    locale: Locale,
    guest: Guest,
    path: String,
}

impl Visit {
    async fn enter(app: App, headers: &HeaderMap, caller: Caller, token: &str) -> Answer<Self> {
        let Some(id) = guests::named(&app, token) else {
            // Who tries links is counted as whoever opens a page.
            app.limits.open_page(caller)?;
            return Err(ApiError::not_found());
        };
        app.limits.open_guest_page(id)?;
        let guest = guests::by_id(&app, id).await?;
        let path = guests::path(&app, guest.id);
        Ok(Self { app, locale: Locale::asked(headers), guest, path })
    }

    fn back(&self, done: &str) -> Response {
        Redirect::to(&format!("{}?done={done}", self.path)).into_response()
    }
}

/// A link that opens nothing (any more), and one that was asked for too often, as pages; all others as they are. No cache keeps any.
fn closed(answer: Answer<Response>, headers: &HeaderMap) -> Answer<Response> {
    let locale = Locale::asked(headers);
    let (title, text) = match answer.as_ref().err().map(ApiError::kind) {
        Some(ProblemKind::NotFound) => ("page_link_refused_title", "page_guest_gone"),
        Some(ProblemKind::TooManyRequests) => ("page_wait_title", "page_wait"),
        _ => ("", ""),
    };
    let mut response = match answer {
        Err(error) if !title.is_empty() => web::refusal(error.kind(), locale, title, &web::paragraph(locale, text)),
        other => other?,
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let shown = async { Visit::enter(app, &headers, caller, &token).await?.sheet(&asked).await };
    closed(shown.await, &headers)
}

async fn confirm(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
) -> Answer<Response> {
    let confirmed = async {
        let visit = Visit::enter(app, &headers, caller, &token).await?;
        let now = visit.app.clock.now();
        let mut tx = visit.app.db.begin().await?;
        guests::confirm(&mut tx, &visit.guest, now).await?;
        tx.commit().await?;
        Ok(Redirect::to(&visit.path).into_response())
    };
    closed(confirmed.await, &headers)
}

async fn give(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
    fields: FormFields,
) -> Answer<Response> {
    let given = async {
        let visit = Visit::enter(app, &headers, caller, &token).await?;
        let item = fields.get("item").parse().map_err(|_| ApiError::not_found())?;
        let now = visit.app.clock.now();
        let mut tx = visit.app.db.begin().await?;
        let done = match claims::give(&mut tx, &visit.guest, item, now).await {
            Ok(()) => {
                tx.commit().await?;
                "given"
            }
            Err(error) => match error.kind() {
                ProblemKind::Taken => "taken",
                ProblemKind::Conflict | ProblemKind::NotFound | ProblemKind::Forbidden => "gone",
                _ => return Err(error),
            },
        };
        Ok(visit.back(done))
    };
    closed(given.await, &headers)
}

async fn give_back(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
    fields: FormFields,
) -> Answer<Response> {
    let given_back = async {
        let visit = Visit::enter(app, &headers, caller, &token).await?;
        let claim = fields.get("claim").parse().map_err(|_| ApiError::not_found())?;
        let now = visit.app.clock.now();
        let mut tx = visit.app.db.begin().await?;
        claims::give_back(&mut tx, visit.guest.id, claim, now).await?;
        tx.commit().await?;
        Ok(visit.back("back"))
    };
    closed(given_back.await, &headers)
}
