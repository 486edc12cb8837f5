//! What a viewer may know of those who give something together with who claimed it.
//! So that each of them is as well hidden as the claim itself, and one who is only asked better still.
//! It never tells an amount to those whom the wish is for, nor who was asked to anybody but who asks and them.

pub(crate) mod store;

pub(super) use store::{on_board, on_item, received};

use shared::id::AccountId;
use shared::wire::claims::GiverNames;
use shared::wire::together::{CoGiverView, SharedClaimView};

use super::{named, whole};
use crate::claims::{Claim, Share};

/// As givers who are told this of each other's names see them.
pub(super) fn to_giver(shares: &[Share], viewer: AccountId, names: GiverNames) -> Vec<CoGiverView> {
    // Those who give it together know each other.
    let among = shares.iter().any(|share| share.account_id == viewer && share.agreed_at.is_some());
    let known = shares.iter().filter(|share| share.agreed_at.is_some() || share.account_id == viewer);
    known
        .map(|share| CoGiverView {
            account_id: among.then_some(share.account_id),
            name: named(&share.name, if among { GiverNames::Shown } else { names }),
            mine: share.account_id == viewer,
            agreed: share.agreed_at.is_some(),
            share: share.share,
        })
        .collect()
}

/// As who claimed it sees them, with those who were only asked.
pub(super) fn to_claimer(shares: Vec<Share>) -> Vec<CoGiverView> {
    let all = shares.into_iter().map(|share| CoGiverView {
        account_id: Some(share.account_id),
        name: Some(share.name),
        mine: false,
        agreed: share.agreed_at.is_some(),
        share: share.share,
    });
    all.collect()
}

/// As those it was for see them once it is revealed: names, and no amounts.
pub(super) fn revealed(shares: Vec<Share>) -> Vec<CoGiverView> {
    let agreed = shares.into_iter().filter(|share| share.agreed_at.is_some());
    let view =
        |share: Share| CoGiverView { account_id: None, name: Some(share.name), mine: false, agreed: true, share: None };
    agreed.map(view).collect()
}

/// The claim for one who gives it too or is asked to, with the name of who made it; `None` for anybody else. That it is not for
/// them is asked before.
pub(crate) fn shared(viewer: AccountId, claim: Claim, (giver, all): (String, Vec<Share>)) -> Option<SharedClaimView> {
    let own = all.iter().find(|share| share.account_id == viewer)?;
    let (share, agreed, asked_at) = (own.share, own.agreed_at.is_some(), own.asked_at);
    let snapshot = claim.snapshot.clone();
    let together = to_giver(&all, viewer, GiverNames::Hidden);
    Some(SharedClaimView { claim: whole(claim, Some(giver), together), snapshot, share, agreed, asked_at })
}
