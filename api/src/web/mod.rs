//! Pages that the server itself draws, for whoever comes by a link and has nothing installed.
//! So that an old phone is enough: no script, no picture, nothing from elsewhere, in the language that the browser asks for.
//! It never decides who may see what; a capability hands it words, and what people wrote is escaped on the way.

mod form;

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use shared::wire::problem::ProblemKind;

pub(crate) use form::Form;

use crate::error::meaning;
use crate::locale::{Locale, escape};

const STYLE: &str = include_str!("page.css");

/// A page holds one style sheet, and sends its form to where it came from.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// A page with the title of this key, over a body of HTML.
pub(crate) fn page(locale: Locale, title: &str, body: &str) -> Response {
    answer(StatusCode::OK, locale, title, body)
}

/// A page that says what could not be done; `kind` has the status.
pub(crate) fn refusal(kind: ProblemKind, locale: Locale, title: &str, body: &str) -> Response {
    answer(meaning(kind).0, locale, title, body)
}

/// What somebody sees whose link is no longer good, or never was.
pub(crate) fn link_refused(locale: Locale) -> Response {
    refusal(ProblemKind::NotFound, locale, "page_link_refused_title", &paragraph(locale, "page_link_refused"))
}

/// A text as a paragraph.
pub(crate) fn paragraph(locale: Locale, key: &str) -> String {
    format!("<p>{}</p>", locale.html(key, &[]))
}

fn answer(status: StatusCode, locale: Locale, title: &str, body: &str) -> Response {
    let title = escape(&locale.text(title, &[]));
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<main><h1>{title}</h1>{body}</main>\n</html>\n",
        locale.code(),
        locale.direction(),
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
