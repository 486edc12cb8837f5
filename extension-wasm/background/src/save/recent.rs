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

async fn change(what: impl FnOnce(&mut Vec<RecentSave>)) {
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
    change(|recent| recent.push(save)).await;
}

/// It can no longer be taken back.
pub(crate) async fn forget(id: ItemId) {
    change(|recent| recent.retain(|save| !save.ids.contains(&id))).await;
}

/// Nothing can be taken back any more: somebody else is signed in now.
pub(crate) async fn clear() {
    change(Vec::clear).await;
}

/// The save of this id while it can be taken back; it is then forgotten.
pub(crate) async fn take(id: ItemId) -> Option<RecentSave> {
    let mut taken = None;
    change(|recent| {
        let now = clock::now();
        if let Some(at) = recent.iter().position(|save| save.ids.contains(&id) && save.until > now) {
            taken = Some(recent.remove(at));
        }
    })
    .await;
    taken
}

/// Until when it can be taken back, if it can.
pub(crate) async fn undo_until(id: ItemId) -> Option<Timestamp> {
    let now = clock::now();
    let recent = RECENT.get().await.unwrap_or_default();
    recent.into_iter().find(|save| save.ids.contains(&id) && save.until > now).map(|save| save.until)
}
