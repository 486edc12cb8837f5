//! Whispers on the wire: what a giver is told where they look at a wish, and whether a page of a shop shows an own wish. Neither
//! is made of claims.

use serde::{Deserialize, Serialize};

use super::groups::PersonView;
use super::presence::PresenceView;
use crate::id::{BoardId, ItemId};
use crate::product::VariantOption;

/// What somebody who may give a wish is told beside it. Everybody else is told of nobody and nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhispersView {
    /// The wish.
    pub item_id: ItemId,
    /// Who else looks at it just now.
    pub looking: PresenceView,
    /// Wishes of others for the same thing, which the viewer may give as well, the oldest first; at most 10.
    pub also: Vec<AlsoWishedView>,
}

/// Somebody else's wish for the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlsoWishedView {
    /// That wish.
    pub item_id: ItemId,
    /// What it is called there.
    pub title: String,
    /// Whom it is for, by the boards that the viewer sees it on.
    pub owners: Vec<PersonView>,
    /// Who else looks at it just now.
    pub looking: PresenceView,
}

/// Body of `POST /api/v1/products/own-wishes`: what a shop's page shows. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShopPage {
    /// Absolute http(s) address of the page, at most 2,048 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub url: String,
    /// The page's own address for the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub canonical_url: Option<String>,
    /// GTIN with a right check digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 14))]
    pub gtin: Option<String>,
    /// The chosen options, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub variant: Vec<VariantOption>,
}

/// Whether a page shows what somebody wishes for themselves. It is the same whatever others give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnWishesView {
    /// One of the wishes lies on a board that others are shown, who may be about to give it: look there before you buy it yourself.
    pub nudge: bool,
    /// Their own wishes for it that are still wished for, the oldest first; at most 20.
    pub wishes: Vec<OwnWishView>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnWishView {
    /// The wish.
    pub item_id: ItemId,
    /// What it is called.
    pub title: String,
    /// The boards that it lies on, as far as the viewer sees them.
    pub boards: Vec<BoardId>,
}
