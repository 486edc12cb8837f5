//! Claims on the wire: "I give this". Never part of an item, so that no view of a wish can tell of them by a slip.

use serde::{Deserialize, Serialize};

use super::items::{ItemView, Quantity};
use super::present;
use super::together::CoGiverView;
use crate::id::{AccountId, ClaimId, ItemId};
use crate::money::{Currency, Money};
use crate::time::Timestamp;

/// How far a gift has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClaimState {
    /// Meant to be given.
    Claimed,
    /// Bought.
    Bought,
    /// Wrapped.
    Wrapped,
    /// Given.
    Given,
}

/// What those whom a board is for may know of claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClaimPolicy {
    /// Everything that a giver may know.
    Open,
    /// That something is taken, and how many; not by whom.
    StatusOnly,
    /// Nothing.
    Surprise,
}

/// What givers may know of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum GiverNames {
    /// The name that others see.
    Shown,
    /// Its first letters.
    Initials,
    /// Nothing.
    Hidden,
}

/// Body of `PUT /api/v1/boards/{id}/policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyChoice {
    /// What the owners may know.
    pub policy: ClaimPolicy,
    /// What givers may know of each other.
    pub names: GiverNames,
}

/// What is told of claims on a board, and what will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyView {
    /// What the owners may know.
    pub policy: ClaimPolicy,
    /// What givers may know of each other.
    pub names: GiverNames,
    /// What was announced; claims made before it counts stay as hidden as they were.
    pub next: Option<NextPolicyView>,
}

/// A change that givers were told of and that does not count yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextPolicyView {
    /// What the owners may know then.
    pub policy: ClaimPolicy,
    /// What givers may know of each other then.
    pub names: GiverNames,
    /// From when on.
    pub from: Timestamp,
}

/// Body of `POST /api/v1/items/{id}/claims`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewClaim {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: ClaimId,
    /// How many, 1 to 9,999; 1 unless said.
    #[serde(default = "one")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9999))]
    pub quantity: u16,
    /// For the other givers, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub note: Option<String>,
    /// What it costs the giver, for the other givers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
}

fn one() -> u16 {
    1
}

/// Body of `PATCH /api/v1/claims/{id}`; an absent field stays, `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimPatch {
    /// How many, 1 to 9,999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9999))]
    pub quantity: Option<u16>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ClaimState>,
    /// For the other givers, at most 2,000 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub note: Option<Option<String>>,
    /// What it costs the giver.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub cost: Option<Option<Money>>,
    /// From when on those it is for may know of it: not before their lists say so, and `null` never.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub reveals_at: Option<Option<Timestamp>>,
}

/// A claim as the viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimView {
    /// Its id.
    pub id: ClaimId,
    /// The wish.
    pub item_id: ItemId,
    /// The viewer gives it.
    pub mine: bool,
    /// Who gives it, as far as the board tells; `null` where it does not.
    pub giver: Option<String>,
    /// How many.
    pub quantity: u16,
    /// How far it has come; `null` for whoever may only know that something is taken.
    pub state: Option<ClaimState>,
    /// For the other givers.
    pub note: Option<String>,
    /// What it costs the giver.
    pub cost: Option<Money>,
    /// Who gives it together with them.
    #[serde(default)]
    pub together: Vec<CoGiverView>,
    /// When it was made; `null` for whoever may only know that something is taken.
    pub created_at: Option<Timestamp>,
    /// Rises with each change; the ETag is made of it.
    pub version: i64,
}

/// What the viewer is to the claims on a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClaimSight {
    /// They may give it, and see who else does.
    Giver,
    /// It is for them: they see only what its boards told them that they would.
    Receiver,
    /// Neither: they may look at the wish alone.
    Onlooker,
}

/// The claims on one wish, as far as the viewer may know of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemClaimsView {
    /// The wish.
    pub item_id: ItemId,
    /// What the viewer is to them.
    pub sight: ClaimSight,
    /// How many are wanted.
    pub wanted: Quantity,
    /// How many are taken, of the claims below.
    pub taken: i64,
    /// The claims, the first first.
    pub claims: Vec<ClaimView>,
}

/// The wish as its giver knew it when they claimed it: kept even when its owner throws it away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimedItem {
    /// What it is called.
    pub title: String,
    /// Where it can be bought.
    pub url: Option<String>,
    /// Who sells it.
    pub shop: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// What it costs.
    pub price: Option<Money>,
    /// The names of those it is for.
    pub owners: Vec<String>,
}

