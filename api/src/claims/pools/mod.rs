//! Pools: several pay for what one of them claimed, up to a target and by a deadline; else it comes to nothing and nobody owes anything.
//! So that a gift too dear for one is given by many, each in their own currency, and everybody knows what they owe whom.
//! It never moves money or converts it, and never tells those whom the wish is for: to them no pool was ever there.

mod change;
mod finish;
mod pledge;
mod read;
mod rule;
pub(crate) mod store;
mod sweep;

use shared::id::{AccountId, ClaimId, ItemId};
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimedItem, GiverNames};
use shared::wire::event::Event;
use shared::wire::pools::{PoolState, PoolView};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use store::{PoolRow, pool_columns};
pub(super) use sweep::let_go;
pub(crate) use sweep::look_after;

use rule::state_at;

use super::told;
use crate::App;
use crate::db::{At, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::visibility::pools::SeenPool;
use crate::{boards, events, visibility};

/// One row of `pool`, with what it has of its claim.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) claim_id: ClaimId,
    pub(crate) item_id: ItemId,
    /// Whose claim it is.
    pub(crate) organiser_id: AccountId,
    /// What givers were told of each other when it was claimed.
    pub(crate) names: GiverNames,
    pub(crate) snapshot: ClaimedItem,
    /// The claim was given back.
    pub(crate) given_back: bool,
    pub(crate) target: Money,
    pub(crate) deadline_at: Timestamp,
    pub(crate) note: Option<String>,
    /// As it is written, see [`state_at`].
    pub(crate) state: PoolState,
    pub(crate) cost: Option<Money>,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

/// One row of `pool_pledge`.
#[derive(Debug, Clone)]
pub(crate) struct Pledge {
    pub(crate) account_id: AccountId,
    /// Their name.
    pub(crate) name: String,
    /// What of the target they pay.
    pub(crate) amount: Money,
    /// What they hand over for it, where that is another currency.
    pub(crate) pays: Option<Money>,
    /// What they owe, once it is completed.
    pub(crate) due: Option<Money>,
    pub(crate) settled_at: Option<Timestamp>,
}

/// What these come to, in the target's smallest unit.
pub(crate) fn pledged(pledges: &[Pledge]) -> i64 {
    pledges.iter().fold(0, |sum, pledge| sum.saturating_add(pledge.amount.amount_minor))
}

impl Pool {
    /// How far it has come at this moment.
    pub(crate) fn state_at(&self, pledges: &[Pledge], now: Timestamp) -> PoolState {
        let pledged = (pledged(pledges), self.target.amount_minor);
        state_at(self.state, pledged, (self.deadline_at, now), self.given_back)
    }
}

/// The routes of this capability.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(change::routes()).merge(pledge::routes()).merge(finish::routes()).merge(read::routes())
}

/// The pool, for one who gives, pays or organises; and never for those it is for.
///
/// # Errors
/// `NotFound` for everybody else.
async fn seen(at: impl Into<At<'_>>, viewer: AccountId, id: ClaimId) -> Answer<SeenPool> {
    let seen = visibility::pools::by_claim(at, viewer, id).await?;
    seen.filter(|seen| seen.among_givers(viewer)).ok_or_else(ApiError::not_found)
}

/// The pool as this viewer sees it now.
async fn view(mut at: At<'_>, viewer: AccountId, seen: SeenPool, now: Timestamp) -> Answer<Option<PoolView>> {
    let names = boards::policy::of_item(at.again(), seen.pool.item_id, now).await?.names;
    let pledges = store::pledges(at, seen.pool.claim_id).await?;
    Ok(visibility::pools::view(seen, viewer, (pledges, names), now))
}

/// The pool as this viewer sees it now, and the transaction's end.
async fn answer(mut tx: Tx, viewer: AccountId, id: ClaimId, now: Timestamp) -> Answer<PoolView> {
    let seen = seen(&mut tx, viewer, id).await?;
    let view = view((&mut tx).into(), viewer, seen, now).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok(view)
}

/// Whether what is bought of a pool is still to be settled by somebody: then the claim is handed on to nobody.
///
/// # Errors
/// Those of the database.
pub(super) async fn is_completed(tx: &mut Tx, claim: ClaimId) -> Result<bool, StoreError> {
    Ok(store::by_claim(tx, claim).await?.is_some_and(|pool| pool.state == PoolState::Completed))
}

/// Tells everybody who may know of claims on the wish that something of its pool changed, and those who pay or paid. Call it last in
/// a transaction.
async fn tell(tx: &mut Tx, pool: &Pool, paying: &[AccountId], now: Timestamp) -> Result<(), StoreError> {
    let item_id = pool.item_id;
    let mut told = told(tx, item_id, pool.organiser_id).await?;
    for account in paying {
        let theirs = visibility::claims::part(&mut *tx, *account, item_id).await?.receives;
        if !theirs && told.iter().all(|(other, _)| other != account) {
            told.push((*account, Event::ClaimsChanged { item_id }));
        }
    }
    events::append(tx, told, now).await
}
