//! Those whom a board is for: a couple, a family. All of them are kept in the dark, whatever else they are.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, BoardId};
use shared::wire::boards::BoardRelation;
use shared::wire::event::Event;
use shared::wire::groups::PersonView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{owned, relation, store, tell};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, MaybeSigned, Path, Signed};
use crate::{claims, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_owners)).routes(routes!(add_owner, remove_owner))
}

/// Those whom the board is for, who made it first; for everybody who sees it.
#[utoipa::path(get, path = "/api/v1/boards/{id}/owners", tag = "boards", params(("id" = String, Path)), security((), ("bearer" = [])),
    responses((status = 200, body = [PersonView]), (status = 404, description = "No such board for this viewer.")))]
async fn list_owners(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(id): Path<BoardId>,
) -> Answer<Json<Vec<PersonView>>> {
    let viewer = signed.map(|signed| signed.account_id);
    relation(&app.db, viewer, id).await?.ok_or_else(ApiError::not_found)?;
    let people = store::people(&app.db, id).await?.into_iter();
    Ok(Json(people.filter(|person| person.relation == BoardRelation::Owner).map(visibility::owner).collect()))
}

/// Makes one of the board's editors an owner: it is for them too from now on. What they gave of it they give back, and of what
/// others give they are told no more. Doing it again changes nothing.
#[utoipa::path(put, path = "/api/v1/boards/{id}/owners/{account_id}", tag = "boards",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They are an owner."), (status = 403, description = "Only its owners may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "They are no editor of it, or it is in the bin.")))]
async fn add_owner(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(BoardId, AccountId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, id).await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.deleted_at.is_some() {
        return Err(ApiError::conflict("The board is in the bin; restore it first."));
    }
    let people = store::people(&mut tx, id).await?;
    match people.iter().find(|person| person.account_id == account).map(|person| person.relation) {
        Some(BoardRelation::Owner) => {}
        Some(_) => {
            store::set_relation(&mut tx, id, account, BoardRelation::Owner).await?;
            super::touch(&mut tx, id, now).await?;
            claims::left(&mut tx, account, now).await?;
            tell(&mut tx, id, Event::BoardChanged { board_id: id }, now).await?;
        }
        None => return Err(ApiError::conflict("They are no editor of this board; make them one first.")),
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// The board is for them no longer; they stay an editor. Of what was given while it was, they are never told. Whoever made the
/// board stays its owner. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/boards/{id}/owners/{account_id}", tag = "boards",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They are no owner."), (status = 403, description = "Only its owners may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "They made it.")))]
async fn remove_owner(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(BoardId, AccountId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, id).await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.account_id == account {
        return Err(ApiError::conflict("Whoever made a board stays its owner."));
    }
    let people = store::people(&mut tx, id).await?;
    let owns = |person: &store::Person| person.account_id == account && person.relation == BoardRelation::Owner;
    if people.iter().any(owns) {
        store::set_relation(&mut tx, id, account, BoardRelation::Editor).await?;
        super::touch(&mut tx, id, now).await?;
        tell(&mut tx, id, Event::BoardChanged { board_id: id }, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
