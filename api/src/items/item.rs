//! An item as it is kept, with the boards it lies on.

use shared::id::{AccountId, BoardId, ItemId, OfferId, ProductId};
use shared::money::Money;
use shared::product::{Availability, VariantOption};
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardRelation};
use shared::wire::items::{FillProblem, FillState, ItemState};

use crate::categories::Listed;
use crate::merge::Conflict;
use crate::visibility::Standing;

/// One row of `item`, read for one viewer.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) id: ItemId,
    /// The person whose wish it is.
    pub(crate) account_id: AccountId,
    pub(crate) product_id: Option<ProductId>,
    pub(crate) offer_id: Option<OfferId>,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) shop: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) price: Option<Money>,
    /// `None` where the price was typed.
    pub(crate) price_seen_at: Option<Timestamp>,
    pub(crate) price_typed: bool,
    pub(crate) list_price: Option<Money>,
    pub(crate) brand: Option<String>,
    pub(crate) availability: Option<Availability>,
    /// `None`: any number.
    pub(crate) quantity: Option<u16>,
    pub(crate) variant: Vec<VariantOption>,
    pub(crate) priority: u8,
    pub(crate) note: Option<String>,
    pub(crate) private_note: Option<String>,
    pub(crate) occasion: Option<String>,
    pub(crate) alert_threshold: Option<Money>,
    pub(crate) needs_check: bool,
    pub(crate) fill: Option<FillState>,
    pub(crate) fill_problem: Option<FillProblem>,
    pub(crate) state: ItemState,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) version: i64,
    /// What was edited on two devices and not yet settled.
    pub(crate) conflicts: Vec<Conflict>,
    /// Where it lies, boards in the bin left out. Not yet what the viewer may see: `visibility` decides that.
    pub(crate) places: Vec<Place>,
}

impl Item {
    /// What of it counts against the limits of categories.
    pub(crate) fn listed(&self) -> Listed {
        Listed { price: self.price, quantity: self.quantity, state: self.state }
    }
}

/// A board that an item lies on, and what decides whether the viewer may see that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) board_id: BoardId,
    pub(crate) audience: Audience,
    /// Whether the board stands open to its audience; never in the bin.
    pub(crate) standing: Standing,
    /// What the viewer is to the board by a row of theirs, as of a board itself.
    pub(crate) person: Option<BoardRelation>,
}

/// An item where it lies on a board.
#[derive(Debug, Clone)]
pub(crate) struct PlacedItem {
    pub(crate) item: Item,
    pub(crate) position: i64,
    pub(crate) placed_at: Timestamp,
}
