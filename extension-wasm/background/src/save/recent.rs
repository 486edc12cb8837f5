//! Saves that can still be taken back. They outlive the worker, not the browser.

use browser::clock;
use browser::storage::keys::{RECENT, RecentSave};
use shared::id::ItemId;
use shared::time::Timestamp;

use crate::turn::Turn;

/// How long a save can be taken back.
pub(crate) const UNDO_MS: i64 = 10_000;

/// No more are remembered.
const MOST: usize = 20;

thread_local! {
    static TURN: Turn = Turn::default();
}

/// A change of what is remembered. Boxed, so that there is one piece of code for all of them.
type Change = Box<dyn FnOnce(&mut Vec<RecentSave>)>;

async fn change(what: Change) {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    let mut recent = RECENT.get().await.unwrap_or_default();
    what(&mut recent);
    let now = clock::now();
    recent.retain(|save| save.until > now);
    let surplus = recent.len().saturating_sub(MOST);
    recent.drain(..surplus);
    // Where it cannot be remembered, the save stands and cannot be taken back here.
    let _ = RECENT.set(&recent).await;
}

/// Remembers a save.
pub(crate) async fn remember(save: RecentSave) {
    change(Box::new(|recent| recent.push(save))).await;
}

/// It can no longer be taken back.
pub(crate) async fn forget(id: ItemId) {
    change(Box::new(move |recent| recent.retain(|save| !save.ids.contains(&id)))).await;
}

/// Its page has another key by now.
pub(crate) async fn moved(id: ItemId, page: String) {
    let moved = move |recent: &mut Vec<RecentSave>| {
        if let Some(save) = recent.iter_mut().find(|save| save.ids.contains(&id)) {
            save.page = Some(page);
        }
    };
    change(Box::new(moved)).await;
}

/// Nothing can be taken back any more: somebody else is signed in now.
pub(crate) async fn clear() {
    change(Box::new(Vec::clear)).await;
}

/// The save of this id while it can be taken back. Whoever does so [`forget`]s it once that is durable.
pub(crate) async fn find(id: ItemId) -> Option<RecentSave> {
    among(RECENT.get().await.unwrap_or_default(), id, clock::now())
}

fn among(recent: Vec<RecentSave>, id: ItemId, now: Timestamp) -> Option<RecentSave> {
    recent.into_iter().find(|save| save.ids.contains(&id) && save.until > now)
}

/// Until when it can be taken back, if it can.
pub(crate) async fn undo_until(id: ItemId) -> Option<Timestamp> {
    find(id).await.map(|save| save.until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::fixtures::item_id;

    #[test]
    fn a_save_is_found_until_its_time_is_over() {
        let until = Timestamp::from_millis(10);
        let save = RecentSave { ids: vec![item_id(1), item_id(2)], page: None, until };
        let found = |id, now| among(vec![save.clone()], id, Timestamp::from_millis(now)).is_some();
        assert!(found(item_id(1), 9) && found(item_id(2), 9));
        assert!(!found(item_id(1), 10));
        assert!(!found(item_id(3), 9));
    }
}
