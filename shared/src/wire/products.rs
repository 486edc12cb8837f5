//! Products and offers on the wire, and pages that are read without being saved.

use serde::{Deserialize, Serialize};

use crate::detect::Detection;
use crate::id::{OfferId, ProductId};
use crate::money::Money;
use crate::product::{Availability, VariantOption};
use crate::time::Timestamp;

/// What a thing is, as the account's own pages told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductView {
    /// Its id.
    pub id: ProductId,
    /// GTIN with a right check digit.
    pub gtin: Option<String>,
    /// Its name.
    pub title: String,
    /// Who makes it.
    pub brand: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// The shop's category.
    pub category: Option<String>,
    /// Plain text.
    pub description: Option<String>,
    /// The shops' listings of it that this account saved, the newest first, at most 50.
    pub offers: Vec<OfferView>,
    /// When it was first saved.
    pub created_at: Timestamp,
}

/// A shop's listing of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferView {
    /// Its id.
    pub id: OfferId,
    /// Its address, free of tracking.
    pub url: String,
    /// The shop's host name without `www.`.
    pub shop: String,
    /// The shop's own number for it.
    pub sku: Option<String>,
    /// The chosen options.
    pub variant: Vec<VariantOption>,
    /// Whether it could be bought when last seen.
    pub availability: Option<Availability>,
    /// The last price seen.
    pub price: Option<Money>,
    /// When that price was seen.
    pub price_seen_at: Option<Timestamp>,
}

/// Body of `POST /api/v1/products/scrape`: read this page and say what is there, without saving anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScrapeLink {
    /// Absolute http(s) address, at most 2,048 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub url: String,
}

/// What `POST /api/v1/products/scrape` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScrapedPage {
    /// The address that answered, after redirects.
    pub url: String,
    /// What was found there.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub detection: Detection,
    /// When the page was read; up to 24 hours ago.
    pub read_at: Timestamp,
}
