//! The index of saved pages: who saved which page as which item.

use browser::durable::{Change, NotStored, RowKey};
use shared::json::{parse, to_text};

use super::record::SavedPage;
use crate::database::{self, SAVED};
use crate::outbox::row::{Owner, owner_key};

fn key(owner: Option<&Owner>, page: &str) -> RowKey {
    RowKey::Text([&owner_key(owner), " ", page].concat())
}

/// What this owner saved of this page.
pub(crate) async fn get(owner: Option<&Owner>, page: &str) -> Result<Option<SavedPage>, NotStored> {
    let text = database::open().await?.get(SAVED, &key(owner, page)).await?;
    Ok(text.and_then(|text| parse(&text)))
}

/// Remembers it.
pub(crate) fn put(owner: Option<&Owner>, page: &str, saved: &SavedPage) -> Change {
    Change::Put(SAVED, key(owner, page), to_text(saved))
}

/// Forgets it.
pub(crate) fn delete(owner: Option<&Owner>, page: &str) -> Change {
    Change::Delete(SAVED, key(owner, page))
}
