//! Items on the wire: a wish, with the product and the offer it was saved from.

use serde::{Deserialize, Serialize};

use super::present;
pub use super::products::{OfferView, ProductView, ScrapeLink, ScrapedPage};
pub use super::quantity::{AnyNumber, Quantity};
pub use super::snapshot::PageSnapshot;
use crate::id::{BoardId, ItemId, OfferId, ProductId};
use crate::money::Money;
use crate::product::{Availability, PriceKind, VariantOption};
use crate::time::Timestamp;

/// Body of `POST /api/v1/items`. Either `page` (saved from a page), `link` (the server fills it in) or `title` (typed by hand) is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewItem {
    /// Made by the client (UUIDv7): the same id and body again answers 200, another body 409.
    pub id: ItemId,
    /// The boards it is placed on, 1 to 20; `"default"` as the only entry means *My wishes*, made where it is missing.
    pub boards: BoardChoice,
    /// What the page said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageSnapshot>,
    /// An address that the server should read by itself, at most 2,048 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub link: Option<String>,
    /// The person's own title; goes before the page's. At most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub title: Option<String>,
    /// A price that the person typed; goes before the page's, stays, and is no sighting. What the page says stands in `page.price`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// How many are wanted.
    #[serde(default)]
    pub quantity: Quantity,
    /// The chosen options, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variant: Vec<VariantOption>,
    /// 1 (least) to 10 (most); 5 unless said.
    #[serde(default = "middle")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10))]
    pub priority: u8,
    /// For those who give, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub note: Option<String>,
    /// For the person alone, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub private_note: Option<String>,
    /// What it is for ("Birthday"), at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub occasion: Option<String>,
    /// Tell below this price; keeps its currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert_threshold: Option<Money>,
}

fn middle() -> u8 {
    5
}

/// Where a new item goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BoardChoice {
    /// `"default"`: the board *My wishes*.
    Default(DefaultBoard),
    /// These boards.
    Boards(Vec<BoardId>),
}

/// The word `"default"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DefaultBoard {
    /// `"default"`.
    Default,
}

/// What `POST /api/v1/items` answers: 201 for a new item, 200 where it was there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedItem {
    /// The item; its id is another one than the sent where the page was already saved.
    pub item: ItemView,
    /// The page was already saved by this person under this id; the item was placed on the named boards as well.
    pub already_saved: bool,
    /// The boards it was newly placed on.
    pub placed_on: Vec<BoardId>,
}

/// Body of `PATCH /api/v1/items/{id}`; an absent field stays, `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemPatch {
    /// 1 to 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub title: Option<String>,
    /// Absolute http(s) address, or the `path` of a picture that this account uploaded.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2048))]
    pub image: Option<Option<String>>,
    /// A price that the person corrects or types. It stays until the person empties it (`null`): then the last price seen counts again.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub price: Option<Option<Money>>,
    /// How many are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The chosen options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<Vec<VariantOption>>,
    /// 1 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10))]
    pub priority: Option<u8>,
    /// For those who give.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub note: Option<Option<String>>,
    /// For the person alone.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub private_note: Option<Option<String>>,
    /// What it is for.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 100))]
    pub occasion: Option<Option<String>>,
    /// Tell below this price.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Money>))]
    pub alert_threshold: Option<Option<Money>>,
    /// The look that `check` asked for was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// Where the wish stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ItemState>,
    /// The version of the item that its person saw: what was changed of these fields since, on another device, is in conflict with
    /// this edit (see `conflicts` of an item).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<i64>,
}

/// A field that was edited on two devices which did not know of each other. It is listed until somebody who sees it edits the
/// field again: as it is, or as it was on the other device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConflictView {
    /// The field, as [`ItemPatch`] names it.
    pub field: String,
    /// What the item has: the later one. The patch has this field alone.
    pub kept: ItemPatch,
    /// When that was edited.
    pub kept_at: Timestamp,
    /// What the other device said: the patch that makes it so.
    pub other: ItemPatch,
    /// When that was edited.
    pub other_at: Timestamp,
    /// What the other device is called, where it is one of the viewer's own and has a name.
    pub device: Option<String>,
}

/// Where a wish stands in its life.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemState {
    /// Still wished for.
    #[default]
    Wanted,
    /// It came.
    Received,
    /// It came, and whoever gave it was thanked.
    Thanked,
    /// Put away.
    Archived,
}

/// How far the server is with an address that was pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FillState {
    /// Still looking.
    Pending,
    /// Filled in.
    Done,
    /// Could not be read; fill it in by hand.
    Failed,
}

/// Why a pasted address could not be read. The words for it are the interface's: it knows the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FillProblem {
    /// The address leads to a place that the server does not visit.
    AddressRefused,
    /// The shop did not answer, or answered with a refusal, after three tries.
    Unreadable,
    /// The shop answered, but not with a page (a file, a picture, too much of it).
    NotAPage,
    /// The page was read and shows no product.
    NotAProduct,
}

/// An item as its own person sees it. There are no claim fields here, and there never will be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemView {
    /// Its id.
    pub id: ItemId,
    /// What the thing is, where it came from a page.
    pub product_id: Option<ProductId>,
    /// The shop's listing it was saved from.
    pub offer_id: Option<OfferId>,
    /// Its title.
    pub title: String,
    /// Where it can be bought.
    pub url: Option<String>,
    /// The shop's host name without `www.`.
    pub shop: Option<String>,
    /// Address of its picture, or the path of one on this server.
    pub image: Option<String>,
    /// The price its person typed, else the last one seen for it.
    pub price: Option<Money>,
    /// When that price was seen; `null` where it was typed.
    pub price_seen_at: Option<Timestamp>,
    /// The crossed-out price beside it.
    pub list_price: Option<Money>,
    /// Who makes it.
    pub brand: Option<String>,
    /// Whether it could be bought when last seen.
    pub availability: Option<Availability>,
    /// How many are wanted.
    pub quantity: Quantity,
    /// The chosen options.
    pub variant: Vec<VariantOption>,
    /// 1 to 10.
    pub priority: u8,
    /// For those who give.
    pub note: Option<String>,
    /// For the person alone; `null` for every other viewer.
    pub private_note: Option<String>,
    /// What it is for.
    pub occasion: Option<String>,
    /// Tell below this price; `null` for every other viewer.
    pub alert_threshold: Option<Money>,
    /// A person should look whether title, price and picture are right.
    pub needs_check: bool,
    /// How far a pasted address is; `null` for items that were saved otherwise.
    pub fill: Option<FillState>,
    /// Why it could not be read, where `fill` is `failed`.
    #[serde(default)]
    pub fill_problem: Option<FillProblem>,
    /// Where the wish stands.
    #[serde(default)]
    pub state: ItemState,
    /// The boards it lies on that the viewer may see.
    pub boards: Vec<BoardId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its person last changed it.
    pub updated_at: Timestamp,
    /// Since when it is in the bin; `null` while it is not.
    pub deleted_at: Option<Timestamp>,
    /// Rises with each change; the ETag is made of it.
    pub version: i64,
    /// What was edited on two devices and is not settled yet; only for its person and editors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictView>,
}

/// One sighting of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObservationView {
    /// The amount.
    pub price: Money,
    /// What it means.
    pub kind: PriceKind,
    /// Where it was seen.
    pub source: ObservationSource,
    /// First seen.
    pub seen_at: Timestamp,
    /// Seen the same again until.
    pub seen_until: Timestamp,
}

/// Where a price was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObservationSource {
    /// By a person on the page.
    PageVisit,
    /// By the server.
    ServerFetch,
    /// In an imported file.
    Import,
}
