//! The pages behind the links in mails of accounts, for any browser: confirm an address, ask for a new password, set it.
//!
//! Opening a page changes nothing, because mail servers open links to look behind them; the button does.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use shared::wire::accounts::Secret;
use shared::wire::problem::ProblemKind;

use super::links::{self, Purpose};
use super::{address, reset};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Asker, FormFields, Path};
use crate::locale::Locale;
use crate::web::{self, Form, paragraph};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/mail/confirm/{token}", get(show_confirm).post(confirm))
        .route("/mail/reset", get(show_ask).post(ask))
        .route("/mail/reset/{token}", get(show_reset).post(reset_password))
}

/// What the person is told where it could not be done; what is no refusal of theirs stays a failure.
fn told(error: ApiError, locale: Locale, title: &str) -> Answer<Response> {
    let text = match error.kind() {
        ProblemKind::Unauthenticated => return Ok(web::link_refused(locale)),
        ProblemKind::Conflict => "page_confirm_taken",
        ProblemKind::TooManyRequests => "page_wait",
        ProblemKind::MailOff => "page_mail_off",
        _ => return Err(error),
    };
    Ok(web::refusal(error.kind(), locale, title, &paragraph(locale, text)))
}

async fn show_confirm(State(app): State<App>, headers: HeaderMap, Path(token): Path<String>) -> Answer<Response> {
    let locale = Locale::asked(&headers);
    if let Err(error) = links::look(&app, &token, Purpose::ConfirmAddress).await {
        return told(error, locale, "page_confirm_title");
    }
    let form = Form::default().button(&locale.text("page_confirm_action", &[]));
    Ok(web::page(locale, "page_confirm_title", &(paragraph(locale, "page_confirm_ask") + &form.write())))
}

async fn confirm(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
) -> Answer<Response> {
    let (locale, title) = (Locale::asked(&headers), "page_confirm_title");
    let done = async {
        app.limits.try_password(caller)?;
        address::confirm(&app, &token).await
    };
    match done.await {
        Ok(()) => Ok(web::page(locale, title, &paragraph(locale, "page_confirm_done"))),
        Err(error) => told(error, locale, title),
    }
}

fn ask_form(locale: Locale, typed: &str, wrong: Option<&str>) -> String {
    let label = locale.text("page_forgot_email", &[]);
    let form = Form::default()
        .alert(wrong.map(|key| locale.text(key, &[])))
        .field("email", &label, "email", "email", typed)
        .button(&locale.text("page_forgot_action", &[]));
    paragraph(locale, "page_forgot_ask") + &form.write()
}

async fn show_ask(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let (locale, title) = (Locale::asked(&headers), "page_forgot_title");
    match app.mail.required() {
        Ok(()) => Ok(web::page(locale, title, &ask_form(locale, "", None))),
        Err(error) => told(error, locale, title),
    }
}

async fn ask(State(app): State<App>, headers: HeaderMap, Asker(caller): Asker, fields: FormFields) -> Answer<Response> {
    let (locale, title) = (Locale::asked(&headers), "page_forgot_title");
    let email = fields.get("email");
    let asked = async {
        app.limits.try_password(caller)?;
        reset::ask(&app, caller, email).await
    };
    match asked.await {
        Ok(()) => Ok(web::page(locale, title, &paragraph(locale, "page_forgot_done"))),
        Err(error) if error.kind() == ProblemKind::Invalid => {
            let form = ask_form(locale, email, Some("page_forgot_invalid"));
            Ok(web::refusal(ProblemKind::Invalid, locale, title, &form))
        }
        Err(error) => told(error, locale, title),
    }
}

fn reset_form(locale: Locale, wrong: Option<&str>) -> String {
    let label = locale.text("page_reset_password", &[]);
    Form::default()
        .alert(wrong.map(|key| locale.text(key, &[])))
        .field("new_password", &label, "password", "new-password", "")
        .button(&locale.text("page_reset_action", &[]))
        .write()
}

async fn show_reset(State(app): State<App>, headers: HeaderMap, Path(token): Path<String>) -> Answer<Response> {
    let (locale, title) = (Locale::asked(&headers), "page_reset_title");
    match links::look(&app, &token, Purpose::ResetPassword).await {
        Ok(_) => Ok(web::page(locale, title, &reset_form(locale, None))),
        Err(error) => told(error, locale, title),
    }
}

async fn reset_password(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
    fields: FormFields,
) -> Answer<Response> {
    let (locale, title) = (Locale::asked(&headers), "page_reset_title");
    let done = async {
        app.limits.try_password(caller)?;
        reset::finish(&app, &token, &Secret::new(fields.get("new_password"))).await
    };
    match done.await {
        Ok(()) => Ok(web::page(locale, title, &paragraph(locale, "page_reset_done"))),
        Err(error) if error.kind() == ProblemKind::Invalid => {
            Ok(web::refusal(ProblemKind::Invalid, locale, title, &reset_form(locale, Some("page_reset_weak"))))
        }
        Err(error) => told(error, locale, title),
    }
}
