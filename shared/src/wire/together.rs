//! Giving something together on the wire: who is asked, who agreed, and what of its cost is theirs.

use serde::{Deserialize, Serialize};

use super::claims::{ClaimView, ClaimedItem};
use super::present;
use crate::id::AccountId;
use crate::money::Money;
use crate::time::Timestamp;

/// Body of `PUT /api/v1/claims/{id}/co-givers/{account_id}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedShare {
    /// What they would give of its cost, in its currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Money>,
}

/// Body of `PUT /api/v1/claims/{id}/share`; an absent field stays as it was proposed, `null` empties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharePatch {
    /// What one gives of its cost, in its currency.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub share: Option<Option<Money>>,
}

/// One who gives something together with who claimed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CoGiverView {
    /// Who: told to those who give it together alone.
    pub account_id: Option<AccountId>,
    /// Their name, as far as the board tells.
    pub name: Option<String>,
    /// It is the viewer.
    pub mine: bool,
    /// They said yes. Whoever did not is seen by who asks and by themselves alone.
    pub agreed: bool,
    /// What they give of the claim's cost; `null` where nobody said how much.
    pub share: Option<Money>,
}

/// What the viewer gives, or is asked to give, together with who claimed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedClaimView {
    /// The claim, which is somebody else's.
    #[serde(flatten)]
    pub claim: ClaimView,
    /// The wish as it was when it was claimed.
    pub snapshot: ClaimedItem,
    /// What the viewer gives of its cost, or is asked to.
    pub share: Option<Money>,
    /// The viewer said yes.
    pub agreed: bool,
    /// Since when they are asked.
    pub asked_at: Timestamp,
}
