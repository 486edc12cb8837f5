//! What a page says where something cannot be shown or done: what happened, and the way back.

use axum::http::HeaderMap;
use axum::http::header::REFERER;
use axum::response::Response;
use shared::wire::problem::ProblemKind;

use super::visit::is_ours;
use crate::edge::request::RequestId;
use crate::locale::Locale;
use crate::web::{self, link, paragraph};

/// The key of what a person is told.
pub(super) fn words(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::NotFound | ProblemKind::MethodNotAllowed => "my_refused_gone",
        ProblemKind::Forbidden => "my_refused_forbidden",
        ProblemKind::Unauthenticated => "my_refused_signed_out",
        ProblemKind::Taken => "my_refused_taken",
        ProblemKind::Locked => "my_refused_locked",
        ProblemKind::OverLimit => "my_refused_over_limit",
        ProblemKind::Conflict | ProblemKind::Changed => "my_refused_conflict",
        ProblemKind::AddressRefused => "my_refused_address",
        ProblemKind::TooManyRequests => "page_wait",
        ProblemKind::MailOff => "page_mail_off",
        ProblemKind::Busy | ProblemKind::RequestTimeout => "my_refused_busy",
        ProblemKind::Internal | ProblemKind::Unknown => "my_refused_mistake",
        _ => "my_refused_invalid",
    }
}

/// The page of a refusal.
pub(super) fn page(kind: ProblemKind, locale: Locale, headers: &HeaderMap, request_id: &RequestId) -> Response {
    let mut body = paragraph(locale, words(kind));
    if kind == ProblemKind::Internal {
        body += &format!("<p>{}</p>", locale.html("my_refused_number", &[("number", &request_id.0)]));
    }
    let came_from = headers.get(REFERER).and_then(|value| value.to_str().ok()).and_then(|text| {
        let rest = text.split_once("://")?.1;
        let path = &rest[rest.find('/')?..];
        is_ours(path).then_some(path)
    });
    body += &link(came_from.unwrap_or("/my"), &locale.text("my_back", &[]));
    web::refusal(kind, locale, "my_refused_title", &body)
}
