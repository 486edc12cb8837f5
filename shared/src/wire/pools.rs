//! Pools on the wire: several pay for what one of them claimed. Whoever it is for is told nothing of them.

use serde::{Deserialize, Serialize};

use super::claims::ClaimedItem;
use crate::id::{AccountId, ClaimId, ItemId};
use crate::money::Money;
use crate::time::Timestamp;

/// How far a pool has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PoolState {
    /// Not all of it is pledged yet.
    Active,
    /// All of it is pledged.
    Funded,
    /// It was bought, and everybody knows what they owe.
    Completed,
    /// It came to nothing: nobody owes anything.
    Cancelled,
}

/// Body of `PUT /api/v1/claims/{id}/pool`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PoolChoice {
    /// What is to come together, 1 or more of the smallest unit.
    pub target: Money,
    /// When it fails, where it is not all pledged by then.
    pub deadline_at: Timestamp,
    /// For the others who give, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub note: Option<String>,
}

/// Body of `PUT /api/v1/claims/{id}/pool/pledge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPledge {
    /// What of the target one pays, in its currency: 1 or more of the smallest unit.
    pub amount: Money,
    /// What one hands over for that, where it is another currency. Nothing is converted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays: Option<Money>,
}

/// Body of `POST /api/v1/claims/{id}/pool/complete`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PoolCost {
    /// What it cost in the end, no more than the target; all of it unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
}

/// Body of `PUT /api/v1/claims/{id}/pool/settled/{account_id}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settled {
    /// They gave the organiser what they owe.
    pub settled: bool,
}

/// What one person pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PledgeView {
    /// Who.
    pub account_id: AccountId,
    /// Their name.
    pub name: String,
    /// It is the viewer.
    pub mine: bool,
    /// What of the target they pay.
    pub amount: Money,
    /// What they hand over for that, where it is another currency.
    pub pays: Option<Money>,
    /// What they owe the organiser, in the currency that they pay in; `null` until it is completed.
    pub due: Option<Money>,
    /// When they gave it to the organiser.
    pub settled_at: Option<Timestamp>,
}

/// A pool, as those who may give the wish see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PoolView {
    /// The claim that it pays for.
    pub claim_id: ClaimId,
    /// The wish.
    pub item_id: ItemId,
    /// The wish as it was when it was claimed.
    pub snapshot: ClaimedItem,
    /// The viewer organises it: it is their claim.
    pub mine: bool,
    /// Who organises it, as far as the viewer may know.
    pub organiser: Option<String>,
    /// How far it has come.
    pub state: PoolState,
    /// What is to come together.
    pub target: Money,
    /// What is pledged of it.
    pub pledged: Money,
    /// When it fails, where it is not all pledged by then.
    pub deadline_at: Timestamp,
    /// What those who give tell each other.
    pub note: Option<String>,
    /// What it cost in the end.
    pub cost: Option<Money>,
    /// Who pays what, told to those who pay and to the organiser; `null` for others.
    pub pledges: Option<Vec<PledgeView>>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Rises with each change.
    pub version: i64,
}

/// One line of what is still to be settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueView {
    /// The claim whose pool it is.
    pub claim_id: ClaimId,
    /// What was bought.
    pub title: String,
    /// The viewer owes it; else it is owed to them.
    pub owed_by_me: bool,
    /// Who the other one is.
    pub account_id: AccountId,
    /// Their name.
    pub name: String,
    /// How much, in the currency of who owes it.
    pub due: Money,
}
