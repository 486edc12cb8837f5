//! What one source says of one product, before anything is decided.

use super::{Rating, Source};
use crate::find::Find;
use crate::money::Currency;
use crate::product::{Availability, PriceKind, VariantOption};

/// A product as one source gives it. Texts are clean; addresses are as written.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) source: Source,
    pub(super) place: Place,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) offers: Vec<Offer>,
    pub(super) images: Vec<String>,
    pub(super) brand: Option<String>,
    pub(super) sku: Option<String>,
    /// A number that may be the shop's own: the maker's, or one that only its programs use.
    pub(super) number: Option<String>,
    pub(super) gtin: Option<String>,
    pub(super) description: Option<String>,
    pub(super) category: Option<String>,
    pub(super) rating: Option<Rating>,
    pub(super) availability: Option<Availability>,
    pub(super) variant: Vec<VariantOption>,
    /// The same product in each size and colour, where the source tells them apart.
    pub(super) variants: Vec<Found>,
    /// Its offers are a wide range and nothing tells it from a category: no number of its own.
    pub(super) range_of_many: bool,
    /// The node that opens it, for sources that stand in the page.
    pub(super) node: Option<usize>,
}

/// Where a product was found within its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On its own.
    Top,
    /// One of a list.
    List,
    /// Part of something else: an article, a review, a related product.
    Aside,
}

/// One price with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// Plain decimal.
    pub(super) amount: String,
    pub(super) currency: Option<Currency>,
    pub(super) kind: PriceKind,
    pub(super) availability: Option<Availability>,
    pub(super) url: Option<String>,
    pub(super) sku: Option<String>,
    /// The upper end of a range.
    pub(super) upper: bool,
}

impl Found {
    pub(super) fn new(source: Source, place: Place) -> Self {
        Self {
            source,
            place,
            title: None,
            url: None,
            offers: Vec::new(),
            images: Vec::new(),
            brand: None,
            sku: None,
            number: None,
            gtin: None,
            description: None,
            category: None,
            rating: None,
            availability: None,
            variant: Vec::new(),
            variants: Vec::new(),
            range_of_many: false,
            node: None,
        }
    }

    /// It has a price that is not nothing.
    pub(super) fn has_price(&self) -> bool {
        self.offers.iter().any(|offer| !is_zero(&offer.amount))
    }
}

/// What the markup of a page says besides products.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    pub(super) products: Vec<Found>,
    /// Names of the breadcrumb, outermost first.
    pub(super) breadcrumb: Vec<String>,
    /// Entries of the longest list of products or offers.
    pub(super) list_len: usize,
    /// It says that the page is an article, a recipe, an event, a place to stay ….
    pub(super) other_kind: bool,
    /// What says so stands on top and is a page or a thing of its own, not the business behind the site.
    pub(super) other_page: bool,
    /// It says that the page is a list or a search result.
    pub(super) list_page: bool,
    pub(super) notes: Vec<String>,
}

impl Markup {
    pub(super) fn join(&mut self, other: Self) {
        self.products.extend(other.products);
        if self.breadcrumb.is_empty() {
            self.breadcrumb = other.breadcrumb;
        }
        self.list_len = self.list_len.max(other.list_len);
        self.other_kind |= other.other_kind;
        self.other_page |= other.other_page;
        self.list_page |= other.list_page;
        self.notes.extend(other.notes);
    }
}

/// "0", "0.00".
pub(super) fn is_zero(amount: &str) -> bool {
    amount.bytes().all(|b| matches!(b, b'0' | b'.'))
}

/// The same number in one spelling: "1299.00" and "1299" are equal, "1299.50" and "1299.5" too.
pub(super) fn amount_key(amount: &str) -> &str {
    match amount.parted(".") {
        Some(_) => amount.shorn_behind(|sign| sign == '0').shorn_behind(|sign| sign == '.'),
        None => amount,
    }
}
