//! Who opens one of these pages: the session of the browser's cookie, or of a bearer token, which a program sends.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::header::{HOST, REFERER, REFERRER_POLICY, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::ask::Api;
use super::{cookie, origin, refused};
use crate::App;
use crate::accounts::sessions;
use crate::digest::of_parts;
use crate::edge::limits::Caller;
use crate::edge::request::RequestId;
use crate::error::{Answer, ApiError, finish};
use crate::extract::{FORM_LIMIT, FormFields, Signed, Viewer};
use crate::locale::Locale;

/// Longer than any address of ours.
const LONGEST: usize = 1_000;

/// Whoever opens a page, signed in or not.
pub(super) struct Visitor {
    pub(super) app: App,
    pub(super) locale: Locale,
    pub(super) headers: HeaderMap,
    pub(super) caller: Caller,
    pub(super) api: Api,
    pub(super) request_id: RequestId,
    pub(super) signed: Option<Signed>,
    /// The browser sends who it is by itself, so that forms have to say who made them.
    by_cookie: bool,
    /// Path and query.
    pub(super) path: String,
}

impl Visitor {
    /// The word that forms carry; `None` where nobody is signed in by a cookie.
    fn word(&self) -> Option<String> {
        let signed = self.signed.filter(|_| self.by_cookie)?;
        Some(self.app.mail.token("form of a page", &signed.session_id.to_string()))
    }

    /// The same as a field of a form.
    pub(super) fn word_field(&self) -> String {
        self.word().map(|word| format!("<input type=\"hidden\" name=\"form\" value=\"{word}\">")).unwrap_or_default()
    }

    /// Path and query of the page of ours that led here, where the browser says so.
    pub(super) fn came_from(&self) -> Option<url::Url> {
        let text = self.headers.get(REFERER)?.to_str().ok().filter(|text| text.len() < LONGEST)?;
        let url = url::Url::parse(text).ok()?;
        let host = self.headers.get(HOST)?.to_str().ok()?;
        let authority = text.split_once("://")?.1.split(['/', '?', '#']).next()?;
        (authority == host && is_ours(url.path())).then_some(url)
    }
}

/// A path of these pages, and none that a browser reads as another host.
pub(super) fn is_ours(path: &str) -> bool {
    let rest = path.strip_prefix("/my");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        && path.len() < LONGEST
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Whoever opens a page.
pub(super) struct Anybody(pub(super) Arc<Visitor>);

/// Somebody who is signed in; everybody else is led to where one signs in.
pub(super) struct Visit(pub(super) Arc<Visitor>);

/// A form of so many bytes at most that somebody sent who is signed in, from a page of ours.
pub(super) struct Sent<const MOST: usize = FORM_LIMIT>(pub(super) Arc<Visitor>, pub(super) FormFields);

impl FromRequestParts<App> for Anybody {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let visitor = parts.extensions.get::<Arc<Visitor>>().cloned();
        visitor.map(Self).ok_or_else(|| ApiError::internal("a page came past its door"))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Anybody(visitor) = Anybody::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        if visitor.signed.is_some() {
            return Ok(Self(visitor));
        }
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if parts.method == Method::GET && is_ours(&visitor.path) {
            query.append_pair("next", &visitor.path);
        }
        Err(Redirect::to(&format!("/my/sign-in?{}", query.finish())).into_response())
    }
}

impl<const MOST: usize> FromRequest<App> for Sent<MOST> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Visit(visitor) = Visit::from_request_parts(&mut parts, app).await?;
        let fields = FormFields::read(Request::from_parts(parts, body), app, MOST).await;
        let fields = fields.map_err(IntoResponse::into_response)?;
        // Held by what both come to, which tells nothing of how much of it was right.
        let good = |word: String| of_parts(&["form", &word]) == of_parts(&["form", fields.get("form")]);
        if !visitor.word().is_none_or(good) {
            return Err(ApiError::forbidden("The form is of another session.").into_response());
        }
        Ok(Self(visitor, fields))
    }
}

/// The door: who it is, whether a form is ours, how often they may, and refusals as pages.
pub(super) async fn enter(
    State(app): State<App>,
    Extension(api): Extension<Api>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let locale = Locale::asked(&parts.headers);
    let headers = parts.headers.clone();
    let (entered, keep) = match visitor(&app, &mut parts, api, &request_id).await {
        Ok((visitor, keep)) => (Ok(Arc::new(visitor)), keep),
        Err(error) => (Err(error), None),
    };
    let mut response = match &entered {
        Ok(visitor) => {
            parts.extensions.insert(visitor.clone());
            next.run(Request::from_parts(parts, body)).await
        }
        Err(_) => Response::default(),
    };
    let failed = entered.err().map(|error| error.kind()).or_else(|| {
        let error = response.extensions().get::<Arc<ApiError>>();
        error.map(|error| error.kind())
    });
    if let Some(kind) = failed {
        // Faults of ours are logged there.
        drop(finish(response, &request_id.0));
        response = refused::page(kind, locale, &headers, &request_id);
    }
    // A form says where it comes from, to this server alone. What leads away says nothing.
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if let Some(keep) = keep {
        response.headers_mut().entry(SET_COOKIE).or_insert(keep);
    }
    response
}

async fn visitor(
    app: &App,
    parts: &mut Parts,
    api: Api,
    request_id: &RequestId,
) -> Answer<(Visitor, Option<HeaderValue>)> {
    if parts.method == Method::POST && !origin::is_own(&parts.headers, app.config.mail.public_url.as_ref()) {
        return Err(ApiError::forbidden("Another site sent this form."));
    }
    let caller = parts.extensions.get::<Caller>().copied();
    let caller = caller.ok_or_else(|| ApiError::internal("a request came past the limits"))?;
    let mut signed = <Viewer as axum::extract::OptionalFromRequestParts<App>>::from_request_parts(parts, app)
        .await?
        .map(Signed::from);
    let (mut keep, by_cookie) = (None, signed.is_none());
    if by_cookie && let Some(token) = cookie::of(&parts.headers) {
        match sessions::browser(app, token).await? {
            Some(browser) => {
                signed = Some(browser.signed);
                keep = browser.next.and_then(|token| cookie::set(&parts.headers, token.expose()));
            }
            None => keep = cookie::clear(&parts.headers),
        }
    }
    match signed {
        Some(signed) => app.limits.open_own_page(signed.account_id)?,
        None => app.limits.open_page(caller)?,
    }
    let visitor = Visitor {
        app: app.clone(),
        locale: Locale::asked(&parts.headers),
        headers: parts.headers.clone(),
        caller,
        api,
        request_id: request_id.clone(),
        signed,
        by_cookie,
        path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
    };
    Ok((visitor, keep))
}
