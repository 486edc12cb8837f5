//! Showing a copy to whoever has its address. What it shows never changes: another picture is another address.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::store;
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::Path;

const PREFIX: &str = "/shop-pictures/";
/// Kept by the browser that asked for it and by nobody on the way.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// Opened by itself, it is a picture and nothing that could run.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

pub(super) fn routes() -> Router<App> {
    Router::new().route("/shop-pictures/{key}", get(show_copy))
}

/// Where the copy with this key is shown.
pub(crate) fn path(key: &str) -> String {
    format!("{PREFIX}{key}")
}

async fn show_copy(State(app): State<App>, Path(key): Path<String>) -> Answer<Response> {
    let (content_type, bytes) = store::served(&app.db, &key).await?.ok_or_else(ApiError::not_found)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::try_from(content_type).map_err(ApiError::internal)?);
    headers.insert(CACHE_CONTROL, KEPT);
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}
