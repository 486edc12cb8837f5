//! Versions: `ETag` on what is read, `If-Match` on what is changed (RFC 9110, 8.8.3 and 13.1.1).

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use shared::wire::problem::ProblemKind;

use crate::App;
use crate::error::ApiError;

/// The entity tag of a version: `"7"`.
#[must_use]
pub fn etag(version: i64) -> HeaderValue {
    // Digits between quotes are always a header value.
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// The version that the client means to change; without one the request is refused.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(OptionalIfMatch);

/// The version that the client means to change, where it says one.
#[derive(Debug, Clone, Copy)]
pub struct OptionalIfMatch(Option<i64>);

impl IfMatch {
    /// The version that was named; none with `*`.
    #[must_use]
    pub fn named(self) -> Option<i64> {
        self.0.0
    }

    /// Refuses where the row has another version now.
    ///
    /// # Errors
    /// `Changed`.
    pub fn check(self, current: i64) -> Result<(), ApiError> {
        self.0.check(current)
    }
}

impl OptionalIfMatch {
    /// Refuses where the client named a version and the row has another one now.
    ///
    /// # Errors
    /// `Changed`.
    pub fn check(self, current: i64) -> Result<(), ApiError> {
        if self.0.is_some_and(|named| named != current) {
            return Err(ApiError::new(ProblemKind::Changed).detail("Read it again and decide anew."));
        }
        Ok(())
    }
}

impl FromRequestParts<App> for OptionalIfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        // `*` means any version that exists.
        if text == "*" {
            return Ok(Self(None));
        }
        // What is no tag of ours can match no version.
        let version = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|v| v.parse().ok());
        Ok(Self(Some(version.unwrap_or(-1))))
    }
}

impl FromRequestParts<App> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if !parts.headers.contains_key(IF_MATCH) {
            return Err(ApiError::new(ProblemKind::PreconditionRequired)
                .detail("Send If-Match with the ETag of what you read, or * for any version."));
        }
        OptionalIfMatch::from_request_parts(parts, app).await.map(Self)
    }
}
