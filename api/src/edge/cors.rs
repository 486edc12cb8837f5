//! Which pages may read answers: the extension's own, and nobody else's.
//!
//! The extension asks with a bearer token that it holds itself; there are no cookies, and credentials are never allowed,
//! so a page that somebody else wrote can borrow nobody's session.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::children::ACTS_FOR;
use crate::config::Config;
use crate::events::stream::LAST_EVENT_ID;

/// Sent by clients that want a POST carried out once.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub(super) fn layer(config: &Config) -> CorsLayer {
    let chromium = config.extension_origin.clone();
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| is_extension(origin, &chromium)))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IDEMPOTENCY_KEY, LAST_EVENT_ID, ACTS_FOR])
        .expose_headers([
            ETAG,
            LOCATION,
            RETRY_AFTER,
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
            super::headers::VERSION,
        ])
        .max_age(Duration::from_secs(3600))
}

/// The one extension in Chromium; in Firefox any, because each browser draws its own id for it.
pub(crate) fn is_extension(origin: &HeaderValue, chromium: &str) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let firefox = |id: &str| id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    origin == chromium || origin.strip_prefix("moz-extension://").is_some_and(firefox)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CHROMIUM_ORIGIN;

    #[test]
    fn only_the_extension_is_let_in() {
        for (origin, allowed) in [
            (CHROMIUM_ORIGIN, true),
            ("moz-extension://3f0c2a52-6c0b-4c0e-9d8e-0a1b2c3d4e5f", true),
            ("chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
            ("chrome-extension://chodboholjciodoneibeamnhnjaeakek.evil.example", false),
            ("moz-extension://", false),
            ("moz-extension://evil.example", false),
            ("https://shop.example", false),
            ("null", false),
        ] {
            assert_eq!(is_extension(&HeaderValue::from_static(origin), CHROMIUM_ORIGIN), allowed, "{origin}");
        }
    }
}
