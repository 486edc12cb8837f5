//! Numbered events: what changed for one viewer. The numbers of a viewer have no gaps, so that they tell nothing of what others did.

use serde::{Deserialize, Serialize};

use crate::id::{BoardId, GroupId, ItemId};
use crate::time::Timestamp;

/// Something happened that this viewer may know of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventView {
    /// 1, 2, 3 … for this viewer. Ask for more with `after` = the last one seen.
    pub number: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened. Ids only: whoever wants to know more asks, and is answered as far as they may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Event {
    /// A board was made, or the viewer became its editor.
    BoardAdded {
        /// The board.
        board_id: BoardId,
    },
    /// A board's own fields, its link or its editors changed.
    BoardChanged {
        /// The board.
        board_id: BoardId,
    },
    /// A board went to the bin, or the viewer is no longer its editor.
    BoardRemoved {
        /// The board.
        board_id: BoardId,
    },
    /// Items were placed, taken off or put in another order.
    BoardItemsChanged {
        /// The board.
        board_id: BoardId,
    },
    /// An item was saved.
    ItemSaved {
        /// The item.
        item_id: ItemId,
    },
    /// An item's fields changed, or its pasted address was filled in.
    ItemChanged {
        /// The item.
        item_id: ItemId,
    },
    /// An item went to the bin.
    ItemBinned {
        /// The item.
        item_id: ItemId,
    },
    /// An item came back from the bin.
    ItemRestored {
        /// The item.
        item_id: ItemId,
    },
    /// The viewer made a group, joined one, or one came back from the bin.
    GroupAdded {
        /// The group.
        group_id: GroupId,
    },
    /// A group's settings, its people or the boards shared with it changed.
    GroupChanged {
        /// The group.
        group_id: GroupId,
    },
    /// A group went to the bin, or the viewer is no longer in it.
    GroupRemoved {
        /// The group.
        group_id: GroupId,
    },
    /// A new wish that the viewer sees, on a list or of a person that they follow. Told once for each wish.
    WishAdded {
        /// The item.
        item_id: ItemId,
    },
    /// A list that a group of the viewer's is shown changed: what lies on it, what it says, or that it is shown at all. Told
    /// once for all that happened in the same moment. Or what is suggested for it did, which only those who give are told.
    ListChanged {
        /// The board.
        board_id: BoardId,
    },
    /// Something was claimed, changed or given back that the viewer may know of: never told to those it is for.
    ClaimsChanged {
        /// The item.
        item_id: ItemId,
    },
}

/// What `GET /api/v1/events?after=N` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventPage {
    /// Those after N, the oldest first, at most 200.
    pub entries: Vec<EventView>,
    /// The number of the viewer's newest event, 0 before the first: whoever is there has seen all.
    pub last_number: i64,
    /// Events after N were forgotten. Read anew whatever is shown, then go on from `last_number`; `entries` is empty.
    pub reset: bool,
}
