//! Requests to the server: JSON out, JSON or a problem back. Cookies are never sent, redirects never followed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::wire::accounts::Secret;
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

/// One request.
#[derive(Debug, Clone)]
pub struct Call {
    address: String,
    method: &'static str,
    token: Option<Secret>,
    if_match: Option<&'static str>,
    body: Option<String>,
    timeout_ms: u32,
}

impl Call {
    /// A request to a path below `/api/v1`.
    #[must_use]
    pub fn new(method: &'static str, server: &str, path: &str) -> Self {
        let address = format!("{server}/api/v1{path}");
        Self { address, method, token: None, if_match: None, body: None, timeout_ms: 20_000 }
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

    /// With this JSON body.
    #[must_use]
    pub fn body<T: Serialize>(mut self, body: &T) -> Self {
        self.body = serde_json::to_string(body).ok();
        self
    }

    /// Given up after so long; 20 s unless said.
    #[must_use]
    pub fn within_ms(mut self, timeout_ms: u32) -> Self {
        self.timeout_ms = timeout_ms;
        self
    }

    /// Sends it. `()` reads an empty answer.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, CallError> {
        let unreachable = |failure: JsValue| CallError::Unreachable(words_of(&failure));
        let request = self.request().map_err(unreachable)?;
        let response: Response = JsFuture::from(fetch_request(&request)).await.map_err(unreachable)?.unchecked_into();
        let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
        let text = text.as_string().unwrap_or_default();
        if response.ok() {
            let text = if text.is_empty() { "null" } else { &text };
            return serde_json::from_str(text).map_err(|_| CallError::Unreachable("not our API".to_owned()));
        }
        let retry_after = response.headers().get("retry-after").ok().flatten().and_then(|text| text.parse().ok());
        match serde_json::from_str(&text) {
            Ok(problem) => Err(CallError::Problem { problem, retry_after }),
            Err(_) => Err(CallError::Unreachable(format!("status {} and no problem", response.status()))),
        }
    }

    fn request(&self) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        headers.set("accept", "application/json, application/problem+json")?;
        if let Some(token) = &self.token {
            headers.set("authorization", &format!("Bearer {}", token.expose()))?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        if let Some(version) = self.if_match {
            headers.set("if-match", version)?;
        }
        if let Some(body) = &self.body {
            headers.set("content-type", "application/json")?;
            init.set_body(&JsValue::from_str(body));
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
