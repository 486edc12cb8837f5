//! Children on the wire: people without a sign-in, whom others act for.

use serde::{Deserialize, Serialize};

use super::groups::PersonView;
use crate::id::AccountId;
use crate::time::Timestamp;

/// Body of `POST /api/v1/children`. Who makes it is the first that acts for the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewChild {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: AccountId,
    /// The name that others see, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub display_name: String,
}

/// A child, as those see it who act for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChildView {
    /// Who, and what others see. `account_id` is what stands in the header `GiftOS-Acts-For`.
    #[serde(flatten)]
    pub person: PersonView,
    /// Those who act for it, since when they do.
    pub guardians: Vec<PersonView>,
    /// When it was made.
    pub created_at: Timestamp,
}
