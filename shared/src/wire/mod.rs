//! Every JSON between processes: extension and API, worker and popup. One file for each capability.
//! Shapes only: a bare noun is the domain, `New…` and `…Patch` go in, `…View` comes out. Rules live elsewhere.
//! It never holds a secret longer than the request that carries it, and its `Debug` never prints one.

pub mod accounts;
mod asking;
pub mod batch;
pub mod boards;
pub mod categories;
pub mod children;
pub mod claims;
mod corrected;
pub mod event;
pub mod exchanges;
pub mod follows;
pub mod groups;
pub mod guests;
pub mod history;
pub mod items;
mod json;
pub mod message;
pub mod outbox;
pub mod people;
pub mod pictures;
pub mod pools;
pub mod presence;
pub mod problem;
pub mod products;
pub mod quantity;
pub mod reading;
pub mod reply;
pub mod saved;
pub mod seen;
pub mod snapshot;
pub mod stream;
pub mod suggestions;
pub mod together;
pub mod whispers;

use serde::{Deserialize, Deserializer, Serialize};

/// One page of a longer list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// At most `limit` of them.
    pub entries: Vec<T>,
    /// Give it back as `cursor` for the next page; `null` on the last one. Opaque.
    pub next_cursor: Option<String>,
}

/// In a patch: tells a field that is absent (leave it) from one that is `null` (empty it).
/// Use as `#[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]`.
///
/// # Errors
/// Those of the inner type.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}
