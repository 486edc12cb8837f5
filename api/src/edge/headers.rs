//! Headers that keep a browser from doing more with an answer than it should. A page that needs more says so itself.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Which version answers. The API's description says it too; here a page need not read that.
pub(super) const VERSION: HeaderName = HeaderName::from_static("giftos-version");

const HEADERS: [(HeaderName, &str); 7] = [
    // An answer is what it says it is.
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Nothing is loaded or run, and nobody frames it.
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // What a person may see is kept by no cache on the way.
    (CACHE_CONTROL, "no-store"),
    (VERSION, env!("CARGO_PKG_VERSION")),
];

pub(super) async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
