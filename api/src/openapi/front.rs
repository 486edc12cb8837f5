//! What a person sees who opens the server's address, or the `type` of a problem, in a browser.

use std::fmt::Write;

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use shared::wire::problem::ProblemKind;

use super::html;
use super::page::{escape, frame};
use crate::error::{ApiError, meaning};

pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/", get(async || html(landing())))
        .route("/problems", get(async || html(list())))
        .route("/problems/{kind}", get(async |Path(kind): Path<String>| problem(&kind)))
}

fn landing() -> String {
    let body = "<h1>GiftOS</h1><p>This is the server of the GiftOS browser extension. It keeps boards and wishes; the extension \
        shows them. To use it, enter this page's address as the server in the extension's options.</p>\
        <p><a href=\"/mail/reset\">Forgot your password?</a></p>\
        <p>For developers: <a href=\"/docs\">the API</a> · <a href=\"/openapi.json\">openapi.json</a> · \
        <a href=\"/problems\">kinds of problem</a></p>";
    frame("GiftOS", body)
}

fn list() -> String {
    let mut body = "<h1>Kinds of problem</h1><p>Every failure is a problem detail (RFC 9457). Programs decide by its \
        <code>type</code>.</p><table>"
        .to_owned();
    for kind in ProblemKind::ALL {
        let (status, title) = meaning(*kind);
        // Writing to a text cannot fail.
        let _ = write!(
            body,
            "<tr><th scope=\"row\"><a href=\"{0}\">{0}</a></th><td>{1}</td><td>{2}</td></tr>",
            kind.uri(),
            status.as_u16(),
            escape(title)
        );
    }
    body.push_str("</table>");
    frame("Kinds of problem", &body)
}

fn problem(name: &str) -> Response {
    let uri = format!("/problems/{name}");
    let Some(kind) = ProblemKind::ALL.iter().find(|kind| kind.uri() == uri) else {
        return ApiError::not_found().into_response();
    };
    let (status, title) = meaning(*kind);
    let body = format!(
        "<h1>{}</h1><p><code>{}</code>, status {}</p><p>{}</p><p><a href=\"/problems\">All kinds</a> · <a href=\"/docs\">The API</a></p>",
        escape(title),
        kind.uri(),
        status.as_u16(),
        escape(what_to_do(*kind))
    );
    html(frame(title, &body))
}

/// What a client does about it.
fn what_to_do(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Malformed => {
            "Mend the request: detail says what could not be read. Sending it again changes nothing."
        }
        ProblemKind::Invalid => "Show errors beside their fields and let the person correct them.",
        ProblemKind::Unauthenticated => {
            "Exchange the refresh token; where that is refused too, ask the person to sign in."
        }
        ProblemKind::WrongCredentials => {
            "Ask for mail address and password again. It is not said which of them was wrong."
        }
        ProblemKind::Forbidden => "Say that it is not allowed. Signing in again changes nothing.",
        ProblemKind::NotFound => {
            "It was deleted, never existed, or is not for this viewer; the server does not say which."
        }
        ProblemKind::MethodNotAllowed => "The Allow header names the methods that the address takes.",
        ProblemKind::RequestTimeout => "Send it again over a better line, or in smaller parts.",
        ProblemKind::Conflict => "Read what is there and decide anew; detail says what stands against it.",
        ProblemKind::Taken => "Read the claims again and show what is still free.",
        ProblemKind::OverLimit => {
            "Show what of the category is used, and let the person take something else out of it or save without a category."
        }
        ProblemKind::Locked => {
            "Show the list as locked. An admin of the group can move the date; trying again changes nothing."
        }
        ProblemKind::Changed => "Read it again, show what changed, and repeat the edit with the new ETag.",
        ProblemKind::PreconditionRequired => {
            "Send If-Match with the ETag of what was read, or * to overwrite whatever is there."
        }
        ProblemKind::TooLarge => "Send less at once.",
        ProblemKind::UnsupportedMediaType => {
            "Send application/json without compression; a picture as JPEG, PNG, WebP or GIF. What decides is what its bytes are."
        }
        ProblemKind::TooManyRequests => "Wait for the seconds in Retry-After, then go on.",
        ProblemKind::MailOff => {
            "Say that the operator has set up no mail, and whom to ask instead. Trying again changes nothing."
        }
        ProblemKind::AddressRefused => {
            "Only addresses that everybody on the internet can reach are visited, by http and https."
        }
        ProblemKind::Busy => {
            "It may have been done all the same. Wait for the seconds in Retry-After and send it again with the same id or key: \
             what was done is then not done twice."
        }
        ProblemKind::Internal | ProblemKind::Unknown => {
            "Quote the request id (instance) to the operator, whose log has the cause."
        }
    }
}
