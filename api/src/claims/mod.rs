//! Claims: "I give this", by members of a group that the wish is shown to, and how far the gift has come.
//! So that nothing is given twice, whoever claims at the same moment, and a giver finds all of it in one list.
//! It never decides what a viewer may know of a claim: that is `visibility`; and it never touches a wish, its boards or its owner's events.

mod change;
mod claim;
mod create;
mod gifts;
mod giving;
pub(crate) mod guests;
pub(crate) mod handing;
mod later;
mod mine;
pub(crate) mod pools;
mod read;
mod reminders;
pub(crate) mod season;
pub(crate) mod store;
pub(crate) mod suggestions;
pub(crate) mod thoughts;
pub(crate) mod together;
mod totals;

use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use claim::Claim;
pub(crate) use later::{left, let_go, tell_givers, wish_changed};
pub(crate) use pools::look_after as look_after_pools;
pub(crate) use pools::{Pledge, Pool, PoolRow, pledged, pool_columns};
pub(crate) use reminders::look_after;
pub(crate) use store::ClaimRow;
pub(crate) use suggestions::{Suggestion, purge as purge_suggestions, store::SuggestionRow};
pub(crate) use together::{Share, store::ShareRow};

use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{Db, StoreError, Tx};
use crate::{events, visibility};

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(create::routes())
        .merge(change::routes())
        .merge(read::routes())
        .merge(mine::routes())
        .merge(totals::routes())
        .merge(reminders::routes())
        .merge(gifts::routes())
        .merge(handing::routes())
        .merge(thoughts::routes())
        .merge(suggestions::routes())
        .merge(together::routes())
        .merge(pools::routes())
        .merge(season::routes())
}

/// Tells everybody who may know of claims on the item that they changed, and the giver. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
async fn tell(tx: &mut Tx, item_id: ItemId, giver: AccountId, now: Timestamp) -> Result<(), StoreError> {
    tell_with(tx, item_id, giver, None, now).await
}

/// As [`tell`], and one more, who is none of those it is for.
async fn tell_with(
    tx: &mut Tx,
    item_id: ItemId,
    giver: AccountId,
    more: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut told = told(tx, item_id, giver).await?;
    let more = more.filter(|more| told.iter().all(|(account, _)| account != more));
    told.extend(more.map(|account| (account, Event::ClaimsChanged { item_id })));
    events::append(tx, told, now).await
}

async fn told(tx: &mut Tx, item_id: ItemId, giver: AccountId) -> Result<Vec<(AccountId, Event)>, StoreError> {
    let mut people = visibility::claims::givers(&mut *tx, item_id).await?;
    people.extend(together::co_givers(tx, item_id, giver).await?);
    people.push(giver);
    Ok(changed(item_id, people))
}

/// What these people are told of claims on the item, each once.
fn changed(item_id: ItemId, mut people: Vec<AccountId>) -> Vec<(AccountId, Event)> {
    people.sort_unstable();
    people.dedup();
    people.into_iter().map(|account| (account, Event::ClaimsChanged { item_id })).collect()
}

/// Removes for good what was given back 30 days before `now`, at most `most` claims; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let ended = now.plus_millis(-KEPT_MILLIS);
    let gone = store::purge(&mut tx, ended, most).await? + guests::purge(&mut tx, ended, most).await?;
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
