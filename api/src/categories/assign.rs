//! Putting a wish into a category, and taking it out.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, CategoryId, ItemId};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{room, seen, store};
use crate::App;
use crate::db::Tx;
use crate::error::{Answer, ApiError};
use crate::extract::{Path, Signed};
use crate::items::{self, Item};
use crate::visibility::ItemRelation;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(put_in_category, take_from_category))
}

/// The item, held, for whoever may change it.
async fn changeable(tx: &mut Tx, account: AccountId, id: ItemId) -> Answer<Item> {
    items::hold(tx, id).await?;
    match items::seen(&mut *tx, Some(account), id).await? {
        (item, ItemRelation::Own | ItemRelation::Editor) => Ok(item),
        (_, ItemRelation::Viewer) => {
            Err(ApiError::forbidden("Only the item's person and the board's editors may change it."))
        }
    }
}

/// Puts a wish into a category of a group that it is shown to; of each group it is in one at most. Where it would be more than the
/// category's limits, it is refused, however many add at once. Doing it again changes nothing.
#[utoipa::path(put, path = "/api/v1/items/{id}/categories/{category_id}", tag = "categories",
    params(("id" = String, Path), ("category_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the category."), (status = 403, description = "Only its person and editors of its board may do that."),
        (status = 404, description = "No such item or category for this viewer."),
        (status = 409, description = "There is no room for it (over-limit); it is in the bin, on a locked list, or on none that the group is shown.")))]
async fn put_in_category(
    app: State<App>,
    signed: Signed,
    Path((id, category)): Path<(ItemId, CategoryId)>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let item = changeable(&mut tx, account, id).await?;
    if item.deleted_at.is_some() {
        return Err(ApiError::conflict("The item is in the bin; restore it first."));
    }
    seen(&mut tx, account, category).await?;
    crate::boards::item_unlocked(&mut tx, id, now).await?;
    // From here on one adds at a time, and reads what the one before left.
    store::hold(&mut tx, category).await?;
    let category = seen(&mut tx, account, category).await?;
    let Some(board) = store::board_for(&mut tx, id, category.group_id).await? else {
        return Err(ApiError::conflict("It lies on no list that the group is shown."));
    };
    let there = store::of_item(&mut tx, id).await?.iter().any(|(other, _)| *other == category.id);
    if !there {
        room::enter(&mut tx, &category, board, (id, &item.listed())).await?;
        store::put(&mut tx, id, &category, board, now).await?;
        items::tell(&mut tx, id, item.account_id, Event::ItemChanged { item_id: id }, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a wish out of a category; it stays on its list. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/items/{id}/categories/{category_id}", tag = "categories",
    params(("id" = String, Path), ("category_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is not in the category."), (status = 403, description = "Only its person and editors of its board may do that."),
        (status = 404, description = "No such item for this viewer."), (status = 409, description = "It lies on a locked list.")))]
async fn take_from_category(
    app: State<App>,
    signed: Signed,
    Path((id, category)): Path<(ItemId, CategoryId)>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let item = changeable(&mut tx, account, id).await?;
    crate::boards::item_unlocked(&mut tx, id, now).await?;
    if store::take(&mut tx, id, category).await? {
        items::tell(&mut tx, id, item.account_id, Event::ItemChanged { item_id: id }, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
