//! Categories on the wire: what the lists of a group are sorted by, and how much of each may be wished for.

use serde::{Deserialize, Serialize};

use super::items::Quantity;
use super::present;
use crate::id::{BoardId, CategoryId, GroupId, ItemId};
use crate::money::Money;
use crate::time::Timestamp;

/// Body of `POST /api/v1/groups/{id}/categories`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCategory {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: CategoryId,
    /// 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// What all wishes of one person in it may cost together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spending_limit: Option<Money>,
    /// What one piece of a wish in it may cost; of the same currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest_item_price: Option<Money>,
}

/// Body of `PATCH /api/v1/groups/{id}/categories/{category_id}`; an absent field stays, `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryPatch {
    /// 1 to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// What all wishes of one person in it may cost together.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub spending_limit: Option<Option<Money>>,
    /// What one piece of a wish in it may cost; of the same currency.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub highest_item_price: Option<Option<Money>>,
}

/// Body of `PUT /api/v1/groups/{id}/category-order`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryOrder {
    /// Every category of the group that is not in the bin, once.
    pub order: Vec<CategoryId>,
}

/// A category as one of the group's people sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryView {
    /// Its id.
    pub id: CategoryId,
    /// The group.
    pub group_id: GroupId,
    /// Its name.
    pub name: String,
    /// What all wishes of one person in it may cost together.
    pub spending_limit: Option<Money>,
    /// What one piece of a wish in it may cost.
    pub highest_item_price: Option<Money>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it is in the bin; `null` while it is not. Only the group's admins see one there.
    pub deleted_at: Option<Timestamp>,
    /// Rises with each change; the ETag is made of it.
    pub version: i64,
}

/// How a wish counts against the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CountedAs {
    /// With its price, times how many are wanted; of any number, one.
    Counted,
    /// Not, as its price is in another currency: there is no conversion.
    OtherCurrency,
    /// Not, as nobody knows its price.
    NoPrice,
    /// Not, as its person put it away.
    Archived,
}

/// A wish in a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategorisedItemView {
    /// The wish.
    pub item_id: ItemId,
    /// The list through which it is in the category.
    pub board_id: BoardId,
    /// What one piece costs.
    pub price: Option<Money>,
    /// How many are wanted.
    pub quantity: Quantity,
    /// How it counts.
    pub counted: CountedAs,
    /// It costs more than the highest price by now.
    pub too_expensive: bool,
}

/// What of a category somebody uses by their wishes. Claims never enter it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryUseView {
    /// The category.
    pub category: CategoryView,
    /// What its wishes cost together, in its currency; `null` where it has none.
    pub used: Option<Money>,
    /// That is more than the limit by now: a price rose, or the limit was lowered.
    pub over_limit: bool,
    /// The wishes, as far as the viewer sees them.
    pub items: Vec<CategorisedItemView>,
}
