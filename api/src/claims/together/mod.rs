//! Giving something together: who claimed a wish asks others who may give it, each says yes, and what of its cost is theirs.
//! So that a dear gift can be given by several, and everybody's sums tell what they pay themselves.
//! It never adds a claim or a piece, and never tells those whom the wish is for: not of one who gives it, not of one who is asked.

mod routes;
mod rule;
pub(crate) mod store;

use shared::id::{AccountId, ClaimId, ItemId};
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::event::Event;

pub(super) use routes::routes;
pub(super) use rule::fits;
pub(super) use store::{let_go_of, of_claim, remove, to_count};

use crate::db::{StoreError, Tx};

/// One row of `claim_share`: somebody who gives the claim together with who made it, or is asked to.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) claim_id: ClaimId,
    pub(crate) account_id: AccountId,
    /// Their name.
    pub(crate) name: String,
    /// What of its cost is theirs, as far as it was said.
    pub(crate) share: Option<Money>,
    pub(crate) asked_at: Timestamp,
    pub(crate) agreed_at: Option<Timestamp>,
}

/// The amounts of these, whether agreed or only asked for.
pub(super) fn amounts(shares: &[Share]) -> impl Iterator<Item = Money> {
    shares.iter().filter_map(|share| share.share)
}

/// Ends what somebody gives together with others, has not bought and does not see any more, what they were only asked, and what
/// is for themselves by now; the wishes, and who claimed each. They themselves are not to be told: it may be for them.
///
/// # Errors
/// Those of the database.
pub(super) async fn let_go(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<(ItemId, AccountId)>, StoreError> {
    let mut changed = Vec::new();
    for claim in store::let_go(tx, account).await? {
        changed.extend(store::count_change(tx, claim, now).await?);
    }
    Ok(changed)
}

/// Those who agreed to give something of this wish together with this giver, and whom it is not for by now.
///
/// # Errors
/// Those of the database.
pub(super) async fn co_givers(tx: &mut Tx, item: ItemId, giver: AccountId) -> Result<Vec<AccountId>, StoreError> {
    store::of_giver(tx, item, giver).await
}

/// What is told of a claim on this wish to each of these people alone.
fn told_alone(item_id: ItemId, people: [AccountId; 2]) -> Vec<(AccountId, Event)> {
    people.into_iter().map(|account| (account, Event::ClaimsChanged { item_id })).collect()
}
