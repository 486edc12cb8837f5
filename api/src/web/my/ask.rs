//! What these pages ask: the API's own routes, within the process, as the person who opens the page.
//!
//! So a page shows and does what the API would, by the same code: what may be seen is decided there, and never a second time here.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, IF_MATCH};
use axum::http::{HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::wire::Page;
use shared::wire::problem::Problem;
use tower::ServiceExt;

use super::visit::Visitor;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError, finish};
use crate::extract::Viewer;

/// The largest answer: a hundred wishes with all that they may hold.
const LARGEST: usize = 8 * 1024 * 1024;

/// The routes of the API.
#[derive(Clone)]
pub(crate) struct Api(pub(crate) Router);

impl Visitor {
    /// What the API answers to a GET.
    ///
    /// # Errors
    /// Its own.
    pub(super) async fn read<T: DeserializeOwned>(&self, path: &str) -> Answer<T> {
        let bytes = self.ask(Method::GET, path, Body::empty()).await?;
        serde_json::from_slice(&bytes).map_err(ApiError::internal)
    }

    /// The entries of a list, a hundred at a time, `most` of them or a few more.
    ///
    /// # Errors
    /// The API's own.
    pub(super) async fn read_all<T: DeserializeOwned>(&self, path: &str, most: usize) -> Answer<Vec<T>> {
        let mut entries = Vec::new();
        let mut cursor = String::new();
        loop {
            let page: Page<T> = self.read(&format!("{path}limit=100{cursor}")).await?;
            entries.extend(page.entries);
            match page.next_cursor.filter(|_| entries.len() < most) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(entries),
            }
        }
    }

    /// Asks for a change; of the answer it only matters that it is none of the errors.
    ///
    /// # Errors
    /// The API's own.
    pub(super) async fn send(&self, method: Method, path: &str, body: &impl Serialize) -> Answer<Bytes> {
        let body = serde_json::to_vec(body).map_err(ApiError::internal)?;
        self.ask(method, path, Body::from(body)).await
    }

    /// Asks for a change that needs no words.
    ///
    /// # Errors
    /// The API's own.
    pub(super) async fn ask_for(&self, method: Method, path: &str) -> Answer<Bytes> {
        self.ask(method, path, Body::empty()).await
    }

    async fn ask(&self, method: Method, path: &str, body: Body) -> Answer<Bytes> {
        let mut request = Request::new(body);
        *request.uri_mut() = format!("/api/v1{path}").parse().map_err(|_| ApiError::not_found())?;
        if method == Method::PATCH {
            // What was seen stands in the body where it matters.
            request.headers_mut().insert(IF_MATCH, HeaderValue::from_static("*"));
        }
        *request.method_mut() = method;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(language) = self.headers.get(ACCEPT_LANGUAGE) {
            request.headers_mut().insert(ACCEPT_LANGUAGE, language.clone());
        }
        let extensions = request.extensions_mut();
        extensions.insert(self.request_id.clone());
        extensions.insert(self.signed.map_or(self.caller, |signed| Caller::Account(signed.account_id)));
        if let Some(signed) = self.signed {
            extensions.insert(Viewer { account_id: signed.account_id, session_id: signed.session_id });
        }
        let response = match self.api.0.clone().oneshot(request).await {
            Ok(response) => finish(response, &self.request_id.0),
            Err(never) => match never {},
        };
        let status = response.status();
        let bytes = to_bytes(response.into_body(), LARGEST).await.map_err(ApiError::internal)?;
        if status.is_success() {
            return Ok(bytes);
        }
        let problem: Problem = serde_json::from_slice(&bytes).map_err(ApiError::internal)?;
        let refused = ApiError::new(problem.kind);
        Err(problem.errors.into_iter().fold(refused, |error, field| error.field(field.field, field.detail)))
    }
}
