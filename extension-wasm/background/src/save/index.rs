//! The index of saved pages: who saved which page as which item.

use browser::durable::{Change, NotStored, RowKey};

use super::record::SavedPage;
use crate::database::{self, SAVED};
use crate::outbox::row::{Owner, owner_key};

fn key(owner: Option<&Owner>, page: &str) -> RowKey {
    RowKey::Text(format!("{} {page}", owner_key(owner)))
}

/// What this owner saved of this page.
pub(crate) async fn get(owner: Option<&Owner>, page: &str) -> Result<Option<SavedPage>, NotStored> {
    let text = database::open().await?.get(SAVED, &key(owner, page)).await?;
    Ok(text.and_then(|text| shared::tree::parse(&text)))
}

/// Remembers it.
pub(crate) fn put(owner: Option<&Owner>, page: &str, saved: &SavedPage) -> Result<Change, NotStored> {
    let text = serde_json::to_string(saved).map_err(|failure| NotStored(failure.to_string()))?;
    Ok(Change::Put(SAVED, key(owner, page), text))
}

/// Forgets it.
pub(crate) fn delete(owner: Option<&Owner>, page: &str) -> Change {
    Change::Delete(SAVED, key(owner, page))
}
