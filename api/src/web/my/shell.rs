//! What every one of these pages has: the way home, signing out, what was just done, and that it can be taken back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::visit::Visitor;
use crate::error::{Answer, ApiError};
use crate::locale::Locale;
use crate::web;

/// Texts for a template.
#[derive(Clone, Copy)]
pub(super) struct Say(pub(super) Locale);

impl Say {
    /// A text without slots.
    pub(super) fn of(&self, key: &str) -> String {
        self.0.text(key, &[])
    }

    /// A text with a number.
    pub(super) fn count(&self, key: &str, count: &i64) -> String {
        self.0.text(key, &[("count", &count.to_string())])
    }
}

/// What the address says was done just now: one of ours, or nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
    /// What can be taken back: the id of a wish in the bin.
    #[serde(default)]
    undo: String,
}

/// What is done, as it stands in an address, and the key of its words.
const DONE: [(&str, &str); 13] = [
    ("given", "my_done_given"),
    ("back", "my_done_back"),
    ("bought", "my_done_bought"),
    ("added", "my_done_added"),
    ("there", "my_done_there"),
    ("saved", "my_done_saved"),
    ("binned", "my_done_binned"),
    ("restored", "my_done_restored"),
    ("group", "my_done_group"),
    ("list", "my_done_list"),
    ("received", "my_done_received"),
    ("guest", "my_done_guest"),
    ("guest_gone", "my_done_guest_gone"),
];

#[derive(Template)]
#[template(path = "my.html")]
struct Shell<'a> {
    locale: Locale,
    say: Say,
    title: &'a str,
    /// Who forms are of, as HTML; `None` where nobody is signed in.
    word: Option<String>,
    done: Option<String>,
    /// Where what was done is taken back.
    undo: Option<String>,
    body: &'a str,
}

/// A page of somebody who is signed in.
pub(super) fn page(visitor: &Visitor, title: &str, done: &Done, body: &impl Template) -> Answer<Response> {
    let locale = visitor.locale;
    let body = body.render().map_err(ApiError::internal)?;
    let said = DONE.iter().find(|(name, _)| *name == done.done).map(|(_, key)| locale.text(key, &[]));
    let id = done.undo.parse::<shared::id::ItemId>().ok().filter(|_| done.done == "binned");
    let shell = Shell {
        locale,
        say: Say(locale),
        title,
        word: visitor.signed.map(|_| visitor.word_field()),
        done: said,
        undo: id.map(|id| format!("/my/wishes/{id}/restore")),
        body: &body,
    };
    web::answer(StatusCode::OK, &shell)
}

/// Back to the page that a form was sent from, or to `otherwise`, with what was done.
pub(super) fn back(visitor: &Visitor, otherwise: &str, done: &[(&str, &str)]) -> Response {
    let from = visitor.came_from();
    let (path, query) = match &from {
        Some(url) => (url.path().to_owned(), url.query().unwrap_or_default()),
        None => (otherwise.to_owned(), ""),
    };
    let kept = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "done" && name != "undo");
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).extend_pairs(done).finish();
    to(&format!("{path}?{query}"))
}

/// On to another page of ours.
pub(super) fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}
