//! "Thinking about it": a note to oneself on somebody's wish.
//! So that one finds again what one might give, without taking it from others.
//! It never shows a thought to anybody but who had it, and counts for nothing.

pub(crate) mod store;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::ItemId;
use shared::wire::claims::{NewThought, ThoughtView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::giving::givable;
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;
use crate::items;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(think_about_item, forget_item)).routes(routes!(list_thoughts))
}

/// Wishes that somebody thinks about at most.
const MOST_THOUGHTS: i64 = 1000;

/// Notes that one thinks about giving this; what is said replaces what was.
#[utoipa::path(put, path = "/api/v1/items/{id}/thought", tag = "claims", params(("id" = String, Path)), request_body = NewThought,
    security(("bearer" = [])),
    responses((status = 204, description = "It is noted."), (status = 403, description = "It is for them, or they may only look."),
        (status = 404, description = "No such item for this viewer."), (status = 409, description = "Nobody wishes for it any more, or there are 1,000 of them."),
        (status = 422, description = "A field breaks a rule.")))]
async fn think_about_item(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ItemId>,
    Json(NewThought { mut note }): Json<NewThought>,
) -> Answer<StatusCode> {
    let mut fields = Fields::default();
    fields.lines("note", &mut note, 2000);
    fields.finish()?;
    let mut tx = app.db.begin().await?;
    givable((&mut tx).into(), signed.account_id, id).await?;
    if store::count(&mut tx, signed.account_id, id).await? >= MOST_THOUGHTS {
        return Err(ApiError::conflict("You think about 1,000 wishes; forget one first."));
    }
    store::think(&mut tx, signed.account_id, id, note.as_deref(), app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Thinks about it no longer. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/items/{id}/thought", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is forgotten.")))]
async fn forget_item(app: State<App>, signed: Signed, Path(id): Path<ItemId>) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    store::forget(&mut tx, signed.account_id, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What one thinks about, the latest first; the wish as it is, where one still sees it.
#[utoipa::path(get, path = "/api/v1/thoughts", tag = "claims", security(("bearer" = [])),
    responses((status = 200, body = [ThoughtView])))]
async fn list_thoughts(app: State<App>, signed: Signed) -> Answer<Json<Vec<ThoughtView>>> {
    let mut thoughts = Vec::new();
    for (item_id, note, thought_at) in store::list(&app.db, signed.account_id).await? {
        let item = items::view(&app.db, signed.account_id, item_id).await?;
        thoughts.push(ThoughtView { item_id, note, thought_at, item });
    }
    Ok(Json(thoughts))
}
