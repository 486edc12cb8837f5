//! Products in the words of schema.org, and the kinds of price that must never be mixed.

use serde::{Deserialize, Serialize};

/// schema.org/ItemAvailability, as far as a person cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Availability {
    /// Can be bought now.
    InStock,
    /// Cannot be bought now.
    OutOfStock,
    /// Can be ordered before it exists or arrives.
    Preorder,
}

/// What a price means. Histories and alerts never compare across kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PriceKind {
    /// What one pays now, without a condition.
    Current,
    /// The crossed-out or recommended price beside it (schema.org/ListPrice).
    List,
    /// A reduced price that the shop calls one (schema.org/SalePrice).
    Sale,
    /// Only for members or with a card.
    Member,
    /// For a used or refurbished one.
    Used,
    /// One part of a payment in parts.
    Instalment,
    /// Per kilogram, litre, piece of a pack.
    Unit,
}

/// One chosen option of a product that comes in several ("Colour", "Black").
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VariantOption {
    /// The option's name as the shop writes it, at most 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// The chosen value, at most 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub value: String,
}
