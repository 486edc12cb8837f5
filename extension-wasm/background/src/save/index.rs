//! The index of saved pages: who saved which page as which item, and by what else each of them is known: another address, the
//! thing that it shows. It is asked on this device alone; no address that is looked up in it goes anywhere.

use browser::durable::{Change, NotStored, RowKey};
use shared::id::ItemId;
use shared::join::glued;
use shared::json::{parse, to_text};

use super::record::SavedPage;
use crate::outbox::row::{Owner, owner_key};
use crate::turn::Work;
use browser::database::{self, SAVED};

fn key(owner: Option<&Owner>, page: &str) -> RowKey {
    RowKey::Text(glued(&[&owner_key(owner), " ", page]))
}

/// What this owner saved of this page, unless it lies in the bin.
pub(crate) async fn get(owner: Option<&Owner>, page: &str) -> Result<Option<SavedPage>, NotStored> {
    let text = database::open().await?.get(SAVED, &key(owner, page)).await?;
    Ok(text.and_then(|text| parse(&text)).filter(|saved: &SavedPage| !saved.binned))
}

/// What else leads to a page: never the start of an address.
fn sign_key(owner: Option<&Owner>, sign: &str) -> RowKey {
    RowKey::Text(glued(&[&owner_key(owner), " =", sign]))
}

/// What this owner saved of this page, or else under the first of the signs that begin so, with the key of its page.
pub(crate) fn find<'a>(
    owner: Option<&'a Owner>,
    page: &'a str,
    signs: &'a [String],
    kinds: &'a [&'static str],
) -> Work<'a, Result<Option<(String, SavedPage)>, NotStored>> {
    Box::pin(async move {
        let mut page = Some(page.to_owned());
        let mut signs = signs.iter().filter(|sign| kinds.iter().any(|kind| sign.starts_with(kind)));
        loop {
            if let Some(page) = page
                && let Some(saved) = get(owner, &page).await?
            {
                return Ok(Some((page, saved)));
            }
            let Some(sign) = signs.next() else { return Ok(None) };
            page = database::open().await?.get(SAVED, &sign_key(owner, sign)).await?;
        }
    })
}

/// The page that this owner saved as this item, in the bin or not. It looks through all of them.
pub(crate) async fn page_of(owner: Option<&Owner>, id: ItemId) -> Result<Option<(String, SavedPage)>, NotStored> {
    let ours = glued(&[&owner_key(owner), " "]);
    for (key, text) in database::open().await?.texts(SAVED).await? {
        let Some(page) = key.strip_prefix(&ours) else { continue };
        if let Some(saved) = parse(&text).filter(|saved: &SavedPage| saved.id == id) {
            return Ok(Some((page.to_owned(), saved)));
        }
    }
    Ok(None)
}

/// The changes that take away what the server has of this owner's: whoever uses this device next finds none of it.
pub(crate) async fn of_server(owner: &Owner) -> Result<Vec<Change>, NotStored> {
    let ours = glued(&[&owner_key(Some(owner)), " "]);
    let mut changes = Vec::new();
    for (key, text) in database::open().await?.texts(SAVED).await? {
        let waits = parse(&text).is_some_and(|saved: SavedPage| !saved.arrived);
        if key.starts_with(&ours) && !waits {
            changes.push(Change::Delete(SAVED, RowKey::Text(key)));
        }
    }
    Ok(changes)
}

/// Remembers it under its page and under all its signs.
pub(crate) fn learn(owner: Option<&Owner>, page: &str, saved: &SavedPage) -> Vec<Change> {
    let mut changes = vec![put(owner, page, saved)];
    for sign in &saved.signs {
        changes.push(Change::Put(SAVED, sign_key(owner, sign), page.to_owned()));
    }
    changes
}

/// Remembers what changed of it.
pub(crate) fn put(owner: Option<&Owner>, page: &str, saved: &SavedPage) -> Change {
    Change::Put(SAVED, key(owner, page), to_text(saved))
}

/// Forgets it, and all that leads to it.
pub(crate) fn forget(owner: Option<&Owner>, page: &str, saved: &SavedPage) -> Vec<Change> {
    let mut changes = vec![Change::Delete(SAVED, key(owner, page))];
    for sign in &saved.signs {
        changes.push(Change::Delete(SAVED, sign_key(owner, sign)));
    }
    changes
}
