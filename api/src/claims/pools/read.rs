//! Reading pools: one, those of a list, one's own, and what is still to be settled.

use axum::extract::State;
use shared::id::{BoardId, ClaimId};
use shared::wire::pools::{DueView, PoolView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{seen, view};
use crate::App;
use crate::boards;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::visibility::{self, pools::SeenPool};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_pool))
        .routes(routes!(list_board_pools))
        .routes(routes!(list_my_pools))
        .routes(routes!(list_dues))
}

/// The pool that pays for a claim, for those who may give the wish. To those whom it is for there is none.
#[utoipa::path(get, path = "/api/v1/claims/{id}/pool", tag = "pools", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = PoolView), (status = 404, description = "No such pool for this viewer.")))]
async fn get_pool(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<Json<PoolView>> {
    let (viewer, now) = (signed.account_id, app.clock.now());
    let seen = seen(&app.db, viewer, id).await?;
    Ok(Json(view((&app.db).into(), viewer, seen, now).await?.ok_or_else(ApiError::not_found)?))
}

/// What is told of each, in their order. Of those that the viewer may not know nothing more is asked.
async fn views(app: &App, signed: &Signed, all: Vec<SeenPool>) -> Answer<Vec<PoolView>> {
    let (viewer, now) = (signed.account_id, app.clock.now());
    let mut views = Vec::new();
    for seen in all.into_iter().filter(|seen| seen.among_givers(viewer)) {
        views.extend(view((&app.db).into(), viewer, seen, now).await?);
    }
    Ok(views)
}

/// The pools for what lies on a list, for those who give there, the first first. To those whom it is for there are none.
#[utoipa::path(get, path = "/api/v1/boards/{id}/pools", tag = "pools", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [PoolView]), (status = 404, description = "No such board for this viewer.")))]
async fn list_board_pools(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<Json<Vec<PoolView>>> {
    boards::relation(&app.db, Some(signed.account_id), id).await?.ok_or_else(ApiError::not_found)?;
    let all = visibility::pools::on_board(&app.db, signed.account_id, id).await?;
    Ok(Json(views(&app, &signed, all).await?))
}

/// The pools that one organises or pays into, the latest first.
#[utoipa::path(get, path = "/api/v1/pools", tag = "pools", security(("bearer" = [])),
    responses((status = 200, body = [PoolView])))]
async fn list_my_pools(app: State<App>, signed: Signed) -> Answer<Json<Vec<PoolView>>> {
    let all = visibility::pools::mine(&app.db, signed.account_id).await?;
    Ok(Json(views(&app, &signed, all).await?))
}

/// What is still to be settled of completed pools: what one owes and what one is owed, each in the currency of who owes it.
#[utoipa::path(get, path = "/api/v1/pools/dues", tag = "pools", security(("bearer" = [])),
    responses((status = 200, body = [DueView])))]
async fn list_dues(app: State<App>, signed: Signed) -> Answer<Json<Vec<DueView>>> {
    Ok(Json(visibility::pools::dues(&app.db, signed.account_id).await?))
}
