//! Pages that the server itself draws, for whoever comes by a link and has nothing installed.
//! So that an old phone is enough: no script, nothing from elsewhere, in the language that the browser asks for.
//! It never decides who may see what; a capability hands it words, and what people wrote is escaped on the way.

mod code;
mod form;
mod guest;
pub mod legal;
mod list;
mod my;
mod style;
mod tile;
mod words;

use askama::Template;
use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::wire::problem::ProblemKind;

pub(crate) use form::Form;
pub(crate) use list::path as list_path;
pub(crate) use my::routes as own_pages;

use crate::App;
use crate::error::{Answer, ApiError, meaning};
use crate::locale::{Locale, escape};

/// The pages of lists.
pub(crate) fn routes() -> Router<App> {
    list::routes().merge(guest::routes()).merge(legal::routes())
}

/// A title over a body of HTML.
#[derive(Template)]
#[template(path = "plain.html")]
struct Plain<'a> {
    locale: Locale,
    title: String,
    body: &'a str,
}

/// A page with the title of this key, over a body of HTML.
pub(crate) fn page(locale: Locale, title: &str, body: &str) -> Response {
    plain(StatusCode::OK, locale, title, body)
}

/// A page that says what could not be done; `kind` has the status.
pub(crate) fn refusal(kind: ProblemKind, locale: Locale, title: &str, body: &str) -> Response {
    plain(meaning(kind).0, locale, title, body)
}

/// What somebody sees whose link is no longer good, or never was.
pub(crate) fn link_refused(locale: Locale) -> Response {
    refusal(ProblemKind::NotFound, locale, "page_link_refused_title", &paragraph(locale, "page_link_refused"))
}

/// A way to another page of ours.
pub(crate) fn link(address: &str, text: &str) -> String {
    format!("<p><a class=\"other\" href=\"{}\">{}</a></p>", escape(address), escape(text))
}

/// A text as a paragraph.
pub(crate) fn paragraph(locale: Locale, key: &str) -> String {
    format!("<p>{}</p>", locale.html(key, &[]))
}

fn plain(status: StatusCode, locale: Locale, title: &str, body: &str) -> Response {
    let page = Plain { locale, title: locale.text(title, &[]), body };
    answer(status, &page).unwrap_or_else(IntoResponse::into_response)
}

/// A page as it is sent.
fn answer(status: StatusCode, page: &impl Template) -> Answer<Response> {
    Ok(sent(status, page.render().map_err(ApiError::internal)?))
}

fn sent(status: StatusCode, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, style::policy());
    response
}
