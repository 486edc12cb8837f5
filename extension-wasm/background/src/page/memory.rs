//! What is known of the page in a tab, until the tab goes elsewhere or is closed.

use std::cell::RefCell;

use browser::storage::keys::{self, TabMemory};
use browser::{clock, tabs};
use shared::find::Find;
use shared::time::Timestamp;
use shared::wire::message::SaveDraft;

use crate::badge;
use crate::turn::Turn;

/// How long after it became another page a tab may still show the one before.
const MOVED_MS: i64 = 5_000;

thread_local! {
    static TURN: Turn = Turn::default();
    static MOVED: RefCell<Vec<(i32, Timestamp)>> = const { RefCell::new(Vec::new()) };
}

/// Whether a page that was looked at became another one just now.
pub(crate) fn moved_lately(tab_id: i32) -> bool {
    let since = clock::now().plus_millis(-MOVED_MS);
    MOVED.with_borrow(|all| all.iter().any(|(tab, at)| *tab == tab_id && *at > since))
}

/// What is known.
pub(crate) async fn get(tab_id: i32) -> TabMemory {
    keys::tab(tab_id).get().await.unwrap_or_default()
}

/// A change of what is known. Boxed, so that there is one piece of code for all of them.
pub(crate) type Change = Box<dyn FnOnce(&mut TabMemory)>;

/// Changes what is known, and gives what is known then.
pub(crate) async fn change(tab_id: i32, what: Change) -> TabMemory {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    let mut memory = get(tab_id).await;
    what(&mut memory);
    // Session memory is bounded; a page that does not fit is looked at again.
    let _ = keys::tab(tab_id).set(&memory).await;
    memory
}

/// More pages of a tab are not remembered: the oldest draft goes.
const MOST_DRAFTS: usize = 10;

/// Keeps what was typed over a page, in place of what was typed there before.
pub(crate) async fn keep_draft(draft: SaveDraft) {
    let tab_id = draft.tab_id;
    let keep = move |memory: &mut TabMemory| {
        memory.drafts.retain(|other| other.url != draft.url);
        let surplus = (memory.drafts.len() + 1).saturating_sub(MOST_DRAFTS);
        memory.drafts.drain(..surplus);
        memory.drafts.push(draft);
    };
    change(tab_id, Box::new(keep)).await;
}

/// Forgets what was typed over the page that the tab shows.
pub(crate) async fn drop_draft(tab_id: i32) {
    let drop = |memory: &mut TabMemory| {
        let here = memory.looked.as_ref().map(|looked| &looked.url);
        memory.drafts.retain(|draft| Some(&draft.url) != here);
    };
    change(tab_id, Box::new(drop)).await;
}

/// The tab is loading: what was found is forgotten unless it is the same page again. A draft stays; it belongs to its
/// address, and is shown only there. Says whether something was forgotten.
pub(crate) async fn left(tab_id: i32) -> bool {
    let memory = get(tab_id).await;
    let Some(looked) = memory.looked else { return false };
    // Without a right to the page its address is hidden: then it is another one.
    let here = tabs::tab(tab_id).await.and_then(|tab| tab.url);
    let same = here.as_deref().map(without_fragment) == Some(without_fragment(&looked.url));
    if !same {
        MOVED.with_borrow_mut(|all| {
            all.retain(|(tab, _)| *tab != tab_id);
            all.push((tab_id, clock::now()));
        });
        change(tab_id, Box::new(|memory| (memory.looked, memory.just_saved) = (None, None))).await;
        badge::clear(tab_id);
    }
    !same
}

fn without_fragment(url: &str) -> &str {
    url.up_to("#")
}

/// The tab is gone, and all that was known of it.
pub(crate) async fn closed(tab_id: i32) {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    MOVED.with_borrow_mut(|all| all.retain(|(tab, _)| *tab != tab_id));
    super::follow::forget(tab_id);
    keys::tab(tab_id).remove().await;
}
