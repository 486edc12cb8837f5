//! Saving what is there already: the same request again, the same page, or the same thing under another address.

use std::collections::BTreeSet;

use shared::id::{AccountId, BoardId, ItemId, ObservationId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::items::{NewItem, PageSnapshot};

use super::save::sighting;
use super::{Item, same, store};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::prices::{self, Sighting};
use crate::products::{self, Identity};
use crate::{boards, events, follows, placements};

/// What became of a request that made nothing new.
pub(super) struct Found {
    pub(super) item: ItemId,
    /// It is of another request than this one.
    pub(super) already_saved: bool,
    pub(super) placed_on: Vec<BoardId>,
}

/// What became of the same request when it came first; `None` where it never did.
///
/// # Errors
/// A conflict where the id belongs to another request.
pub(super) async fn before(app: &App, account: AccountId, id: ItemId, digest: &str) -> Answer<Option<Found>> {
    let mut tx = app.db.begin().await?;
    let Some(first) = store::digest(&mut tx, id).await? else { return Ok(None) };
    if first != (account, digest.to_owned()) {
        return Err(taken());
    }
    // What it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    Ok(Some(Found { item: id, already_saved: false, placed_on: Vec::new() }))
}

pub(super) fn taken() -> ApiError {
    ApiError::conflict("This id is taken; draw another one.")
}

/// Saves a page that this account has an item of, `there`, or of the thing that it shows; `None` where that is no longer so.
///
/// # Errors
/// The id is taken, or a board may not be changed.
pub(super) async fn save(
    app: &App,
    (account, there): (AccountId, ItemId),
    (new, identity): (&NewItem, &Identity),
    boards: &BTreeSet<BoardId>,
) -> Answer<Option<Found>> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // Before all else: whoever fills or changes an item holds it first, and products, offers and boards after it.
    store::hold(&mut tx, there).await?;
    if store::digest(&mut tx, new.id).await?.is_some() {
        return Err(taken());
    }
    let of_page = store::by_page(&mut tx, account, &identity.page_key).await?;
    let of_thing = match &new.page {
        Some(page) if of_page.is_none() => same::item(&mut tx, account, (page, identity), &new.variant).await?,
        _ => None,
    };
    if of_page.or(of_thing) != Some(there) {
        return Ok(None);
    }
    for board in boards {
        boards::editable(&mut tx, account, *board).await?;
    }
    let mut item = store::by_id(&mut tx, Some(account), there).await?.ok_or(StoreError::NotFound)?;
    let mut changed = false;
    if let Some(page) = &new.page {
        // Another address of what is there already tells of no other offer.
        if of_page.is_some() {
            let title = new.title.as_deref().or(page.title.as_deref()).unwrap_or_default();
            products::record(&mut tx, account, identity, (page, title, &new.variant), now).await?;
        }
        let sighting = sighting(page, now);
        if let (Some(offer), Some(sighting)) = (item.offer_id, &sighting) {
            prices::observe(&mut tx, ObservationId::new(now, rand::random()), offer, sighting).await?;
        }
        changed = seen_again(&mut tx, &mut item, page, sighting.as_ref()).await?;
    }
    let placed_on = placements::place(&mut tx, there, boards, now).await?;
    if changed || !placed_on.is_empty() {
        tell(&mut tx, &item, changed, &placed_on, now).await?;
    }
    tx.commit().await?;
    Ok(Some(Found { item: there, already_saved: true, placed_on }))
}

/// The page was looked at again: what it shows now counts, as far as its person did not type it. True where that changed the item.
async fn seen_again(
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

/// Tells everybody what they may see of it: that the item changed, and the boards where it lies now.
async fn tell(
    tx: &mut Tx,
    item: &Item,
    changed: bool,
    placed_on: &[BoardId],
    now: Timestamp,
) -> Result<(), StoreError> {
    let people = placements::people_of(&mut *tx, item.id).await?;
    let mut told = Vec::new();
    if changed {
        let everybody: BTreeSet<AccountId> =
            people.iter().map(|(_, person)| *person).chain([item.account_id]).collect();
        told.extend(everybody.into_iter().map(|account| (account, Event::ItemChanged { item_id: item.id })));
    }
    if !placed_on.is_empty() {
        follows::placed(tx, item.id, now).await?;
    }
    let placed = people.into_iter().filter(|(board, _)| placed_on.contains(board));
    told.extend(placed.map(|(board_id, account)| (account, Event::BoardItemsChanged { board_id })));
    events::append(tx, told, now).await
}
