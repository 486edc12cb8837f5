//! Guests of a list, for those who give on it: who is let see what is given, one more, and one less.

use askama::Template;
use axum::Router;
use axum::http::Method;
use axum::response::Response;
use axum::routing::post;
use serde_json::json;
use shared::id::{BoardId, GuestId};
use shared::wire::guests::GuestView;
use shared::wire::problem::ProblemKind;

use super::give::html;
use super::shell::{Say, to};
use super::visit::{Sent, Visitor};
use crate::App;
use crate::error::Answer;
use crate::extract::Path;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my/lists/{id}/guests", post(invite))
        .route("/my/lists/{id}/guests/{guest_id}/remove", post(remove))
}

#[derive(Template)]
#[template(path = "my_guests.html")]
struct Guests {
    say: Say,
    word: String,
    list: BoardId,
    guests: Vec<GuestView>,
    /// A new guest gets it, so that a form that is sent twice makes one.
    new: GuestId,
}

impl Guests {
    fn by(&self, guest: &GuestView) -> String {
        self.say.0.html("my_guest_by", &[("name", &guest.invited_by)])
    }

    fn label(&self, guest: &GuestView) -> String {
        format!("{}: {}", self.say.of("my_guest_remove"), guest.name)
    }
}

/// What stands on a list's page of its guests, as HTML; nothing where the viewer gives nothing on it, or no mail is sent.
pub(super) async fn part(visitor: &Visitor, list: BoardId) -> Answer<String> {
    if !visitor.app.mail.is_on() {
        return Ok(String::new());
    }
    let guests = match visitor.read(&format!("/boards/{list}/guests")).await {
        Err(error) if error.kind() == ProblemKind::Forbidden => return Ok(String::new()),
        guests => guests?,
    };
    let new = GuestId::new(visitor.app.clock.now(), rand::random());
    html(&Guests { say: Say(visitor.locale), word: visitor.word_field(), list, guests, new })
}

async fn invite(Path(list): Path<BoardId>, Sent(visitor, fields): Sent) -> Answer<Response> {
    let new = json!({"id": fields.get("id"), "name": fields.get("name"), "email": fields.get("email")});
    visitor.send(Method::POST, &format!("/boards/{list}/guests"), &new).await?;
    Ok(to(&format!("/my/lists/{list}?done=guest")))
}

async fn remove(Path((list, guest)): Path<(BoardId, GuestId)>, Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.ask_for(Method::DELETE, &format!("/boards/{list}/guests/{guest}")).await?;
    Ok(to(&format!("/my/lists/{list}?done=guest_gone")))
}
