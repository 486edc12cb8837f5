//! A wish between a file and a board: what people write about one, by itself, without ids and without a server.

use shared::json::Json;
use shared::json_record;
use shared::money::Money;
use shared::product::VariantOption;
use shared::wire::items::{ItemState, Quantity};

/// A wish as it stands in a file. Its texts are no longer than the API takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// What it is called; empty where only the address is known.
    pub title: String,
    /// Where it can be bought: an absolute http(s) address.
    pub url: Option<String>,
    /// Its picture: an absolute http(s) address.
    pub image: Option<String>,
    /// What it costs.
    pub price: Option<Money>,
    /// How many are wanted.
    pub quantity: Quantity,
    /// The chosen options.
    pub variant: Vec<VariantOption>,
    /// 1 (least) to 10 (most); nothing where the file does not say.
    pub priority: Option<u8>,
    /// For those who give.
    pub note: Option<String>,
    /// For the person alone.
    pub private_note: Option<String>,
    /// What it is for.
    pub occasion: Option<String>,
    /// Tell below this price.
    pub alert_threshold: Option<Money>,
    /// Where it stands.
    pub state: ItemState,
    /// The names of the boards it lies on.
    pub boards: Vec<String>,
}

json_record!(Wish {
    title,
    url,
    image,
    price,
    quantity: default,
    variant: default,
    priority,
    note,
    private_note,
    occasion,
    alert_threshold,
    state: default,
    boards: default
});

impl Wish {
    /// An item as the server tells it, which names its boards by ids.
    pub(crate) fn from_json_without_boards(item: Json<'_>) -> Option<Self> {
        Some(Self {
            title: item.field("title")?,
            url: item.field("url")?,
            image: item.field("image")?,
            ..Self::from_json_without_title(item)?
        })
    }

    /// What a save says of a wish beside its page and its boards.
    pub(crate) fn from_json_without_title(item: Json<'_>) -> Option<Self> {
        Some(Self {
            price: item.field("price")?,
            quantity: item.field_or_default("quantity")?,
            variant: item.field_or_default("variant")?,
            priority: item.field("priority")?,
            note: item.field("note")?,
            private_note: item.field("private_note")?,
            occasion: item.field("occasion")?,
            alert_threshold: item.field("alert_threshold")?,
            state: item.field_or_default("state")?,
            ..Self::default()
        })
    }
}

/// What is wrong with a row. The words for it, and what to do, are the interface's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It has neither a title nor an address: it cannot be saved.
    Nameless,
    /// The same thing as an earlier row: both are one wish.
    Same,
    /// It is a bookmark of something else than a page of the web.
    NoPage,
    /// Its price cannot be read: it is saved without one.
    Price,
    /// Its price has no currency: it is saved without one.
    Currency,
    /// Its address is none of the web: it is saved without one.
    Address,
    /// Its picture is no address of the web: it is saved without one.
    Picture,
    /// Its quantity is not 1 to 9,999: one is wanted.
    Quantity,
    /// Its priority is not 1 to 10.
    Priority,
    /// A text is longer than is kept: its end is cut off.
    Cut,
    /// It has more cells than the first row names.
    Cells,
    /// Quotation marks that are opened in it are not closed: what follows may belong to other rows.
    Open,
}

impl Fault {
    /// Nothing is saved of such a row by itself.
    #[must_use]
    pub const fn stops(self) -> bool {
        matches!(self, Self::Nameless | Self::Same | Self::NoPage)
    }

    /// Its name between programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nameless => "nameless",
            Self::Same => "same",
            Self::NoPage => "no_page",
            Self::Price => "price",
            Self::Currency => "currency",
            Self::Address => "address",
            Self::Picture => "picture",
            Self::Quantity => "quantity",
            Self::Priority => "priority",
            Self::Cut => "cut",
            Self::Cells => "cells",
            Self::Open => "open",
        }
    }
}

/// One row of a file, a line, or a thing of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line it begins in, from 1; for JSON and lists, the how manieth it is.
    pub line: u32,
    /// What it would become.
    pub wish: Wish,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Row {
    /// Whether it becomes a wish.
    #[must_use]
    pub fn is_good(&self) -> bool {
        !self.faults.iter().any(|fault| fault.stops())
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}
