//! Suggestions on the wire: what givers think of for somebody's list. Whoever it is for is told nothing of them before the reveal.

use serde::{Deserialize, Serialize};

use super::claims::ClaimState;
use super::present;
use crate::id::{BoardId, SuggestionId};
use crate::money::Money;
use crate::time::Timestamp;

/// Body of `POST /api/v1/boards/{id}/suggestions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSuggestion {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: SuggestionId,
    /// 1 to 500 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub title: String,
    /// Where it can be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub url: Option<String>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// For the other givers: at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub note: Option<String>,
}

/// Body of `PATCH /api/v1/suggestions/{id}`; an absent field stays, `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionPatch {
    /// 1 to 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub title: Option<String>,
    /// Where it can be had.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2048))]
    pub url: Option<Option<String>>,
    /// What it costs.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub price: Option<Option<Money>>,
    /// For the other givers: at most 2,000 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub note: Option<Option<String>>,
}

/// Body of `PUT /api/v1/suggestions/{id}/claim`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionClaim {
    /// How far it has come.
    pub state: ClaimState,
}

/// Body of `PUT /api/v1/boards/{id}/suggestions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionChoice {
    /// The owner wants nothing but what stands on the list: nobody suggests anything more. What was suggested stays among givers.
    pub refused: bool,
}

/// What givers think of, as one who gives sees it; and after the reveal as those it was for do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionView {
    /// Its id.
    pub id: SuggestionId,
    /// The list.
    pub board_id: BoardId,
    /// Whom it is for, when it was suggested.
    pub owners: Vec<String>,
    /// What it is.
    pub title: String,
    /// Where it can be had.
    pub url: Option<String>,
    /// What it costs.
    pub price: Option<Money>,
    /// What givers tell each other; `null` for those it was for.
    pub note: Option<String>,
    /// The viewer suggests it.
    pub mine: bool,
    /// Who suggests it, as far as the viewer may know.
    pub suggested_by: Option<String>,
    /// Somebody gives it.
    pub taken: bool,
    /// The viewer gives it.
    pub taken_by_me: bool,
    /// Who gives it, as far as the viewer may know.
    pub taken_by: Option<String>,
    /// How far it has come.
    pub state: Option<ClaimState>,
    /// When it was suggested.
    pub created_at: Timestamp,
    /// Since when it is in the bin; `null` while it is not. Only who suggested it sees it there.
    pub deleted_at: Option<Timestamp>,
    /// Rises with each change; the ETag is made of it.
    pub version: i64,
}

/// What `GET /api/v1/boards/{id}/suggestions` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionsView {
    /// The owner wants none.
    pub refused: bool,
    /// What the viewer may know of, the oldest first.
    pub entries: Vec<SuggestionView>,
}
