//! The first page of somebody who is signed in: their groups, their lists, and a new one of each.

use askama::Template;
use axum::Router;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;
use shared::id::{BoardId, GroupId};
use shared::wire::accounts::OwnAccountView;
use shared::wire::boards::{Audience, BoardView};
use shared::wire::groups::GroupView;

use super::shell::{Done, Say, page, to};
use super::typed;
use super::visit::{Sent, Visit};
use crate::App;
use crate::error::Answer;
use crate::extract::Query;

/// Groups and lists that are shown.
const MOST: usize = 200;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/my", get(show_home)).route("/my/groups", post(make_group)).route("/my/lists", post(make_list))
}

#[derive(Template)]
#[template(path = "my_home.html")]
struct Home {
    say: Say,
    word: String,
    groups: Vec<GroupView>,
    lists: Vec<BoardView>,
    /// New ones get these, so that a form that is sent twice makes one.
    group: GroupId,
    list: BoardId,
}

impl Home {
    fn seen_by(&self, audience: &Audience) -> String {
        self.say.of(match audience {
            Audience::Private => "my_audience_private",
            Audience::Groups => "my_audience_groups",
            Audience::Link => "my_audience_link",
            Audience::Public => "my_audience_public",
        })
    }
}

async fn show_home(Visit(visitor): Visit, Query(done): Query<Done>) -> Answer<Response> {
    let me: OwnAccountView = visitor.read("/me").await?;
    let now = visitor.app.clock.now();
    let home = Home {
        say: Say(visitor.locale),
        word: visitor.word_field(),
        groups: visitor.read_all("/groups?", MOST).await?,
        lists: visitor.read_all("/boards?", MOST).await?,
        group: GroupId::new(now, rand::random()),
        list: BoardId::new(now, rand::random()),
    };
    page(&visitor, &me.account.display_name, &done, &home)
}

async fn make_group(Sent(visitor, fields): Sent) -> Answer<Response> {
    let id = fields.get("id");
    let new = json!({"id": id, "name": fields.get("name")});
    visitor.send(Method::POST, "/groups", &new).await?;
    Ok(to(&format!("/my/groups/{}?done=group", id_of::<GroupId>(id))))
}

async fn make_list(Sent(visitor, fields): Sent) -> Answer<Response> {
    let id = fields.get("id");
    let about = typed::text(fields.get("description"));
    let new = json!({"id": id, "name": fields.get("name"), "description": about, "kind": "wish_list"});
    visitor.send(Method::POST, "/boards", &new).await?;
    Ok(to(&format!("/my/lists/{}?done=list", id_of::<BoardId>(id))))
}

/// The id of what was just made by it, as an address; the API has taken it already.
fn id_of<I: std::str::FromStr + std::fmt::Display>(text: &str) -> String {
    text.parse::<I>().map(|id| id.to_string()).unwrap_or_default()
}
