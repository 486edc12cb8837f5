//! Who looks at a wish, for one viewer: those who give it know of each other, and everybody else of nobody.

use shared::id::ItemId;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimSight, GiverNames};
use shared::wire::presence::{LookerView, PresenceView};

use super::claims::{Part, named};

/// Somebody who looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Looker {
    pub(crate) name: String,
    pub(crate) held_until: Option<Timestamp>,
}

/// Whether somebody is shown to others who look, and they to them. Those it is for neither see anybody nor are seen.
pub(crate) fn looks(part: Part) -> bool {
    part.sight() == ClaimSight::Giver
}

/// The others who look at it, for somebody who may know of them.
pub(crate) fn presence(
    item_id: ItemId,
    (others, names): (Vec<Looker>, GiverNames),
    held_until: Option<Timestamp>,
) -> PresenceView {
    let lookers: Vec<LookerView> = others
        .into_iter()
        .map(|other| LookerView { name: named(&other.name, names), held_until: other.held_until })
        .collect();
    PresenceView { item_id, count: u32::try_from(lookers.len()).unwrap_or(u32::MAX), lookers, held_until }
}

/// What everybody else is told, and whoever looks alone.
pub(crate) fn nobody(item_id: ItemId) -> PresenceView {
    PresenceView { item_id, count: 0, lookers: Vec::new(), held_until: None }
}