/// One line of the viewer's shopping list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyClaimView {
    /// The claim.
    #[serde(flatten)]
    pub claim: ClaimView,
    /// The wish as it was when it was claimed.
    pub snapshot: ClaimedItem,
    /// The wish as it is; `null` where the viewer does not see it any more.
    pub item: Option<ItemView>,
    /// Which of `title`, `url` and `price` are others now than they were.
    pub changed: Vec<String>,
    /// Since when the viewer is asked whether they still give it, as they have not bought it and said nothing for long.
    pub asked_at: Option<Timestamp>,
    /// From when on those it is for may know of it; `null`: never.
    pub reveals_at: Option<Timestamp>,
    /// When those it was for thanked for it.
    pub thanked_at: Option<Timestamp>,
    /// And what they said.
    pub thanks: Option<String>,
    /// From then on it is free for others, where they say nothing; `null` once it is bought, or where it has ended.
    pub lapses_at: Option<Timestamp>,
}

/// Body of `PUT /api/v1/claims/{id}/offer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewClaimOffer {
    /// Who may take it over: somebody else who may give the wish.
    pub to: AccountId,
}

/// A claim that somebody would hand on to the viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimOfferView {
    /// The claim.
    pub claim_id: ClaimId,
    /// The wish.
    pub item_id: ItemId,
    /// The name of who gives it until it is taken.
    pub from: String,
    /// How many.
    pub quantity: u16,
    /// How far it has come.
    pub state: ClaimState,
    /// The wish as it was when it was claimed.
    pub snapshot: ClaimedItem,
    /// When it was offered.
    pub offered_at: Timestamp,
}

/// Body of `PUT /api/v1/items/{id}/thought`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewThought {
    /// For oneself, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub note: Option<String>,
}

/// A wish that the viewer thinks about. Nobody else sees that they do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThoughtView {
    /// The wish.
    pub item_id: ItemId,
    /// What they noted.
    pub note: Option<String>,
    /// When.
    pub thought_at: Timestamp,
    /// The wish as it is; `null` where they do not see it any more.
    pub item: Option<ItemView>,
}

/// Body of `PUT /api/v1/claims/{id}/thanks`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thanks {
    /// For the giver, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: Option<String>,
}

/// What the viewer was given, once it was revealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivedGiftView {
    /// The claim.
    pub claim_id: ClaimId,
    /// The wish, whatever became of it since.
    pub item_id: ItemId,
    /// What it was called when it was claimed.
    pub title: String,
    /// Address of its picture then.
    pub image: Option<String>,
    /// Who gave it.
    pub giver_id: AccountId,
    /// Their name.
    pub giver: String,
    /// The names of those who gave it together with them.
    #[serde(default)]
    pub together: Vec<String>,
    /// How many.
    pub quantity: u16,
    /// How far it has come.
    pub state: ClaimState,
    /// When it was revealed.
    pub revealed_at: Timestamp,
    /// When one of those it was for thanked for it.
    pub thanked_at: Option<Timestamp>,
    /// And what they said.
    pub thanks: Option<String>,
}

/// What the viewer gives or gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenGiftView {
    /// The claim.
    pub claim_id: ClaimId,
    /// The wish, whatever became of it since.
    pub item_id: ItemId,
    /// What it was called when it was claimed.
    pub title: String,
    /// Address of its picture then.
    pub image: Option<String>,
    /// The names of those it was for.
    pub owners: Vec<String>,
    /// How many.
    pub quantity: u16,
    /// How far it has come.
    pub state: ClaimState,
    /// What it cost, where the giver said so.
    pub cost: Option<Money>,
    /// What of that is the viewer's, where several give it together and it was said how much.
    #[serde(default)]
    pub share: Option<Money>,
    /// From when on those it is for may know of it; `null`: never.
    pub reveals_at: Option<Timestamp>,
    /// When one of those it was for thanked for it.
    pub thanked_at: Option<Timestamp>,
    /// And what they said.
    pub thanks: Option<String>,
}

/// What the viewer's claims come to, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimTotalView {
    /// The currency.
    pub currency: Currency,
    /// Of what is bought, wrapped or given: its cost where the giver said it, else the price that was seen, times its pieces. Of what
    /// several give together the viewer's share alone.
    pub spent_minor: i64,
    /// Of what is claimed and not bought yet, the same.
    pub planned_minor: i64,
    /// How many pieces of both.
    pub pieces: i64,
}

/// What the viewer gives to whom this season. Nobody else is shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeasonView {
    /// From when on.
    pub since: Timestamp,
    /// Those to whom something is given, whom the latest is for first.
    pub people: Vec<SeasonGiftsView>,
}

/// What somebody, or some together, are given by the viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeasonGiftsView {
    /// Their names when the latest was claimed.
    pub owners: Vec<String>,
    /// How many wishes of theirs.
    pub gifts: i64,
    /// How many pieces.
    pub pieces: i64,
    /// What these come to, by currency. What costs nobody knows what is not counted there.
    pub totals: Vec<ClaimTotalView>,
}
