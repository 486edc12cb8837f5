//! Items on their way to the bin, back within 30 days, and out of it for good.
//! So that nothing is deleted by a slip: *undo* is a restore, and the item lies again where it lay.
//! It never answers differently for what others did with the item: a delete is a delete.

pub(crate) mod store;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::ItemId;
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::event::Event;
use shared::wire::items::ItemView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change::{Tagged, answer};
use super::{Item, save, seen, store as items, tell};
use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{Db, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{BEHIND_EVERY_ID, Json, OptionalIfMatch, Paging, Path, Query, Signed, page_of};
use crate::pictures::Subject;
use crate::visibility::{self, ItemRelation};
use crate::{boards, categories, claims, pictures, placements, products};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(bin_item)).routes(routes!(restore_item)).routes(routes!(list_binned_items))
}

async fn own(tx: &mut Tx, signed: &Signed, id: ItemId) -> Answer<Item> {
    items::hold(tx, id).await?;
    match seen(&mut *tx, Some(signed.account_id), id).await? {
        (item, ItemRelation::Own) => Ok(item),
        _ => Err(ApiError::forbidden("Only the item's person may do that; take it off the board instead.")),
    }
}

/// Puts an item into the bin. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/items/{id}", tag = "items", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the bin."), (status = 403, description = "Only its person may do that."),
        (status = 404, description = "No such item for this viewer."), (status = 409, description = "A list that it lies on is locked."),
        (status = 412, description = "It was changed meanwhile.")))]
async fn bin_item(
    app: State<App>,
    signed: Signed,
    version: OptionalIfMatch,
    Path(id): Path<ItemId>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let item = own(&mut tx, &signed, id).await?;
    if item.deleted_at.is_none() {
        boards::item_unlocked(&mut tx, id, now).await?;
        version.check(item.version)?;
        store::bin(&mut tx, id, now).await?;
        placements::touch_boards_of(&mut tx, id, now).await?;
        claims::wish_changed(&mut tx, id, now).await?;
        tell(&mut tx, id, item.account_id, Event::ItemBinned { item_id: id }, now).await?;
    }
    // With nothing to do as well: what it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// Brings an item back from the bin, to where it lay. In categories it stays as far as there is still room for it.
#[utoipa::path(post, path = "/api/v1/items/{id}/restore", tag = "items", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ItemView), (status = 403, description = "Only its person may do that."),
        (status = 404, description = "No such item for this viewer."),
        (status = 409, description = "Its page was saved anew meanwhile, the account has 10,000 items, or a list that it lies on is locked.")))]
async fn restore_item(app: State<App>, signed: Signed, Path(id): Path<ItemId>) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let item = own(&mut tx, &signed, id).await?;
    if item.deleted_at.is_some() {
        boards::item_unlocked(&mut tx, id, now).await?;
        save::bounded(&mut tx, item.account_id).await?;
    }
    let restored = store::restore(&mut tx, id).await.map_err(|error| match error {
        StoreError::Conflict => ApiError::conflict("Its page was saved anew meanwhile; that item is on your boards."),
        other => other.into(),
    })?;
    if restored {
        placements::touch_boards_of(&mut tx, id, now).await?;
        categories::made_room(&mut tx, id, &item.listed()).await?;
        claims::wish_changed(&mut tx, id, now).await?;
        tell(&mut tx, id, item.account_id, Event::ItemRestored { item_id: id }, now).await?;
    }
    let answer = answer(tx, signed.account_id, id).await?;
    app.jobs.ring();
    Ok(answer)
}

/// The person's items in the bin, the newest first.
#[utoipa::path(get, path = "/api/v1/bin/items", tag = "items", params(Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<ItemView>)))]
async fn list_binned_items(
    app: State<App>,
    signed: Signed,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<ItemView>>> {
    let account = signed.account_id;
    let limit = paging.limit()?;
    let before = paging.after::<String>()?.unwrap_or_else(|| BEHIND_EVERY_ID.to_owned());
    let rows = items::list_bin(&app.db, account, before, limit as i64 + 1).await?;
    let page = page_of(rows, limit, |item: &Item| item.id.to_string(), |item| visibility::item(item, Some(account)));
    Ok(Json(Page { entries: page.entries.into_iter().flatten().collect(), next_cursor: page.next_cursor }))
}

/// Removes for good what went to the bin 30 days before `now`, at most `most` items; gives how many. An offer that no
/// other item was saved from goes with it.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let before = now.plus_millis(-KEPT_MILLIS);
    let expired = store::expired(db, before, most).await?;
    for id in &expired {
        let mut tx = db.begin().await?;
        let picture = pictures::shown_by(&mut tx, Subject::Item(*id)).await?;
        if let Some(offer) = store::purge(&mut tx, *id, before).await? {
            products::release(&mut tx, offer).await?;
        }
        if let Some(picture) = picture {
            pictures::expire(&mut tx, picture, now).await?;
        }
        tx.commit().await?;
    }
    Ok(expired.len())
}
