//! Body, path and query as typed values; axum's own refusals are text, ours are problems.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::wire::problem::ProblemKind;

use crate::App;
use crate::error::ApiError;

/// The largest JSON body of an ordinary route.
pub(crate) const BODY_LIMIT: usize = 256 * 1024;

/// A JSON body, in or out.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        json_only(request.headers())?;
        let bytes = read_body(request.into_body(), BODY_LIMIT, Duration::from_secs(app.config.body_seconds)).await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// A page of another site can send `text/plain` without asking the browser first, so only JSON is taken.
fn json_only(headers: &HeaderMap) -> Result<(), ApiError> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(ApiError::new(ProblemKind::UnsupportedMediaType).detail("Use Content-Type: application/json."));
    }
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(ApiError::new(ProblemKind::UnsupportedMediaType).detail("Send the body without compression."));
    }
    Ok(())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // serde reads a struct from a list of its fields too; we describe objects, so we take objects.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(ApiError::new(ProblemKind::Invalid).detail("The body is an object, not a list."));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            // Well-formed JSON of another shape: a missing, unknown or wrong field.
            return ApiError::new(ProblemKind::Invalid).detail(format!("The body has another shape: {error}."));
        }
        ApiError::new(ProblemKind::Malformed).detail(format!("The body is no JSON: {error}."))
    })
}

/// Reads a whole body of at most `limit` bytes within `patience`.
pub(crate) async fn read_body(body: Body, limit: usize, patience: Duration) -> Result<Bytes, ApiError> {
    let read = async {
        let mut chunks = body.into_data_stream();
        let mut bytes = Vec::new();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| ApiError::new(ProblemKind::Malformed).detail("The body broke off."))?;
            if bytes.len() + chunk.len() > limit {
                return Err(ApiError::new(ProblemKind::TooLarge).detail(format!("At most {limit} bytes.")));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Bytes::from(bytes))
    };
    tokio::time::timeout(patience, read).await.unwrap_or_else(|_| Err(ApiError::new(ProblemKind::RequestTimeout)))
}

/// Whether an address holds a NUL. PostgreSQL holds none in text, and no parameter means anything by one.
fn holds_nul(part: &str) -> bool {
    part.contains("%00")
}

/// Parameters of the path. An id that is none is an id that does not exist.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if holds_nul(parts.uri.path()) {
            return Err(ApiError::not_found());
        }
        match axum::extract::Path::from_request_parts(parts, app).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(rejection) if rejection.status() == StatusCode::BAD_REQUEST => Err(ApiError::not_found()),
            Err(rejection) => Err(ApiError::internal(rejection.to_string())),
        }
    }
}

/// Parameters of the query.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let refused = |detail: String| ApiError::new(ProblemKind::Malformed).detail(detail);
        let query = parts.uri.query().unwrap_or_default();
        if holds_nul(query) {
            return Err(refused("A parameter holds a NUL character.".to_owned()));
        }
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(refused(format!("A parameter cannot be read: {}.", rejection.body_text()))),
        }
    }
}
