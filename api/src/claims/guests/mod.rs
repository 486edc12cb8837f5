//! Claims of guests: one piece of a wish each, counted with those of members, and given back by the link of their mail.
//! So that nothing is given twice, whoever gives it, and a guest needs nothing but that link.
//! It never shows a claim to anybody but the guest whose own it is: who else may know of it is `visibility`'s.

pub(crate) mod store;

use shared::id::{AccountId, ClaimId, GuestId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimedItem, PolicyChoice};
use shared::wire::event::Event;
use shared::wire::problem::ProblemKind;

use super::create::snapshot;
use super::giving::{givable, room};
use super::{changed, store as claims};
use crate::boards;
use crate::db::{At, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::events;
use crate::guests::{self, Guest};
use crate::visibility;

/// What a guest gives.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) id: ClaimId,
    pub(crate) item_id: ItemId,
    /// The wish as it was then.
    pub(crate) snapshot: ClaimedItem,
}

/// A claim before it is written down.
struct New {
    id: ClaimId,
    guest: GuestId,
    item: ItemId,
    told: PolicyChoice,
    snapshot: ClaimedItem,
    reveals_at: Option<Timestamp>,
}

/// The guest says that they give one of it. Saying it again changes nothing.
///
/// # Errors
/// `NotFound` where they do not see it as something to give, `Taken` where none is free, a conflict where nobody wishes for it
/// any more.
pub(crate) async fn give(tx: &mut Tx, guest: &Guest, item_id: ItemId, now: Timestamp) -> Answer<()> {
    guests::hold(tx, guest.id).await?;
    // Before its turn is taken: whoever may not give it never waits for those who do.
    open(tx, guest, item_id).await?;
    claims::turn(tx, item_id).await?;
    open(tx, guest, item_id).await?;
    let item = givable((&mut *tx).into(), guest.invited_by, item_id).await?;
    if store::has_one(&mut *tx, guest.id, item_id).await? {
        return Ok(());
    }
    let id = ClaimId::new(now, rand::random());
    room(tx, &item, id, 1).await?;
    let new = New {
        id,
        guest: guest.id,
        item: item_id,
        told: boards::policy::of_item(&mut *tx, item_id, now).await?,
        snapshot: snapshot(tx, &item).await?,
        reveals_at: boards::occasion::reveal_of(&mut *tx, item_id, now).await?,
    };
    store::insert(tx, &new, now).await?;
    let told = told(tx, item_id).await?;
    Ok(events::append(tx, told, now).await?)
}

async fn open(tx: &mut Tx, guest: &Guest, item: ItemId) -> Answer<()> {
    let sight = visibility::claims::guest_sight(&mut *tx, guest.id).await?;
    if sight.contains_key(&item) { Ok(()) } else { Err(ApiError::new(ProblemKind::NotFound)) }
}

/// What those who may know of claims on the wish are told; a guest themselves has no account that could be.
async fn told(tx: &mut Tx, item: ItemId) -> Result<Vec<(AccountId, Event)>, StoreError> {
    Ok(changed(item, visibility::claims::givers(&mut *tx, item).await?))
}

/// The guest gives it back: it is free for others. Always possible; doing it again changes nothing.
///
/// # Errors
/// Those of the database.
pub(crate) async fn give_back(tx: &mut Tx, guest: GuestId, id: ClaimId, now: Timestamp) -> Answer<()> {
    let Some(item) = store::end(tx, guest, id, now).await? else { return Ok(()) };
    let told = told(tx, item).await?;
    Ok(events::append(tx, told, now).await?)
}

/// All that the guest gives is free again. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
pub(crate) async fn end_all(tx: &mut Tx, guest: GuestId, now: Timestamp) -> Result<(), StoreError> {
    let mut everybody = Vec::new();
    for item in store::end_all(tx, guest, now).await? {
        everybody.extend(told(tx, item).await?);
    }
    events::append(tx, everybody, now).await
}

/// What the guest gives, the first first.
///
/// # Errors
/// Those of the database.
pub(crate) async fn given(at: impl Into<At<'_>>, guest: GuestId) -> Result<Vec<Given>, StoreError> {
    store::of_guest(at, guest).await
}

/// Removes what guests gave back at `before` or earlier, at most `most` claims; gives how many.
///
/// # Errors
/// Those of the database.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    store::purge(tx, before, most).await
}
