//! What is known of the page in a tab, until the tab goes elsewhere or is closed.

use browser::storage::keys::{self, TabMemory};
use browser::tabs;

use crate::badge;
use crate::turn::Turn;

thread_local! {
    static TURN: Turn = Turn::default();
}

/// What is known.
pub(crate) async fn get(tab_id: i32) -> TabMemory {
    keys::tab(tab_id).get().await.unwrap_or_default()
}

/// Changes what is known.
pub(crate) async fn change(tab_id: i32, what: impl FnOnce(&mut TabMemory)) {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    let mut memory = get(tab_id).await;
    what(&mut memory);
    // Session memory is bounded; a page that does not fit is looked at again.
    let _ = keys::tab(tab_id).set(&memory).await;
}

/// The tab is loading: what was found is forgotten unless it is the same page again. A draft stays; it belongs to its
/// address, and is shown only there.
pub(crate) async fn left(tab_id: i32) {
    let memory = get(tab_id).await;
    let Some(looked) = memory.looked else { return };
    // Without a right to the page its address is hidden: then it is another one.
    let here = tabs::tab(tab_id).await.and_then(|tab| tab.url);
    let same = here.as_deref().map(without_fragment) == Some(without_fragment(&looked.url));
    if !same {
        change(tab_id, |memory| (memory.looked, memory.just_saved) = (None, None)).await;
        badge::clear(tab_id).await;
    }
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// The tab is gone, and all that was known of it.
pub(crate) async fn closed(tab_id: i32) {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    keys::tab(tab_id).remove().await;
}
