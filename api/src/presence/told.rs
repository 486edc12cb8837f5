//! What processes tell each other of who looks. A name is never told, and a moment only as what is left of it: clocks differ.

use serde::{Deserialize, Serialize};
use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;

use super::{Look, StreamId};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    /// Somebody looks, or still does.
    Looks {
        item: ItemId,
        by: StreamId,
        account: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold: Option<HoldTold>,
    },
    /// Somebody does not look any more.
    Left { item: ItemId, by: StreamId },
    /// Whoever told this has missed something.
    WhoIsThere,
}

/// A hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HoldTold {
    /// Epoch milliseconds, by the clock of the process where it was taken.
    pub(super) taken_at: i64,
    /// Milliseconds.
    pub(super) left: i64,
}

impl Told {
    pub(super) fn looks(item: ItemId, by: StreamId, look: &Look, now: Timestamp) -> Self {
        let left = |until: Timestamp| until.as_millis().saturating_sub(now.as_millis());
        let hold = look.hold.map(|hold| HoldTold { taken_at: hold.taken_at, left: left(hold.until) });
        Self::Looks { item, by, account: look.account, hold: hold.filter(|hold| hold.left > 0) }
    }
}
