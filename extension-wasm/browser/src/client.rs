//! Requests to the server: JSON out, or a picture; JSON or a problem back. Cookies are never sent, redirects never followed.

use shared::join::glued;
use shared::json::{self, FromJson};
use shared::wire::accounts::Secret;
use shared::wire::message::Refusal;
use shared::wire::problem::Problem;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response,
};

use crate::json::words_of;

#[wasm_bindgen]
extern "C" {
    // The global one: it is there in a service worker as in an event page.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_request(request: &Request) -> js_sys::Promise;
}

fn not_ours() -> CallError {
    CallError::Unreachable("the answer is not of our API".to_owned())
}

/// Reads the text that the server answered. What is not as it should be comes from somebody else than our API.
///
/// # Errors
/// [`CallError::Unreachable`].
pub fn read<T: FromJson>(answer: &str) -> Result<T, CallError> {
    json::parse(answer).ok_or_else(not_ours)
}

/// Why there is no answer to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// Nobody answered, or not in time, or somebody answered who is not our API (a hotel's sign-in page).
    Unreachable(String),
    /// The API said no.
    Problem {
        /// What it said.
        problem: Problem,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
}

/// What a person is told of a failed request.
#[must_use]
pub fn refusal(error: CallError) -> Refusal {
    match error {
        CallError::Unreachable(_) => Refusal::Offline,
        CallError::Problem { problem, .. } => Refusal::Problem {
            kind: problem.kind,
            detail: problem.detail,
            fields: problem.errors.into_iter().map(|error| (error.field, error.detail)).collect(),
        },
    }
}

/// One request.
#[derive(Debug, Clone)]
pub struct Call {
    address: String,
    method: String,
    token: Option<Secret>,
    if_match: Option<&'static str>,
    body: Option<(&'static str, JsValue)>,
    timeout_ms: u32,
}

impl Call {
    /// A request to a path below `/api/v1`.
    #[must_use]
    pub fn new(method: &str, server: &str, path: &str) -> Self {
        let address = glued(&[server, "/api/v1", path]);
        Self { address, method: method.to_owned(), token: None, if_match: None, body: None, timeout_ms: 20_000 }
    }

    /// Whatever version the server has (RFC 9110, 13.1.1): the person's last word counts.
    #[must_use]
    pub fn any_version(mut self) -> Self {
        self.if_match = Some("*");
        self
    }

    /// With this access token.
    #[must_use]
    pub fn token(mut self, token: Secret) -> Self {
        self.token = Some(token);
        self
    }

    /// With this body, which is JSON.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(("application/json", JsValue::from_str(&body.into())));
        self
    }

    /// With a picture, as its bytes lie in the database; what kind it is, the server sees by them.
    #[must_use]
    pub fn picture(mut self, bytes: JsValue) -> Self {
        self.body = Some(("image/webp", bytes));
        self
    }

    /// Given up after so long; 20 s unless said.
    #[must_use]
    pub fn within_ms(mut self, timeout_ms: u32) -> Self {
        self.timeout_ms = timeout_ms;
        self
    }

    /// Sends it and gives the text of the answer, which may be empty and is still to be [`read`].
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send(self) -> Result<String, CallError> {
        let (ok, retry_after, text) =
            self.exchange().await.map_err(|failure| CallError::Unreachable(words_of(&failure)))?;
        if ok {
            return Ok(text);
        }
        Err(json::parse(&text).map_or_else(not_ours, |problem| CallError::Problem { problem, retry_after }))
    }

    /// Sends it and gives the version of the server that answered, whatever its answer is; an empty one where it does not say.
    /// `None` where nobody answers.
    pub async fn version(self) -> Option<String> {
        let response: Response = JsFuture::from(fetch_request(&self.request().ok()?)).await.ok()?.unchecked_into();
        Some(response.headers().get("giftos-version").ok()?.unwrap_or_default())
    }

    /// Whether it went well, `Retry-After`, and the body.
    async fn exchange(&self) -> Result<(bool, Option<u32>, String), JsValue> {
        let response: Response = JsFuture::from(fetch_request(&self.request()?)).await?.unchecked_into();
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        let retry_after = response.headers().get("retry-after")?.and_then(|text| text.parse().ok());
        Ok((response.ok(), retry_after, text))
    }

    fn request(&self) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        headers.set("accept", "application/json, application/problem+json")?;
        if let Some(token) = &self.token {
            headers.set("authorization", &glued(&["Bearer ", token.expose()]))?;
        }
        let init = RequestInit::new();
        init.set_method(&self.method);
        if let Some(version) = self.if_match {
            headers.set("if-match", version)?;
        }
        if let Some((kind, body)) = &self.body {
            headers.set("content-type", kind)?;
            init.set_body(body);
        }
        init.set_headers(&headers);
        init.set_credentials(RequestCredentials::Omit);
        init.set_redirect(RequestRedirect::Error);
        init.set_cache(RequestCache::NoStore);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&AbortSignal::timeout_with_u32(self.timeout_ms)));
        Request::new_with_str_and_init(&self.address, &init)
    }
}
