//! What a page's form sends: fields by name, small, each once.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use shared::wire::problem::ProblemKind;

use super::request::read_body;
use crate::App;
use crate::error::ApiError;

/// The largest form: a mail address, a password and what a browser adds.
pub(crate) const FORM_LIMIT: usize = 8 * 1024;
/// The largest of a wish: its title and its two notes as they are and as they were, 9,000 signs, each of which may take twelve bytes
/// on the way.
pub(crate) const WISH_LIMIT: usize = 112 * 1024;

/// The fields of a form.
#[derive(Clone, Default)]
pub struct FormFields(BTreeMap<String, String>);

impl FormFields {
    /// A field; empty where it is missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Reads a form of so many bytes at most.
    ///
    /// # Errors
    /// `UnsupportedMediaType`, `TooLarge`, `RequestTimeout`.
    pub(crate) async fn read(request: Request, app: &App, most: usize) -> Result<Self, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(ApiError::new(ProblemKind::UnsupportedMediaType).detail("Send the form of the page."));
        }
        let bytes = read_body(request.into_body(), most, Duration::from_secs(app.config.body_seconds)).await?;
        Ok(Self(url::form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

impl FromRequest<App> for FormFields {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        Self::read(request, app, FORM_LIMIT).await
    }
}
