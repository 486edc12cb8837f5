//! Guests on the wire: people without an account whom a giver lets see what is given on a list.

use serde::{Deserialize, Serialize};

use crate::id::GuestId;
use crate::time::Timestamp;

/// Body of `POST /api/v1/boards/{id}/guests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGuest {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: GuestId,
    /// What other givers call them, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// Where their link is sent to.
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: String,
}

/// A guest, for those who give on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuestView {
    /// Its id.
    pub id: GuestId,
    /// What they are called.
    pub name: String,
    /// Their mail address, for who invited them; `null` for others.
    pub email: Option<String>,
    /// The name of who invited them.
    pub invited_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Since when they see what is given: they came by the link of their mail. `null`: not yet.
    pub confirmed_at: Option<Timestamp>,
}
