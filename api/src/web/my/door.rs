//! Coming in and going out: an account made here, signing in, signing out.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use shared::wire::accounts::{NewAccount, NewSession, Secret, SessionTokens};
use shared::wire::problem::ProblemKind;

use super::cookie;
use super::refused::words;
use super::shell::to;
use super::visit::{Anybody, Sent, Visitor, is_ours};
use crate::App;
use crate::config::Registration;
use crate::error::{Answer, ApiError};
use crate::extract::{FormFields, Query};
use crate::web::{self, Form, link, paragraph};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my/sign-in", get(show_sign_in).post(sign_in))
        .route("/my/register", get(show_register).post(register))
        .route("/my/sign-out", post(sign_out))
}

/// Where somebody wanted to go.
#[derive(Debug, Clone, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
    /// Anything: they were just signed in, and come to show what their browser keeps of it.
    #[serde(default)]
    kept: String,
}

impl Next {
    fn path(&self) -> &str {
        if is_ours(&self.next) { &self.next } else { "/my" }
    }

    fn on(&self, page: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", self.path()).finish();
        format!("{page}?{query}")
    }
}

fn sign_in_form(visitor: &Visitor, next: &Next, typed: &str, wrong: Option<&str>) -> String {
    let say = |key: &str| visitor.locale.text(key, &[]);
    let form = Form::default()
        .alert(wrong.map(say))
        .field("email", &say("page_forgot_email"), "email", "username", typed)
        .field("password", &say("page_join_password"), "password", "current-password", "")
        .button(&say("my_sign_in"));
    let forgot = link("/mail/reset", &say("page_forgot_title"));
    let other = match visitor.app.config.registration {
        Registration::Open => link(&next.on("/my/register"), &say("page_join_none")),
        Registration::Closed => String::new(),
    };
    paragraph(visitor.locale, "my_sign_in_ask") + &form.write() + &forgot + &other
}

async fn show_sign_in(Anybody(visitor): Anybody, Query(next): Query<Next>) -> Response {
    if visitor.signed.is_some() {
        return to(next.path());
    }
    // Without words they would only be asked again: an address without encryption, or cookies that are refused.
    let wrong = (!next.kept.is_empty()).then_some("my_sign_in_not_kept");
    web::page(visitor.locale, "my_sign_in_title", &sign_in_form(&visitor, &next, "", wrong))
}

/// Carries it out, as a try at a password; gives the browser what signs it in.
async fn enter(visitor: &Visitor, answer: impl Future<Output = Answer<Bytes>>) -> Answer<Option<HeaderValue>> {
    visitor.app.limits.try_password(visitor.caller)?;
    let tokens: SessionTokens = serde_json::from_slice(&answer.await?).map_err(ApiError::internal)?;
    Ok(cookie::set(&visitor.headers, tokens.refresh_token.expose()))
}

/// On by way of the page that sees whether the browser kept the cookie.
fn entered(next: &Next, cookie: Option<HeaderValue>) -> Response {
    let mut response = to(&(next.on("/my/sign-in") + "&kept=1"));
    if let Some(cookie) = cookie {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// What is told where it could not be done, with what was typed; a fault of ours stays one.
fn not_entered(
    visitor: &Visitor,
    error: ApiError,
    title: &str,
    form: impl FnOnce(&'static str) -> String,
) -> Answer<Response> {
    let text = match error.kind() {
        ProblemKind::Invalid => "page_join_invalid",
        ProblemKind::WrongCredentials => "page_join_wrong",
        ProblemKind::Conflict => "page_join_taken",
        ProblemKind::Forbidden if title == "my_register_title" => "page_join_closed",
        ProblemKind::Forbidden => "page_join_shut",
        ProblemKind::TooManyRequests => words(ProblemKind::TooManyRequests),
        _ => return Err(error),
    };
    Ok(web::refusal(error.kind(), visitor.locale, title, &form(text)))
}

fn device(visitor: &Visitor) -> Option<String> {
    Some(visitor.locale.text("my_device", &[]))
}

async fn sign_in(Anybody(visitor): Anybody, Query(next): Query<Next>, fields: FormFields) -> Answer<Response> {
    let new = NewSession {
        email: fields.get("email").to_owned(),
        password: Secret::new(fields.get("password")),
        device: device(&visitor),
    };
    match enter(&visitor, visitor.send(Method::POST, "/sessions", &new)).await {
        Ok(cookie) => Ok(entered(&next, cookie)),
        Err(error) => not_entered(&visitor, error, "my_sign_in_title", |wrong| {
            sign_in_form(&visitor, &next, fields.get("email"), Some(wrong))
        }),
    }
}

fn register_form(visitor: &Visitor, next: &Next, typed: &FormFields, wrong: Option<&str>) -> String {
    let say = |key: &str| visitor.locale.text(key, &[]);
    let have = link(&next.on("/my/sign-in"), &say("page_join_have"));
    if visitor.app.config.registration == Registration::Closed {
        return paragraph(visitor.locale, "page_join_closed") + &have;
    }
    let form = Form::default()
        .alert(wrong.map(say))
        .line("display_name", &say("page_join_name"), "name", typed.get("display_name"))
        .field("email", &say("page_forgot_email"), "email", "email", typed.get("email"))
        .field("password", &say("page_join_password"), "password", "new-password", "")
        .button(&say("my_register"));
    paragraph(visitor.locale, "my_register_ask") + &form.write() + &have
}

async fn show_register(Anybody(visitor): Anybody, Query(next): Query<Next>) -> Response {
    if visitor.signed.is_some() {
        return to(next.path());
    }
    web::page(visitor.locale, "my_register_title", &register_form(&visitor, &next, &FormFields::default(), None))
}

async fn register(Anybody(visitor): Anybody, Query(next): Query<Next>, fields: FormFields) -> Answer<Response> {
    let new = NewAccount {
        email: fields.get("email").to_owned(),
        password: Secret::new(fields.get("password")),
        display_name: fields.get("display_name").to_owned(),
        device: device(&visitor),
    };
    match enter(&visitor, visitor.send(Method::POST, "/accounts", &new)).await {
        Ok(cookie) => Ok(entered(&next, cookie)),
        Err(error) => not_entered(&visitor, error, "my_register_title", |wrong| {
            register_form(&visitor, &next, &fields, Some(wrong))
        }),
    }
}

async fn sign_out(Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.ask_for(Method::DELETE, "/sessions/current").await?;
    let mut response = to("/my/sign-in");
    if let Some(cookie) = cookie::clear(&visitor.headers) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}
