//! Saving what is there already: the same request again, or the same page.

use shared::id::{AccountId, ItemId};
use shared::wire::items::PageSnapshot;

use super::save::Outcome;
use super::{Item, store};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::prices::Sighting;

/// What became of the same request when it came first; `None` where it never did.
///
/// # Errors
/// A conflict where the id belongs to another request.
pub(super) async fn before(app: &App, account: AccountId, id: ItemId, digest: &str) -> Answer<Option<Outcome>> {
    let mut tx = app.db.begin().await?;
    let Some(first) = store::digest(&mut tx, id).await? else { return Ok(None) };
    if first != (account, digest.to_owned()) {
        return Err(taken());
    }
    // What it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    Ok(Some(Outcome { item: id, is_new: false, already_saved: false, placed_on: Vec::new() }))
}

fn taken() -> ApiError {
    ApiError::conflict("This id is taken; draw another one.")
}

/// The item of the same page that stood against the insert.
pub(super) async fn of_page(tx: &mut Tx, account: AccountId, (id, key): (ItemId, Option<&str>)) -> Answer<Item> {
    if store::digest(&mut *tx, id).await?.is_some() {
        return Err(taken());
    }
    let there = match key {
        Some(key) => store::by_page(&mut *tx, account, key).await?,
        None => None,
    };
    let there = there.ok_or_else(|| ApiError::conflict("An account has at most 10,000 items; delete some first."))?;
    store::hold(tx, there).await?;
    Ok(store::by_id(&mut *tx, Some(account), there).await?.ok_or(StoreError::NotFound)?)
}

/// The page was looked at again: what it shows now counts, as far as its person did not type it. True where that changed the item.
pub(super) async fn seen_again(
    tx: &mut Tx,
    item: &mut Item,
    page: &PageSnapshot,
    sighting: Option<&Sighting>,
) -> Result<bool, StoreError> {
    let before = (item.price, item.list_price, item.availability, item.price_seen_at);
    if let Some(sighting) = sighting.filter(|sighting| item.price_seen_at.is_none_or(|at| at <= sighting.seen_at))
        && !item.price_typed
    {
        (item.price, item.price_seen_at, item.list_price) =
            (Some(sighting.price), Some(sighting.seen_at), page.list_price);
    }
    item.availability = page.availability.or(item.availability);
    if before == (item.price, item.list_price, item.availability, item.price_seen_at) {
        return Ok(false);
    }
    let key = store::page_key(&mut *tx, item.id).await?;
    if !store::update(tx, item, key.as_deref()).await? {
        return Err(StoreError::Conflict);
    }
    Ok(true)
}
