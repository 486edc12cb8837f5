//! Looking at a page: the browser runs `collect.js` there, and the same `collect` and `detect` as on the server read what it gives.

use browser::storage::keys::Looked;
use browser::{clock, tabs};
use shared::detect::detect;
use shared::page::collect;
use shared::page::summary::Summary;
use shared::wire::message::Refusal;

use super::memory;

const COLLECTOR: &str = "collect.js";

/// Looks now, and remembers it for the tab.
pub(crate) async fn anew(tab_id: i32) -> Result<Looked, Refusal> {
    let text = tabs::run(tab_id, COLLECTOR).await.ok().flatten().ok_or(Refusal::PageNotReadable)?;
    let summary = Summary::from_json(&text).ok_or(Refusal::PageNotReadable)?;
    let looked = Looked { url: summary.url.clone(), detection: detect(&collect(&summary.dom())), at: clock::now() };
    memory::change(tab_id, |memory| {
        if memory.looked.as_ref().is_some_and(|before| before.url != looked.url) {
            memory.just_saved = None;
        }
        memory.looked = Some(looked.clone());
    })
    .await;
    Ok(looked)
}

/// Looks now; where the browser lets nobody look any more (the panel has no gesture of its own), what was seen
/// on this same page before.
pub(crate) async fn anew_or_known(tab_id: i32) -> Result<Looked, Refusal> {
    match anew(tab_id).await {
        Ok(looked) => Ok(looked),
        Err(refusal) => memory::get(tab_id).await.looked.ok_or(refusal),
    }
}
