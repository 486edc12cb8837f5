//! Exchanges on the wire: who takes part, who is not to draw whom, and whom one drew oneself.

use serde::{Deserialize, Serialize};

use super::groups::PersonView;
use super::present;
use crate::id::{AccountId, ExchangeId, GroupId};
use crate::money::Money;
use crate::time::Timestamp;

/// Somebody who is to take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewExchangePerson {
    /// Who: somebody of the group.
    pub account_id: AccountId,
    /// Whoever is of the same household does not draw each other. 1 to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub household: Option<String>,
}

/// Body of `PUT /api/v1/exchanges/{id}/people/{account_id}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExchangePersonChoice {
    /// Whoever is of the same household does not draw each other. 1 to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub household: Option<String>,
}

/// Two people who do not draw each other, whichever of them would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exclusion {
    /// One of them.
    pub one: AccountId,
    /// The other.
    pub other: AccountId,
}

/// Body of `POST /api/v1/groups/{id}/exchanges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewExchange {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: ExchangeId,
    /// 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// What a gift is to cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Money>,
    /// The day on which gifts are exchanged; until the year 9999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<Timestamp>,
    /// How many of the group's draws before are not repeated, as far as that is possible: 0 to 10, 1 unless said.
    #[serde(default = "one")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10))]
    pub past_draws: u8,
    /// Who takes part: at most 100 people of the group.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub people: Vec<NewExchangePerson>,
    /// Who does not draw each other: at most 1,000.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub exclusions: Vec<Exclusion>,
}

fn one() -> u8 {
    1
}

/// Body of `PATCH /api/v1/exchanges/{id}`; an absent field stays, `null` empties. Once it is drawn, people, exclusions and
/// past draws stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExchangePatch {
    /// 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// What a gift is to cost.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub budget: Option<Option<Money>>,
    /// The day on which gifts are exchanged; until the year 9999.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub held_at: Option<Option<Timestamp>>,
    /// How many of the group's draws before are not repeated, as far as that is possible: 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10))]
    pub past_draws: Option<u8>,
    /// All who take part, instead of those who did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub people: Option<Vec<NewExchangePerson>>,
    /// All exclusions, instead of those that were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub exclusions: Option<Vec<Exclusion>>,
}

/// Body of `POST /api/v1/exchanges/{id}/draw`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDraw {
    /// Draw for everybody anew where it is drawn already.
    #[serde(default)]
    pub again: bool,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExchangePersonView {
    /// Who.
    #[serde(flatten)]
    pub person: PersonView,
    /// Their household; `null` where none was said, and for whoever does not look after the exchange.
    pub household: Option<String>,
}

/// An exchange as one of the group's people sees it. Who drew whom is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExchangeView {
    /// Its id.
    pub id: ExchangeId,
    /// The group.
    pub group_id: GroupId,
    /// What it is called.
    pub name: String,
    /// What a gift is to cost.
    pub budget: Option<Money>,
    /// The day on which gifts are exchanged.
    pub held_at: Option<Timestamp>,
    /// How many of the group's draws before are not repeated, as far as that is possible.
    pub past_draws: u8,
    /// Since when it is drawn; `null`: it is not.
    pub drawn_at: Option<Timestamp>,
    /// The viewer looks after it.
    pub may_manage: bool,
    /// Who takes part, by name.
    pub people: Vec<ExchangePersonView>,
    /// Who does not draw each other; empty for whoever does not look after the exchange.
    pub exclusions: Vec<Exclusion>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it is in the bin; `null` while it is not. Only who looks after it sees it there.
    pub deleted_at: Option<Timestamp>,
    /// Rises with each change; the ETag is made of it.
    pub version: i64,
}

/// Why nothing can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DrawObstacle {
    /// Fewer than three take part: each would know who gives to them.
    TooFewPeople,
    /// `people` could all together only draw `from`, who are fewer.
    NotEnoughToDraw,
    /// `people` could each draw one person alone, whatever is drawn: whoever knows the exclusions would know whom.
    Foreseen,
}

/// What stands between two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum HindranceReason {
    /// They are of one household.
    Household,
    /// It was said that they do not draw each other.
    Exclusion,
}

/// Two people who do not draw each other, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HindranceView {
    /// One of them.
    pub one: PersonView,
    /// The other.
    pub other: PersonView,
    /// What stands between them.
    pub reason: HindranceReason,
}

/// Whether an exchange can be drawn. It depends on its people, households and exclusions alone, never on any draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DrawCheckView {
    /// It can be drawn.
    pub possible: bool,
    /// Why not.
    pub obstacle: Option<DrawObstacle>,
    /// The same in plain words.
    pub text: Option<String>,
    /// Whom it is about.
    pub people: Vec<PersonView>,
    /// Whom they could draw.
    pub from: Vec<PersonView>,
    /// What keeps them from drawing others; at most 50 of it.
    pub because: Vec<HindranceView>,
}

/// Whom one drew. Nobody else is ever told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyDrawView {
    /// The exchange.
    pub exchange_id: ExchangeId,
    /// Whom one gives to.
    pub gives_to: PersonView,
}
