//! How many messages were refused since the browser started: a number that the options page shows, and nothing of them.

use browser::storage::keys::REFUSED_MESSAGES;

use crate::turn::Turn;

thread_local! {
    static TURN: Turn = Turn::default();
}

/// One more.
pub(crate) async fn count() {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    let before = REFUSED_MESSAGES.get().await.unwrap_or_default();
    // It is shown and decides nothing; where it cannot be kept, it is one too low.
    let _ = REFUSED_MESSAGES.set(&before.saturating_add(1)).await;
}
