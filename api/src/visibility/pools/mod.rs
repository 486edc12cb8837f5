//! What a viewer may know of pools: those who may give the wish, who pays into one and who organises it, and nobody whom it is for.
//! So that a pool is as well kept as the claim that it pays for, by one rule for every way to ask.
//! It never tells those whom the wish is or was for that there is or was one, also not at the reveal.

pub(crate) mod store;

pub(crate) use store::{by_claim, dues, mine, on_board};

use shared::id::AccountId;
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::claims::GiverNames;
use shared::wire::pools::{PledgeView, PoolView};

use super::claims::{Part, named};
use crate::claims::{Pledge, Pool, pledged};

/// A pool with what decides whether the viewer may know of it.
#[derive(Debug, Clone)]
pub(crate) struct SeenPool {
    pub(crate) pool: Pool,
    /// The organiser's name.
    organiser: String,
    /// The wish was for the viewer when it was claimed.
    was_for_viewer: bool,
    /// The viewer pays into it.
    pays: bool,
    /// What the viewer is to the wish now.
    part: Part,
}

impl SeenPool {
    /// One who may give the wish, pays or organises, and nobody whom it is or was for.
    pub(crate) fn among_givers(&self, viewer: AccountId) -> bool {
        let own = self.pays || self.pool.organiser_id == viewer;
        (own || self.part.known && !self.pool.given_back) && !self.part.receives && !self.was_for_viewer
    }
}

/// The pool as the viewer may see it, or nothing. `now_told` is what the boards tell now of givers.
pub(crate) fn view(
    seen: SeenPool,
    viewer: AccountId,
    (pledges, now_told): (Vec<Pledge>, GiverNames),
    now: Timestamp,
) -> Option<PoolView> {
    if !seen.among_givers(viewer) {
        return None;
    }
    let SeenPool { pool, organiser, pays, .. } = seen;
    let mine = pool.organiser_id == viewer;
    // Those who pay know each other; others, as the boards tell.
    let names = if pays || mine { GiverNames::Shown } else { pool.names.max(now_told) };
    Some(PoolView {
        state: pool.state_at(&pledges, now),
        pledged: Money::new(pledged(&pledges), pool.target.currency),
        pledges: (pays || mine).then(|| pledges.into_iter().map(|pledge| line(pledge, viewer)).collect()),
        claim_id: pool.claim_id,
        item_id: pool.item_id,
        snapshot: pool.snapshot,
        mine,
        organiser: named(&organiser, names),
        target: pool.target,
        deadline_at: pool.deadline_at,
        note: pool.note,
        cost: pool.cost,
        created_at: pool.created_at,
        version: pool.version,
    })
}

fn line(pledge: Pledge, viewer: AccountId) -> PledgeView {
    let Pledge { account_id, name, amount, pays, due, settled_at } = pledge;
    PledgeView { account_id, name, mine: account_id == viewer, amount, pays, due, settled_at }
}

#[cfg(test)]
mod tests;
