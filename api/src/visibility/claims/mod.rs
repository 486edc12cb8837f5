//! What a viewer may know of claims: the one place that reads them for somebody.
//! So that a surprise rests on one rule, whichever way somebody asks.
//! It never tells those whom a wish is for, or was for when it was claimed, more than its boards said then and say now.

pub(crate) mod gifts;
pub(crate) mod guests;
pub(crate) mod store;
pub(crate) mod together;

pub(crate) use gifts::{Received, received, thank};
pub(crate) use guests::{gives_on, sight as guest_sight};
pub(crate) use store::{givable_on, givers, known, on_board, on_item, receives, revealed};
pub(crate) use together::shared;

use shared::id::{AccountId, ItemId};
use shared::wire::claims::{
    ClaimPolicy, ClaimSight, ClaimView, GiverNames, ItemClaimsView, PolicyChoice, ReceivedGiftView,
};
use shared::wire::items::Quantity;
use shared::wire::together::CoGiverView;

use crate::boards::strictest;
use crate::claims::{Claim, Share};
use crate::db::{At, StoreError};

/// What somebody is to a wish, as far as claims go. Those it is for are that, whatever else they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// A member of a group that the wish is shown to.
    pub(crate) known: bool,
    /// The wish is theirs, or lies on a board that is for them.
    pub(crate) receives: bool,
}

impl Part {
    pub(crate) fn sight(self) -> ClaimSight {
        match self {
            Self { receives: true, .. } => ClaimSight::Receiver,
            Self { known: true, receives: false } => ClaimSight::Giver,
            Self { known: false, receives: false } => ClaimSight::Onlooker,
        }
    }
}

/// A claim with what decides whether the viewer may know of it.
#[derive(Debug, Clone)]
pub(crate) struct SeenClaim {
    pub(crate) claim: Claim,
    /// The giver's name.
    pub(crate) giver: String,
    /// Who gives it too, or is asked to.
    pub(crate) together: Vec<Share>,
    /// The wish was for the viewer when it was claimed.
    pub(crate) was_for_viewer: bool,
    /// What the viewer is to the wish now.
    pub(crate) part: Part,
    /// Its reveal date has come, and that of every board which it was claimed on.
    pub(crate) revealed: bool,
}

/// What the viewer is to the claims on this item. Whether they see the item is asked before.
///
/// # Errors
/// Those of the database.
pub(crate) async fn part(at: impl Into<At<'_>>, viewer: AccountId, item: ItemId) -> Result<Part, StoreError> {
    store::part(at, viewer, item).await
}

/// One claim as the viewer may see it, or nothing. `now_told` is what the boards tell now.
pub(crate) fn claim(seen: SeenClaim, viewer: AccountId, now_told: PolicyChoice) -> Option<ClaimView> {
    let SeenClaim { claim, giver, together: shares, was_for_viewer, part, revealed } = seen;
    if claim.account_id == viewer {
        return Some(own(claim, shares));
    }
    let told = strictest([now_told, PolicyChoice { policy: claim.policy, names: claim.names }]);
    let receives = part.receives || was_for_viewer;
    let with_names =
        |claim, giver: &str| whole(claim, named(giver, told.names), together::to_giver(&shares, viewer, told.names));
    match (receives, told.policy) {
        (true, ClaimPolicy::Surprise | ClaimPolicy::StatusOnly) if revealed => Some(given(claim, giver, shares)),
        (true, ClaimPolicy::Surprise) => None,
        (true, ClaimPolicy::StatusOnly) => Some(status_alone(&claim)),
        (true, ClaimPolicy::Open) => Some(with_names(claim, &giver)),
        (false, _) => part.known.then(|| with_names(claim, &giver)),
    }
}

/// What one knows of one's own.
pub(crate) fn own(claim: Claim, shares: Vec<Share>) -> ClaimView {
    ClaimView { mine: true, ..whole(claim, None, together::to_claimer(shares)) }
}

fn whole(claim: Claim, giver: Option<String>, together: Vec<CoGiverView>) -> ClaimView {
    ClaimView {
        id: claim.id,
        item_id: claim.item_id,
        mine: false,
        giver,
        quantity: claim.quantity,
        state: Some(claim.state),
        note: claim.note,
        cost: claim.cost,
        together,
        created_at: Some(claim.created_at),
        version: claim.version,
    }
}

/// Who gave what, for those it was for. Its note and its cost stay among givers.
fn given(claim: Claim, giver: String, shares: Vec<Share>) -> ClaimView {
    ClaimView { note: None, cost: None, version: 0, ..whole(claim, Some(giver), together::revealed(shares)) }
}

/// A gift as one of those it was for may know of it.
pub(crate) fn received_gift(gift: Received) -> ReceivedGiftView {
    let Received { claim_id, item_id, snapshot, giver_id, giver, together, quantity, .. } = gift;
    let Received { state, revealed_at, thanked_at, thanks, .. } = gift;
    ReceivedGiftView {
        claim_id,
        item_id,
        title: snapshot.title,
        image: snapshot.image,
        giver_id,
        giver,
        together,
        quantity,
        state,
        revealed_at,
        thanked_at,
        thanks,
    }
}

fn status_alone(claim: &Claim) -> ClaimView {
    ClaimView {
        id: claim.id,
        item_id: claim.item_id,
        mine: false,
        giver: None,
        quantity: claim.quantity,
        state: None,
        note: None,
        cost: None,
        together: Vec::new(),
        created_at: None,
        // How often it was changed would tell how far it has come.
        version: 0,
    }
}

/// The name as far as it may be known. Initials are the first letters of its words.
pub(super) fn named(name: &str, names: GiverNames) -> Option<String> {
    match names {
        GiverNames::Shown => Some(name.to_owned()),
        GiverNames::Initials => {
            let letters = name.split_whitespace().filter_map(|word| word.chars().next());
            Some(letters.flat_map(char::to_uppercase).flat_map(|letter| [letter, '.']).collect())
        }
        GiverNames::Hidden => None,
    }
}

/// The claims on one wish as the viewer may know of them; those they may not are not counted either.
pub(crate) fn of_item(
    item_id: ItemId,
    (viewer, part): (AccountId, Part),
    wanted: Quantity,
    (claims, now_told): (Vec<SeenClaim>, PolicyChoice),
) -> ItemClaimsView {
    let claims: Vec<ClaimView> = claims.into_iter().filter_map(|seen| claim(seen, viewer, now_told)).collect();
    let taken = claims.iter().map(|claim| i64::from(claim.quantity)).sum();
    ItemClaimsView { item_id, sight: part.sight(), wanted, taken, claims }
}

#[cfg(test)]
mod tests;
