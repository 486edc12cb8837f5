//! Reading and choosing when a board's day is, and when it turns over.

use std::collections::BTreeSet;

use axum::extract::State;
use shared::id::BoardId;
use shared::wire::boards::{OccasionChoice, OccasionView};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{NOTICE_MILLIS, store};
use crate::App;
use crate::boards::{owned, people, relation, share, store as boards};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;
use crate::{events, groups};

pub(in crate::boards) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_occasion, choose_occasion))
}

/// When the board's day is, and when those it is for see who gave what; for everybody who sees the board.
#[utoipa::path(get, path = "/api/v1/boards/{id}/occasion", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = OccasionView), (status = 404, description = "No such board for this viewer.")))]
async fn read_occasion(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<Json<OccasionView>> {
    relation(&app.db, Some(signed.account_id), id).await?.ok_or_else(ApiError::not_found)?;
    let occasion = store::of_board(&app.db, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(occasion.view()))
}

/// Chooses the day, and when the board turns over: a day later, unless said. That lies at least 24 hours ahead, and the groups that
/// the board is shown to are told now. What was claimed before is revealed at the date that it was claimed under, or at this one
/// where that is later; what was claimed while there was none, never.
#[utoipa::path(put, path = "/api/v1/boards/{id}/occasion", tag = "claims", params(("id" = String, Path)), request_body = OccasionChoice,
    security(("bearer" = [])),
    responses((status = 200, body = OccasionView), (status = 403, description = "Only its owners may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is in the bin, or locked."),
        (status = 422, description = "The reveal date is too near, or past.")))]
async fn choose_occasion(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
    Json(OccasionChoice { occasion_at, reveals_at }): Json<OccasionChoice>,
) -> Answer<Json<OccasionView>> {
    let mut fields = Fields::default();
    fields.moment("occasion_at", occasion_at);
    fields.moment("reveals_at", reveals_at);
    fields.finish()?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    boards::hold(&mut tx, id).await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.deleted_at.is_some() {
        return Err(ApiError::conflict("The board is in the bin; restore it first."));
    }
    board.unlocked(now)?;
    let before = store::of_board(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    let after = before.choose(occasion_at, reveals_at, now);
    let same_date = after.reveals_at == before.reveals_at;
    if after.reveals_at.is_some_and(|at| !same_date && at < now.plus_millis(NOTICE_MILLIS)) {
        let field = if reveals_at.is_some() { "reveals_at" } else { "occasion_at" };
        return Err(ApiError::invalid(field, "reveals in less than 24 hours, or in the past"));
    }
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
    Ok(Json(after.view()))
}
