//! Hears what all processes tell, and wakes the streams of this one.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use shared::id::{AccountId, BoardId};
use shared::wire::stream::Ending;
use tokio::time::MissedTickBehavior;
use tracing::Instrument;

use super::span;
use crate::App;
use crate::boards;
use crate::db::Heard;
use crate::events::notice::Notice;

/// How often all streams are looked through.
const ROUND: Duration = Duration::from_secs(1);

/// Wakes and ends streams until `stop` is done.
pub(crate) async fn listen(app: App, stop: impl Future<Output = ()>) {
    let mut told = app.db.hear();
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => return,
            Some(heard) = told.recv() => {
                // What waits already is heard together.
                let mut boards = hear(&app, heard);
                while let Ok(heard) = told.try_recv() {
                    boards.extend(hear(&app, heard));
                }
                wake_people(&app, boards).instrument(span()).await;
            }
            _ = rounds.tick() => app.streams.go_round(app.clock.now()),
        }
    }
}

/// Wakes whom it concerns; gives the boards whose people are not known here.
fn hear(app: &App, heard: Heard) -> BTreeSet<BoardId> {
    let notice = match heard {
        Heard::Told(text) => serde_json::from_str(&text),
        Heard::Gap => {
            app.recent_sessions.forget();
            app.streams.wake_all();
            return BTreeSet::new();
        }
    };
    match notice {
        Ok(Notice::Logs(accounts)) => app.streams.wake(accounts),
        Ok(Notice::Boards(boards)) => return boards.into_iter().collect(),
        Ok(Notice::Ended { account, only, but }) => {
            app.recent_sessions.forget();
            let is_meant = |session| only.is_none_or(|only| only == session) && but != Some(session);
            app.streams.end(account, is_meant, Ending::SignedOut);
        }
        // A process of a later version tells what this one does not know.
        Err(error) => tracing::debug!(%error, "something was told that is not understood here"),
    }
    BTreeSet::new()
}

async fn wake_people(app: &App, changed: BTreeSet<BoardId>) {
    if changed.is_empty() || app.streams.count() == 0 {
        return;
    }
    let mut people: BTreeSet<AccountId> = BTreeSet::new();
    for board in changed {
        match boards::people(&app.db, board).await {
            Ok(found) => people.extend(found),
            // Rather everybody looks once too often than somebody not at all.
            Err(_) => return app.streams.wake_all(),
        }
    }
    app.streams.wake(people);
}
