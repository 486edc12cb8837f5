//! One's own list: wishes come onto it by their link or by hand, go into the bin and come back, and others see it or not.

use axum::Router;
use axum::http::Method;
use axum::response::Response;
use axum::routing::post;
use serde_json::{Value, json};
use shared::id::{BoardId, ItemId};
use shared::wire::groups::GroupView;
use shared::wire::items::{ItemState, SavedItem};

use super::shell::{back, to};
use super::typed;
use super::visit::Sent;
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Path, WISH_LIMIT};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my/lists/{id}/add", post(add))
        .route("/my/lists/{id}/share", post(share))
        .route("/my/wishes/{id}/bin", post(bin))
        .route("/my/wishes/{id}/restore", post(restore))
        .route("/my/wishes/{id}/received", post(receive))
}

/// A wish by its link, by a title, or by both. The server reads the page behind a link by itself, a moment later.
async fn add(Path(list): Path<BoardId>, Sent(visitor, fields): Sent<WISH_LIMIT>) -> Answer<Response> {
    let parts = [
        ("link", typed::text(fields.get("link").trim())),
        ("title", typed::text(fields.get("title"))),
        ("price", typed::price(fields.get("price"), fields.get("currency"))?),
        ("note", typed::text(fields.get("note"))),
    ];
    let mut new = json!({"id": fields.get("id"), "boards": [list]});
    for (name, value) in parts.into_iter().filter(|(_, value)| *value != Value::Null) {
        new[name] = value;
    }
    let saved = visitor.send(Method::POST, "/items", &new).await?;
    let saved: SavedItem = serde_json::from_slice(&saved).map_err(ApiError::internal)?;
    let done = if saved.already_saved { "there" } else { "added" };
    Ok(to(&format!("/my/lists/{list}?done={done}")))
}

/// Who sees the list: nobody else, whoever has its link, or groups of its owner's.
async fn share(Path(list): Path<BoardId>, Sent(visitor, fields): Sent) -> Answer<Response> {
    let audience = fields.get("audience");
    if audience == "groups" {
        let shown: Vec<GroupView> = visitor.read(&format!("/boards/{list}/groups")).await?;
        let all: Vec<GroupView> = visitor.read_all("/groups?", 100).await?;
        for group in all {
            let (is, wanted) =
                (shown.iter().any(|shown| shown.id == group.id), !fields.get(&group.id.to_string()).is_empty());
            let path = format!("/boards/{list}/groups/{}", group.id);
            match (is, wanted) {
                (false, true) => visitor.ask_for(Method::PUT, &path).await?,
                (true, false) => visitor.ask_for(Method::DELETE, &path).await?,
                _ => continue,
            };
        }
    }
    visitor.send(Method::PATCH, &format!("/boards/{list}"), &json!({"audience": audience})).await?;
    Ok(to(&format!("/my/lists/{list}?done=saved")))
}

async fn bin(Path(id): Path<ItemId>, Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.ask_for(Method::DELETE, &format!("/items/{id}")).await?;
    // The wish's own page is gone; one comes from its list, as a rule.
    let list = visitor.came_from().filter(|url| url.path().starts_with("/my/lists/"));
    let done = [("done", "binned"), ("undo", &id.to_string())];
    Ok(match list {
        Some(_) => back(&visitor, "/my", &done),
        None => to(&format!("/my?done=binned&undo={id}")),
    })
}

async fn restore(Path(id): Path<ItemId>, Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.ask_for(Method::POST, &format!("/items/{id}/restore")).await?;
    Ok(back(&visitor, "/my", &[("done", "restored")]))
}

/// What one has by now is no wish any more, and stays in one's history.
async fn receive(Path(id): Path<ItemId>, Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.send(Method::PATCH, &format!("/items/{id}"), &json!({"state": ItemState::Received})).await?;
    Ok(to("/my?done=received"))
}
