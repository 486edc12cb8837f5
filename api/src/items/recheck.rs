//! What the server's own look at an offer changes in the wishes that were saved from it.

use shared::id::{ItemId, OfferId};
use shared::money::Money;
use shared::product::Availability;
use shared::time::Timestamp;
use shared::wire::event::Event;

use super::{store, told};
use crate::db::{At, StoreError, Tx};
use crate::events;

/// What a page said that was looked at again; `None` is nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rechecked {
    pub(crate) price: Option<Money>,
    pub(crate) list_price: Option<Money>,
    pub(crate) availability: Option<Availability>,
    pub(crate) seen_at: Timestamp,
}

/// The wishes that are still wanted of an offer, and whether their person wants to be told of the price.
///
/// # Errors
/// Those of the database.
pub(crate) async fn watched(at: impl Into<At<'_>>, offer: OfferId) -> Result<Vec<(ItemId, bool)>, StoreError> {
    store::watched(at, offer).await
}

/// The wishes that are there of an offer, held until the transaction ends.
///
/// # Errors
/// Those of the database.
pub(crate) async fn hold_of_offer(tx: &mut Tx, offer: OfferId) -> Result<Vec<ItemId>, StoreError> {
    let wishes: Vec<ItemId> = store::watched(&mut *tx, offer).await?.into_iter().map(|(wish, _)| wish).collect();
    for wish in &wishes {
        store::hold(tx, *wish).await?;
    }
    Ok(wishes)
}

/// Shows what was seen on these wishes, which are held, and tells of those that it changed. A price that was typed stays, what
/// somebody saw later stays, and no price turns into another currency by itself. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
pub(crate) async fn rechecked(
    tx: &mut Tx,
    wishes: &[ItemId],
    seen: &Rechecked,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut news = Vec::new();
    for wish in wishes {
        let Some(mut item) = store::by_id(&mut *tx, None, *wish).await? else { continue };
        let before = (item.price, item.list_price, item.availability);
        let same_currency =
            |price: &Money| item.price.is_none_or(|there| there.currency == price.currency) && !item.price_typed;
        if item.price_seen_at.is_some_and(|at| at > seen.seen_at) {
            continue;
        }
        if let Some(price) = seen.price.filter(same_currency) {
            if item.price != Some(price) {
                item.price_seen_at = Some(seen.seen_at);
            }
            (item.price, item.list_price) = (Some(price), seen.list_price.or(item.list_price));
            // A crossed-out price that is not above what one pays says nothing any more.
            item.list_price = item.list_price.filter(|list| list.amount_minor > price.amount_minor);
        }
        item.availability = seen.availability.or(item.availability);
        if before == (item.price, item.list_price, item.availability) {
            continue;
        }
        let key = store::page_key(&mut *tx, item.id).await?;
        if !store::update(tx, &item, key.as_deref()).await? {
            return Err(StoreError::Conflict);
        }
        news.extend(told(tx, item.id, item.account_id, Event::ItemChanged { item_id: item.id }).await?);
    }
    events::append(tx, news, now).await
}
