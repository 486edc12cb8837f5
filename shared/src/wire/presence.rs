//! Who looks at a wish right now: told to those who give it, and to nobody it is for.

use serde::{Deserialize, Serialize};

use crate::id::ItemId;
use crate::time::Timestamp;

/// Who else looks at a wish. Whoever may not know that is told what one who looks alone is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PresenceView {
    /// The wish.
    pub item_id: ItemId,
    /// How many others look at it.
    pub count: u32,
    /// These others, as far as they may be known by name. Their order says nothing.
    pub lookers: Vec<LookerView>,
    /// Until when the viewer holds it, if they do.
    pub held_until: Option<Timestamp>,
}

/// Somebody else who looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookerView {
    /// Their name or initials, where the board lets givers know each other.
    pub name: Option<String>,
    /// They hold it until then: they are about to say that they give it. It keeps nobody from doing so first.
    pub held_until: Option<Timestamp>,
}
