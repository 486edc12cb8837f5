//! From `PageEvidence` to a [`Detection`]: is there a product, which, at what price, and how sure are we.
//! Each source of candidates is a file of its own; `merge` makes one product of them, each field with its source and confidence.
//! It never sees HTML, a DOM or the wire, and it never fails: what it cannot tell, it leaves out and notes.

mod choose;
mod chosen;
mod confidence;
pub mod corrections;
mod found;
mod items;
mod json_ld;
pub mod last_resort;
pub mod listing;
mod logistic;
mod lookup;
mod merge;
mod microdata;
mod open_graph;
mod page_kind;
mod rdfa;
mod read;
mod region;
mod schema_org;
mod sign;
mod state;
mod stores;
mod text;
pub mod trace;
mod units;
mod visible;
mod weights;

pub use read::SURE;
use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money};
use crate::page::PageEvidence;
use crate::product::{Availability, PriceKind, VariantOption};

/// What the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// A product page; title, price with currency, and image are each above their threshold.
    Sure,
    /// A product page, but something is missing or in doubt: a person should look.
    Check,
    /// No product page.
    NotProduct,
}

/// Where a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// `<script type="application/ld+json">`.
    JsonLd,
    /// `itemscope`, `itemprop`.
    Microdata,
    /// `vocab`, `typeof`, `property`.
    Rdfa,
    /// `<meta property="og:…">` and its relatives.
    OpenGraph,
    /// State that the shop's own scripts left in the page.
    State,
    /// What a person sees.
    Visible,
    /// A rule for one shop.
    Store,
    /// A reader that a caller put behind all others: see [`last_resort`].
    LastResort,
}

/// A value with where it came from and how far it may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// The source that won.
    pub source: Source,
    /// 0 to 1, to three decimals: the share of such values that are right.
    pub confidence: f64,
}

/// An amount as the page gives it. The currency may be unknown; then nothing may be compared with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceText {
    /// Plain decimal ("1299.00"), never rounded.
    pub amount: String,
    /// The currency, where the page tells.
    pub currency: Option<Currency>,
}

impl PriceText {
    /// The amount as exact money; `None` without a currency or where the amount does not fit it.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        Money::from_decimal(&self.amount, self.currency?)
    }
}

/// A price found on the page that the person may pick instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceCandidate {
    /// The amount.
    pub price: PriceText,
    /// What it means.
    pub kind: PriceKind,
    /// Where it was found.
    pub source: Source,
    /// 0 to 1.
    pub confidence: f64,
    /// Words around it, for the person to recognise it by ("was", "with club card"); at most 80 characters.
    pub context: String,
}

/// A picture found on the page that the person may pick instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageCandidate {
    /// Absolute http(s) address.
    pub url: String,
    /// Where it was found.
    pub source: Source,
    /// 0 to 1.
    pub confidence: f64,
}

/// What people said of it, as the page tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// The mean, on a scale of five.
    pub value: f64,
    /// How many rated it.
    pub count: Option<u64>,
}

/// The product of a page, field by field. A field that the page does not give is `None`, never a guess.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DetectedProduct {
    /// The name a person would say.
    pub title: Option<Field<String>>,
    /// What one pays now for the selected variant, tax included.
    pub price: Option<Field<PriceText>>,
    /// The crossed-out or recommended price beside it.
    pub list_price: Option<Field<PriceText>>,
    /// The main picture, absolute.
    pub image: Option<Field<String>>,
    /// Who makes it.
    pub brand: Option<Field<String>>,
    /// Whether it can be bought.
    pub availability: Option<Field<Availability>>,
    /// The shop's own number for it.
    pub sku: Option<Field<String>>,
    /// GTIN-8, -12, -13 or -14 with a right check digit.
    pub gtin: Option<Field<String>>,
    /// Plain text, at most 1,000 characters.
    pub description: Option<Field<String>>,
    /// The last word of the breadcrumb or the shop's category.
    pub category: Option<Field<String>>,
    /// What people said of it.
    pub rating: Option<Field<Rating>>,
    /// The options selected now.
    pub variant: Vec<VariantOption>,
}

/// What was found on a page. Always given, for any input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// What the page is.
    pub page: Verdict,
    /// 0 to 1: how likely it is a product page.
    pub page_confidence: f64,
    /// The product; mostly empty where the page is none.
    pub product: DetectedProduct,
    /// The page's own address for the product, free of tracking; absolute http(s).
    pub canonical_url: Option<String>,
    /// All prices found, the best first, at most 12.
    pub prices: Vec<PriceCandidate>,
    /// All pictures found, the best first, at most 24.
    pub images: Vec<ImageCandidate>,
    /// What was odd, for people who look into it: "json_ld: mended a trailing comma". At most 20.
    pub notes: Vec<String>,
}

/// Looks at a page's evidence. Total: any input gives a [`Detection`].
#[must_use]
pub fn detect(page: &PageEvidence) -> Detection {
    read::read(page, &weights::FITTED).0
}
