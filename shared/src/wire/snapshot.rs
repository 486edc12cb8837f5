//! What a shop's page said at the moment it was saved.

use serde::{Deserialize, Serialize};

use crate::detect::{Source, Verdict};
use crate::money::Money;
use crate::product::{Availability, PriceKind};
use crate::time::Timestamp;

/// What the shop's page said when it was saved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageSnapshot {
    /// Absolute http(s) address of the page, at most 2,048 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub url: String,
    /// The page's own address for the product, free of tracking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub canonical_url: Option<String>,
    /// At most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub title: Option<String>,
    /// What one pays now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What the price means; `current` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_kind: Option<PriceKind>,
    /// The crossed-out price beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_price: Option<Money>,
    /// Absolute http(s) address of the main picture, or the `path` of one that this account uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub image: Option<String>,
    /// Who makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub brand: Option<String>,
    /// GTIN with a right check digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 14))]
    pub gtin: Option<String>,
    /// The shop's own number for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub sku: Option<String>,
    /// Plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub description: Option<String>,
    /// The shop's category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub category: Option<String>,
    /// Whether it could be bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// How sure the detection was; `check` marks the item for a look. Absent where a person typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Which source the price came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_source: Option<Source>,
    /// When the page was seen, by the clock of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
}
