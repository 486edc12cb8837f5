//! A claim as it is kept.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimPolicy, ClaimState, ClaimedItem, GiverNames};

/// One row of `claim`.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) id: ClaimId,
    pub(crate) item_id: ItemId,
    /// Who gives it.
    pub(crate) account_id: AccountId,
    pub(crate) quantity: u16,
    pub(crate) state: ClaimState,
    pub(crate) note: Option<String>,
    pub(crate) cost: Option<Money>,
    /// What those it is for were told when it was made.
    pub(crate) policy: ClaimPolicy,
    /// What givers were told of each other then.
    pub(crate) names: GiverNames,
    pub(crate) snapshot: ClaimedItem,
    /// From when on those it is for may know of it; `None`: never.
    pub(crate) reveals_at: Option<Timestamp>,
    /// When one of those it was for thanked, and what they said.
    pub(crate) thanked_at: Option<Timestamp>,
    pub(crate) thanks: Option<String>,
    pub(crate) created_at: Timestamp,
    /// When its giver last touched it.
    pub(crate) confirmed_at: Timestamp,
    /// Since when they are asked whether they still give it.
    pub(crate) reminded_at: Option<Timestamp>,
    /// Since when it is given back, or lapsed.
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) version: i64,
}
