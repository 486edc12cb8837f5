//! Placing, taking off, moving and putting in order.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::boards::{MoveItem, PlaceAfter};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{order, place, store};
use crate::App;
use crate::categories::Listed;
use crate::db::Tx;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::visibility::ItemRelation;
use crate::{boards, categories, claims, events, follows, items};

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(place_item, unplace_item))
        .routes(routes!(move_item))
        .routes(routes!(reorder_item))
}

/// Only its person decides on which boards an item is shown: another board may have another audience.
async fn own_item(tx: &mut Tx, account: AccountId, id: ItemId) -> Answer<Listed> {
    let (item, relation) = items::seen(tx, Some(account), id).await?;
    if relation != ItemRelation::Own {
        return Err(ApiError::forbidden("Only the item's person may put it on another board."));
    }
    if item.deleted_at.is_some() {
        return Err(ApiError::conflict("The item is in the bin; restore it first."));
    }
    Ok(item.listed())
}

/// The item may be taken off by its person and by whoever may change the board.
async fn may_unplace(tx: &mut Tx, account: AccountId, board: BoardId, id: ItemId) -> Answer<Listed> {
    let (item, relation) = items::seen(&mut *tx, Some(account), id).await?;
    if relation != ItemRelation::Own {
        boards::editable(tx, account, board).await?;
    }
    Ok(item.listed())
}

async fn tell_boards(tx: &mut Tx, changed: &BTreeSet<BoardId>, now: Timestamp) -> Answer<()> {
    let mut told = Vec::new();
    for board_id in changed {
        let people = boards::people(&mut *tx, *board_id).await?;
        told.extend(people.into_iter().map(|person| (person, Event::BoardItemsChanged { board_id: *board_id })));
    }
    Ok(events::append(tx, told, now).await?)
}

/// Places one's item on a board as well. Doing it again changes nothing.
#[utoipa::path(put, path = "/api/v1/boards/{id}/items/{item_id}", tag = "boards",
    params(("id" = String, Path), ("item_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It lies there."), (status = 403, description = "The board may only be looked at, or the item is another person's."),
        (status = 404, description = "No such board or item for this viewer."), (status = 409, description = "One of them is in the bin, or the board is locked.")))]
async fn place_item(
    app: State<App>,
    signed: Signed,
    Path((board, item)): Path<(BoardId, ItemId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = boards::named(&mut tx, signed.account_id, board, now).await?;
    boards::editable(&mut tx, signed.account_id, board).await?;
    own_item(&mut tx, signed.account_id, item).await?;
    let placed = place(&mut tx, item, &BTreeSet::from([board]), now).await?;
    if !placed.is_empty() {
        follows::placed(&mut tx, item, now).await?;
        tell_boards(&mut tx, &BTreeSet::from([board]), now).await?;
    }
    // With nothing to do as well: what it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an item off a board; the item itself stays, on no board if need be. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/boards/{id}/items/{item_id}", tag = "boards",
    params(("id" = String, Path), ("item_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It does not lie there."), (status = 403, description = "Only its person and the board's editors may do that."),
        (status = 404, description = "No such board or item for this viewer."), (status = 409, description = "The board is in the bin, or locked.")))]
async fn unplace_item(
    app: State<App>,
    signed: Signed,
    Path((board, item)): Path<(BoardId, ItemId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = boards::named(&mut tx, signed.account_id, board, now).await?;
    let listed = may_unplace(&mut tx, signed.account_id, board, item).await?;
    if store::position(&mut tx, board, item).await?.is_some() {
        boards::board_unlocked(&mut tx, board, now).await?;
        boards::touch(&mut tx, board, now).await?;
        categories::follow(&mut tx, item, board, &listed).await?;
        store::unplace(&mut tx, board, item).await?;
        claims::wish_changed(&mut tx, item, now).await?;
        tell_boards(&mut tx, &BTreeSet::from([board]), now).await?;
    } else {
        // To whoever cannot see the board, it is not there.
        boards::relation(&mut tx, Some(signed.account_id), board).await?.ok_or_else(ApiError::not_found)?;
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// Moves one's item from one board to another in one step: at no moment it lies on none, and what belongs to it stays.
#[utoipa::path(post, path = "/api/v1/items/{id}/move", tag = "boards", params(("id" = String, Path)), request_body = MoveItem,
    security(("bearer" = [])),
    responses((status = 204, description = "It lies on the other board."), (status = 403, description = "The board may only be looked at, or the item is another person's."),
        (status = 404, description = "No such board or item for this viewer, or it does not lie there."), (status = 409, description = "One of them is in the bin, or a board is locked.")))]
async fn move_item(
    app: State<App>,
    signed: Signed,
    Path(item): Path<ItemId>,
    Json(MoveItem { from, to }): Json<MoveItem>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let listed = own_item(&mut tx, account, item).await?;
    let from = boards::named(&mut tx, account, from, now).await?;
    let to = boards::named(&mut tx, account, to, now).await?;
    boards::editable(&mut tx, account, to).await?;
    let lies_there = store::position(&mut tx, from, item).await?.is_some();
    // One that was moved by an earlier try of this request lies on the other board by now.
    let was_moved = store::position(&mut tx, to, item).await?.is_some();
    if !lies_there {
        boards::relation(&mut tx, Some(account), from).await?.ok_or_else(ApiError::not_found)?;
    }
    if from == to || !lies_there {
        if !lies_there && !was_moved {
            return Err(ApiError::not_found());
        }
        tx.commit().await?;
        return Ok(StatusCode::NO_CONTENT);
    }
    let changed = BTreeSet::from([from, to]);
    for board in &changed {
        boards::board_unlocked(&mut tx, *board, now).await?;
    }
    for board in &changed {
        boards::touch(&mut tx, *board, now).await?;
    }
    store::place(&mut tx, to, item, super::GAP, now).await?;
    categories::follow(&mut tx, item, from, &listed).await?;
    store::unplace(&mut tx, from, item).await?;
    claims::wish_changed(&mut tx, item, now).await?;
    follows::placed(&mut tx, item, now).await?;
    tell_boards(&mut tx, &changed, now).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// Puts an item of a board right after another one, or first.
#[utoipa::path(put, path = "/api/v1/boards/{id}/order/{item_id}", tag = "boards",
    params(("id" = String, Path), ("item_id" = String, Path)), request_body = PlaceAfter, security(("bearer" = [])),
    responses((status = 204, description = "It lies there."), (status = 403, description = "The board may only be looked at."),
        (status = 404, description = "No such board, or the item does not lie on it."), (status = 409, description = "The board is in the bin, or locked."),
        (status = 422, description = "The other item does not lie on the board.")))]
async fn reorder_item(
    app: State<App>,
    signed: Signed,
    Path((board, item)): Path<(BoardId, ItemId)>,
    Json(PlaceAfter { after }): Json<PlaceAfter>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = boards::named(&mut tx, signed.account_id, board, now).await?;
    boards::editable(&mut tx, signed.account_id, board).await?.unlocked(now)?;
    // From here on the board's order has one writer.
    boards::touch(&mut tx, board, now).await?;
    store::position(&mut tx, board, item).await?.ok_or_else(ApiError::not_found)?;
    if let Some(after) = after {
        if after == item {
            return Err(ApiError::invalid("after", "is the item itself"));
        }
        if store::position(&mut tx, board, after).await?.is_none() {
            return Err(ApiError::invalid("after", "is no item of this board"));
        }
    }
    order::put_after(&mut tx, board, item, after).await?;
    tell_boards(&mut tx, &BTreeSet::from([board]), now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
