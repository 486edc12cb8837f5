//! Beginning and ending to follow, and the list of it.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, BoardId};
use shared::wire::follows::{FollowedBoardView, FollowsView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store;
use crate::db::{At, StoreError};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::{App, accounts, boards};

/// What one account follows at most.
const MOST: i64 = 200;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_follows))
        .routes(routes!(follow_board, unfollow_board))
        .routes(routes!(follow_person, unfollow_person))
}

/// What the person follows, as far as they see it now; at most 200 in all.
#[utoipa::path(get, path = "/api/v1/follows", tag = "follows", security(("bearer" = [])),
    responses((status = 200, body = FollowsView)))]
async fn list_follows(app: State<App>, signed: Signed) -> Answer<Json<FollowsView>> {
    let account = signed.account_id;
    let mut view = FollowsView { boards: Vec::new(), people: Vec::new() };
    for board_id in store::boards(&app.db, account, MOST).await? {
        if let Some(name) = boards::name(&app.db, account, board_id).await? {
            view.boards.push(FollowedBoardView { board_id, name });
        }
    }
    for person in store::people(&app.db, account, MOST).await? {
        if store::meet(&app.db, account, person).await? {
            view.people.extend(accounts::person(&app.db, person).await?);
        }
    }
    Ok(Json(view))
}

/// Follows a board that the person sees: they hear of each new wish there (`wish_added`), once. Nobody is told that they do. Doing it
/// again changes nothing.
#[utoipa::path(put, path = "/api/v1/follows/boards/{id}", tag = "follows", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They follow it."), (status = 404, description = "No such board for this viewer."),
        (status = 409, description = "They follow 200 already.")))]
async fn follow_board(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    boards::relation(&mut tx, Some(signed.account_id), id).await?.ok_or_else(ApiError::not_found)?;
    bounded(&mut tx, signed.account_id).await?;
    store::follow_board(&mut tx, signed.account_id, id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows a board no longer. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/follows/boards/{id}", tag = "follows", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They do not follow it.")))]
async fn unfollow_board(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    store::leave_board(&mut tx, signed.account_id, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows somebody who is in a group with the person: they hear of each new wish of theirs that they see, once, on whichever board.
/// Nobody is told that they do. Doing it again changes nothing.
#[utoipa::path(put, path = "/api/v1/follows/people/{account_id}", tag = "follows", params(("account_id" = String, Path)),
    security(("bearer" = [])),
    responses((status = 204, description = "They follow them."), (status = 404, description = "Nobody of this id is in a group with this viewer."),
        (status = 409, description = "They follow 200 already.")))]
async fn follow_person(app: State<App>, signed: Signed, Path(person): Path<AccountId>) -> Answer<StatusCode> {
    let account = signed.account_id;
    let mut tx = app.db.begin().await?;
    if account == person || !store::meet(&mut tx, account, person).await? {
        return Err(ApiError::not_found());
    }
    bounded(&mut tx, account).await?;
    store::follow_person(&mut tx, account, person, app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows somebody no longer. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/follows/people/{account_id}", tag = "follows", params(("account_id" = String, Path)),
    security(("bearer" = [])),
    responses((status = 204, description = "They do not follow them.")))]
async fn unfollow_person(app: State<App>, signed: Signed, Path(person): Path<AccountId>) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    store::leave_person(&mut tx, signed.account_id, person).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn bounded(at: impl Into<At<'_>>, account: AccountId) -> Answer<()> {
    let count: Result<i64, StoreError> = store::count(at, account).await;
    if count? >= MOST {
        return Err(ApiError::conflict("An account follows at most 200 boards and people; leave some first."));
    }
    Ok(())
}
