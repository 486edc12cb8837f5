//! Paging by cursor: an opaque text that says after which row the next page begins.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::wire::Page;
use shared::wire::problem::ProblemKind;
use utoipa::IntoParams;

use crate::error::ApiError;

/// Entries of a page where the client says nothing.
const USUAL: u32 = 50;
/// Entries of a page at most.
const MOST: u32 = 100;

/// Sorts behind every id, in the order of bytes as in that of every language: it is made of what ids are made of.
pub const BEHIND_EVERY_ID: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/// The query of every list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Entries of this page; 50 unless said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
}

impl Paging {
    /// How many entries the page has. Ask the database for one more: it tells whether there is a next page.
    ///
    /// # Errors
    /// `Malformed` outside 1 to 100.
    pub fn limit(&self) -> Result<usize, ApiError> {
        match self.limit.unwrap_or(USUAL) {
            limit @ 1..=MOST => Ok(limit as usize),
            _ => Err(ApiError::new(ProblemKind::Malformed).detail("limit is 1 to 100.")),
        }
    }

    /// After which key the page begins; `None` is the first page.
    ///
    /// # Errors
    /// `Malformed` where the cursor is none of ours.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, ApiError> {
        let Some(text) = &self.cursor else { return Ok(None) };
        let refused = || ApiError::new(ProblemKind::Malformed).detail("cursor is a next_cursor of this list.");
        if text.len() > 512 {
            return Err(refused());
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
        // Our keys are ids and numbers, which need no escapes; one might stand for a NUL, which PostgreSQL refuses.
        if bytes.contains(&b'\\') {
            return Err(refused());
        }
        serde_json::from_slice(&bytes).map(Some).map_err(|_| refused())
    }
}

/// Makes a page of `rows`, which are up to `limit + 1`; `key` is what [`Paging::after`] gives back for the last one shown.
pub fn page_of<R, K: Serialize, V>(
    mut rows: Vec<R>,
    limit: usize,
    key: impl Fn(&R) -> K,
    view: impl FnMut(R) -> V,
) -> Page<V> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| more).map(|row| cursor_of(&key(row)));
    Page { entries: rows.into_iter().map(view).collect(), next_cursor }
}

/// What [`Paging::after`] gives back as this key.
pub fn cursor_of(key: &impl Serialize) -> String {
    // A key of texts and numbers always serialises.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}
