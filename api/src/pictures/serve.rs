//! Showing a picture to whoever has its address.
//!
//! An `<img>` cannot say who is looking, so the address itself is the key. What it shows never changes.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::Size;
use super::{address, store};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Path, Query, etag};

/// Kept by the browser that asked for it and by nobody on the way: what a person may see is nobody else's business.
const KEPT: &str = "private, max-age=31536000, immutable";
/// Opened by itself, it is a picture and nothing that could run.
const POLICY: &str = "default-src 'none'; sandbox";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_picture))
}

/// Which size is asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    /// Up to 1,600 pixels on the longer side.
    #[default]
    Full,
    /// Fits into a square of 320 pixels.
    Thumb,
}

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Which size; `full` unless said.
    #[serde(default)]
    #[param(inline)]
    size: Wanted,
}

/// An uploaded picture, for whoever has its address. It needs no token and does not count against the limits of an hour.
#[utoipa::path(get, path = "/api/v1/pictures/{key}", tag = "pictures", params(("key" = String, Path, max_length = 64), Asked),
    security(()),
    responses((status = 200, description = "The picture.", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
        (status = 304, description = "The client has it."), (status = 404, description = "No such picture (any more).")))]
async fn read_picture(
    app: State<App>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer<Response> {
    if !address::is_key(&key) {
        return Err(ApiError::not_found());
    }
    let size = match asked.size {
        Wanted::Full => Size::Full,
        Wanted::Thumb => Size::Thumb,
    };
    let (content_type, bytes) = store::served(&app.db, &key, size).await?.ok_or_else(ApiError::not_found)?;
    let has_it = has_it(&headers);
    let mut response = Response::new(if has_it { Body::empty() } else { Body::from(bytes) });
    let headers = response.headers_mut();
    if has_it {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::try_from(content_type).map_err(ApiError::internal)?);
    }
    for (name, value) in [
        (CACHE_CONTROL, KEPT),
        (CONTENT_SECURITY_POLICY, POLICY),
        // The extension's pages are of another origin, and show it.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().insert(ETAG, etag(1));
    Ok(response)
}

/// There is one version of what an address shows.
fn has_it(headers: &HeaderMap) -> bool {
    let known = headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    known.split(',').any(|tag| matches!(tag.trim().trim_start_matches("W/"), "\"1\"" | "*"))
}
