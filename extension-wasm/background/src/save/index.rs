//! The index of saved pages: who saved which page as which item.

use browser::durable::{Change, NotStored, RowKey};
use shared::id::ItemId;
use shared::json::{parse, to_text};

use super::record::SavedPage;
use crate::outbox::row::{Owner, owner_key};
use browser::database::{self, SAVED};

fn key(owner: Option<&Owner>, page: &str) -> RowKey {
    RowKey::Text([&owner_key(owner), " ", page].concat())
}

/// What this owner saved of this page, unless it lies in the bin.
pub(crate) async fn get(owner: Option<&Owner>, page: &str) -> Result<Option<SavedPage>, NotStored> {
    let text = database::open().await?.get(SAVED, &key(owner, page)).await?;
    Ok(text.and_then(|text| parse(&text)).filter(|saved: &SavedPage| !saved.binned))
}

/// The page that this owner saved as this item, in the bin or not. It looks through all of them.
pub(crate) async fn page_of(owner: Option<&Owner>, id: ItemId) -> Result<Option<(String, SavedPage)>, NotStored> {
    let ours = [&owner_key(owner), " "].concat();
    for (key, text) in database::open().await?.texts(SAVED).await? {
        let Some(page) = key.strip_prefix(&ours) else { continue };
        if let Some(saved) = parse(&text).filter(|saved: &SavedPage| saved.id == id) {
            return Ok(Some((page.to_owned(), saved)));
        }
    }
    Ok(None)
}

/// Remembers it.
pub(crate) fn put(owner: Option<&Owner>, page: &str, saved: &SavedPage) -> Change {
    Change::Put(SAVED, key(owner, page), to_text(saved))
}

/// Forgets it.
pub(crate) fn delete(owner: Option<&Owner>, page: &str) -> Change {
    Change::Delete(SAVED, key(owner, page))
}
