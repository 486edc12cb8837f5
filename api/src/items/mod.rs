//! Items: wishes, saved from a page, from a pasted link, or typed by hand.
//! So that one keystroke puts the right thing on a board, once, however often it is pressed or sent.
//! It never loses a save that it acknowledged, and never tells a viewer more than `visibility` says.

mod again;
pub(crate) mod bin;
mod change;
mod check;
pub(crate) mod fill;
mod item;
mod list;
mod read;
mod recheck;
mod same;
pub(crate) mod save;
pub(crate) mod store;
mod variant;

use std::collections::BTreeMap;

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::items::ItemView;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use bin::purge;
pub(crate) use check::snapshot as check_snapshot;
pub(crate) use item::{Item, Place, PlacedItem};
pub(crate) use list::placed;
pub(crate) use recheck::{Rechecked, hold_of_offer, rechecked, watched};

use crate::App;
use crate::db::{At, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::visibility::{self, ItemRelation};
use crate::{events, placements};

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(save::routes())
        .merge(read::routes())
        .merge(list::routes())
        .merge(change::routes())
        .merge(bin::routes())
        .merge(fill::routes())
}

/// The item and what this viewer is to it.
///
/// # Errors
/// `NotFound` where it does not exist for them.
pub(crate) async fn seen(at: impl Into<At<'_>>, viewer: Option<AccountId>, id: ItemId) -> Answer<(Item, ItemRelation)> {
    let item = store::by_id(at, viewer, id).await?.ok_or_else(ApiError::not_found)?;
    let relation = visibility::item_relation(&item, viewer).ok_or_else(ApiError::not_found)?;
    Ok((item, relation))
}

/// Lets nobody else change the item until the transaction ends. Read it after this, not before.
///
/// # Errors
/// Those of the database.
pub(crate) async fn hold(tx: &mut Tx, id: ItemId) -> Result<(), StoreError> {
    store::hold(tx, id).await
}

/// The item as this person sees it; `None` where they do not.
///
/// # Errors
/// Those of the database.
pub(crate) async fn view(at: impl Into<At<'_>>, viewer: AccountId, id: ItemId) -> Result<Option<ItemView>, StoreError> {
    Ok(store::by_id(at, Some(viewer), id).await?.and_then(|item| visibility::item(item, Some(viewer))))
}

/// How many are wanted of each item on a board; `None` is any number.
///
/// # Errors
/// Those of the database.
pub(crate) async fn quantities_on(
    at: impl Into<At<'_>>,
    board: BoardId,
) -> Result<BTreeMap<ItemId, Option<u16>>, StoreError> {
    Ok(store::quantities_on(at, board).await?.into_iter().collect())
}

/// Whoever is told of changes to an item: its person, owners and editors of the boards it lies on.
///
/// # Errors
/// Those of the database.
pub(crate) async fn told(
    tx: &mut Tx,
    item: ItemId,
    person: AccountId,
    event: Event,
) -> Result<Vec<(AccountId, Event)>, StoreError> {
    let mut people: Vec<AccountId> =
        placements::people_of(tx, item).await?.into_iter().map(|(_, person)| person).collect();
    people.push(person);
    people.sort_unstable();
    people.dedup();
    Ok(people.into_iter().map(|account| (account, event)).collect())
}

/// Tells them. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell(
    tx: &mut Tx,
    item: ItemId,
    person: AccountId,
    event: Event,
    now: Timestamp,
) -> Result<(), StoreError> {
    let told = told(tx, item, person, event).await?;
    events::append(tx, told, now).await
}
