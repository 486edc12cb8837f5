//! What becomes of pools by themselves: those that are not funded by their deadline release what was pledged and the wish, and who may
//! not give it any more pays no more.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::ClaimState;
use shared::wire::event::Event;
use shared::wire::pools::PoolState;

use super::change::paying;
use super::{pledged, store, tell, told};
use crate::App;
use crate::claims::store as claims;
use crate::db::{Db, StoreError, Tx};

/// Writes down which pools failed, at most `most`: nobody owes anything, the wish is free again where it was not bought, and all who
/// may know are told. Gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn look_after(app: &App, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let failed = store::failed(&app.db, now, most).await?;
    for (claim, item) in &failed {
        fail(&app.db, (*claim, *item), now).await?;
    }
    Ok(failed.len())
}

async fn fail(db: &Db, (id, item): (ClaimId, ItemId), now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    claims::turn(&mut tx, item).await?;
    // Within the turn: another process may have done it, or its organiser have put it off.
    let pledges = store::pledges(&mut tx, id).await?;
    let pool = store::by_claim(&mut tx, id).await?.filter(|pool| pool.state == PoolState::Active);
    if let Some(pool) = pool
        && pool.state_at(&pledges, now) == PoolState::Cancelled
    {
        store::release(&mut tx, id).await?;
        store::set_state(&mut tx, id, PoolState::Cancelled, None).await?;
        let claim = claims::by_id(&mut tx, pool.organiser_id, id).await?;
        if claim.is_some_and(|claim| claim.state == ClaimState::Claimed) {
            claims::end(&mut tx, id, now).await?;
        }
        tell(&mut tx, &pool, &paying(&pledges), now).await?;
    }
    tx.commit().await
}

/// Takes back what somebody pledged to what is not bought yet and they do not see any more, or is for themselves by now; who is told
/// of what. They themselves are not: it may be for them.
///
/// # Errors
/// Those of the database.
pub(in crate::claims) async fn let_go(tx: &mut Tx, account: AccountId) -> Result<Vec<(AccountId, Event)>, StoreError> {
    let mut everybody = Vec::new();
    for id in store::let_go(tx, account).await? {
        let pledges = store::pledges(&mut *tx, id).await?;
        let Some(pool) = store::by_claim(&mut *tx, id).await? else { continue };
        let funded = pledged(&pledges) >= pool.target.amount_minor;
        // One whose deadline has passed is ended as any that failed.
        store::set_state(tx, id, if funded { PoolState::Funded } else { PoolState::Active }, None).await?;
        everybody.extend(told(tx, pool.item_id, pool.organiser_id).await?);
    }
    Ok(everybody)
}
