//! Reading and choosing what is told of claims.

use std::collections::BTreeSet;

use axum::extract::State;
use shared::id::BoardId;
use shared::wire::claims::{PolicyChoice, PolicyView};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store;
use crate::App;
use crate::boards::{owned, people, relation, share, store as boards};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::{events, groups};

pub(in crate::boards) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_policy, choose_policy))
}

/// What is told of claims on the board, and what was announced; for everybody who sees it.
#[utoipa::path(get, path = "/api/v1/boards/{id}/policy", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = PolicyView), (status = 404, description = "No such board for this viewer.")))]
async fn read_policy(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<Json<PolicyView>> {
    relation(&app.db, Some(signed.account_id), id).await?.ok_or_else(ApiError::not_found)?;
    let policies = store::of_board(&app.db, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(policies.view(app.clock.now())))
}

/// Chooses what is told of claims on the board. What hides more counts at once; what hides less counts in 24 hours, and the
/// groups that the board is shown to are told now. Claims made before it counts stay as hidden as they were.
#[utoipa::path(put, path = "/api/v1/boards/{id}/policy", tag = "claims", params(("id" = String, Path)), request_body = PolicyChoice,
    security(("bearer" = [])),
    responses((status = 200, body = PolicyView), (status = 403, description = "Only its owners may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is in the bin.")))]
async fn choose_policy(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
    Json(choice): Json<PolicyChoice>,
) -> Answer<Json<PolicyView>> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    boards::hold(&mut tx, id).await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.deleted_at.is_some() {
        return Err(ApiError::conflict("The board is in the bin; restore it first."));
    }
    let before = store::of_board(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    let after = before.choose(choice, now);
    if after != before {
        store::set(&mut tx, id, &after).await?;
        let mut told: BTreeSet<_> = people(&mut tx, id).await?;
        for group in share::groups_of(&mut tx, id).await? {
            told.extend(groups::people(&mut tx, group).await?);
        }
        let told = told.into_iter().map(|person| (person, Event::BoardChanged { board_id: id })).collect();
        events::append(&mut tx, told, now).await?;
    }
    tx.commit().await?;
    Ok(Json(after.view(now)))
}
