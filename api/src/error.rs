//! Every failure as the client sees it: RFC 9457 problems, and the only place with failure status codes.
//! So that programs can decide by kind, and a fault of the server never tells its insides.
//! There is no blanket conversion: a new kind of error must choose what it is to the client.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::wire::problem::{FieldError, Problem, ProblemKind};

use crate::db::StoreError;

/// What a handler answers where it cannot do what was asked.
#[derive(Debug)]
pub struct ApiError {
    kind: ProblemKind,
    detail: Option<Cow<'static, str>>,
    errors: Vec<FieldError>,
    retry_after: Option<u64>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// What a handler gives.
pub type Answer<T> = Result<T, ApiError>;

/// The status and the sentence of each kind.
#[must_use]
pub fn meaning(kind: ProblemKind) -> (StatusCode, &'static str) {
    match kind {
        ProblemKind::Malformed => (StatusCode::BAD_REQUEST, "The request cannot be read."),
        ProblemKind::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "A field breaks a rule."),
        ProblemKind::Unauthenticated => (StatusCode::UNAUTHORIZED, "Sign in first."),
        ProblemKind::WrongCredentials => {
            (StatusCode::UNAUTHORIZED, "Mail address and password do not belong together.")
        }
        ProblemKind::Forbidden => (StatusCode::FORBIDDEN, "This account may not do that."),
        ProblemKind::NotFound => (StatusCode::NOT_FOUND, "There is nothing here that you may see."),
        ProblemKind::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "This address does not take that method."),
        ProblemKind::RequestTimeout => (StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive."),
        ProblemKind::Conflict => (StatusCode::CONFLICT, "It is there already, in another form."),
        ProblemKind::Taken => (StatusCode::CONFLICT, "Somebody else gives it."),
        ProblemKind::OverLimit => (StatusCode::CONFLICT, "There is no room for it in its category."),
        ProblemKind::Locked => (StatusCode::CONFLICT, "The list stays as it is since its lock date."),
        ProblemKind::Changed => (StatusCode::PRECONDITION_FAILED, "It was changed meanwhile."),
        ProblemKind::PreconditionRequired => (StatusCode::PRECONDITION_REQUIRED, "Say which version you mean."),
        ProblemKind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "The body is too large."),
        ProblemKind::UnsupportedMediaType => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is of a kind that is not taken here.")
        }
        ProblemKind::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "Too many requests; wait a little."),
        ProblemKind::MailOff => (StatusCode::CONFLICT, "This server sends no mail."),
        ProblemKind::AddressRefused => (StatusCode::UNPROCESSABLE_ENTITY, "The server does not visit that address."),
        ProblemKind::Busy => (StatusCode::SERVICE_UNAVAILABLE, "The server is busy; try again."),
        ProblemKind::Internal | ProblemKind::Unknown => {
            (StatusCode::INTERNAL_SERVER_ERROR, "The server made a mistake; quote the request id.")
        }
    }
}

impl ApiError {
    /// A problem of this kind, without further words.
    #[must_use]
    pub fn new(kind: ProblemKind) -> Self {
        Self { kind, detail: None, errors: Vec::new(), retry_after: None, cause: None }
    }

    /// With a sentence: what happened here and what to do. It goes to the client as it is.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With one more refused field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(FieldError { field: field.into(), detail: detail.into() });
        self
    }

    /// With the seconds after which trying again makes sense.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// It does not exist, or not for this viewer; both look alike.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound)
    }

    /// One field breaks a rule.
    #[must_use]
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Invalid).field(field, detail)
    }

    /// It is there already, in another form.
    #[must_use]
    pub fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Conflict).detail(detail)
    }

    /// The account may not do this.
    #[must_use]
    pub fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Forbidden).detail(detail)
    }

    /// A fault of ours; the cause is logged and never sent.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let mut error = Self::new(ProblemKind::Internal);
        error.cause = Some(Arc::from(cause.into()));
        error
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }
}

/// By kind. A capability that means something of its own by *conflict* says so before.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::not_found(),
            StoreError::Conflict => Self::new(ProblemKind::Conflict),
            StoreError::Busy(_) => {
                let mut busy = Self::new(ProblemKind::Busy).retry_after(1);
                busy.cause = Some(Arc::new(error));
                busy
            }
            StoreError::Internal(_) => Self::internal(error),
        }
    }
}

/// Where a rule over several fields found something: `invalid` only where there is something to say.
///
/// # Errors
/// `Invalid` with all of them.
pub fn refuse(errors: Vec<FieldError>) -> Answer<()> {
    if errors.is_empty() {
        return Ok(());
    }
    let mut error = ApiError::new(ProblemKind::Invalid);
    error.errors = errors;
    Err(error)
}

/// The error rides on the response until [`finish`] knows the id of the request.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = meaning(self.kind).0;
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Writes the problem into a response that carries one, with the request's id; logs faults of the server once.
#[must_use]
pub fn finish(mut response: Response, request_id: &str) -> Response {
    let Some(error) = response.extensions_mut().remove::<Arc<ApiError>>() else { return response };
    let (status, title) = meaning(error.kind);
    if status.is_server_error() {
        let cause = error.cause.as_ref().map(ToString::to_string);
        tracing::error!(request_id, status = status.as_u16(), cause = cause.as_deref(), "a request failed");
    }
    let problem = Problem {
        kind: error.kind,
        title: title.to_owned(),
        status: status.as_u16(),
        // What a fault of ours was is nobody's business but the log's.
        detail: error.detail.as_ref().filter(|_| error.kind != ProblemKind::Internal).map(|detail| detail.to_string()),
        instance: Some(request_id.to_owned()),
        errors: error.errors.clone(),
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = error.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    // A struct of texts and numbers always serialises.
    *response.body_mut() = Body::from(serde_json::to_vec(&problem).unwrap_or_default());
    response
}
