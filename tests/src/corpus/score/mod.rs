//! The rules of the corpus's `score.py`, one for one: what is right, and what counts for and against each field.
//! So that whoever changes detection sees the figures that others will see, by one command and without Python.
//! It never reads a page, and it never counts otherwise than `score.py` does.

mod picture;
mod prediction;
mod right;
mod table;
mod text;

pub use prediction::{Prediction, load as load_predictions};
pub use right::{is_ready, right};
pub use table::{Class, Counts, Table, ratio, score};

/// The fields that are scored, in the order of the table.
pub const FIELDS: [Field; 9] = [
    Field::Title,
    Field::Price,
    Field::Currency,
    Field::PriceAndCurrency,
    Field::Image,
    Field::Brand,
    Field::Availability,
    Field::ListPrice,
    Field::Sku,
];

/// A field that is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The product's name.
    Title,
    /// The amount alone.
    Price,
    /// The currency alone.
    Currency,
    /// Both.
    PriceAndCurrency,
    /// The main picture.
    Image,
    /// The maker.
    Brand,
    /// Whether it can be bought.
    Availability,
    /// The price before.
    ListPrice,
    /// The shop's number.
    Sku,
}

impl Field {
    /// As `score.py` and the `skip` of labels call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Price => "price",
            Self::Currency => "currency",
            Self::PriceAndCurrency => "price+currency",
            Self::Image => "image",
            Self::Brand => "brand",
            Self::Availability => "availability",
            Self::ListPrice => "list_price",
            Self::Sku => "sku",
        }
    }

    /// A value where the label has none is wrong; for the others the label may only be incomplete.
    const fn is_strict(self) -> bool {
        matches!(self, Self::Title | Self::Price | Self::Currency | Self::PriceAndCurrency | Self::Image)
    }
}
