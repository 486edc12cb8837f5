//! Hears what all processes tell, and wakes the streams of this one.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use shared::id::{AccountId, BoardId};
use shared::wire::stream::Ending;
use tokio::time::MissedTickBehavior;
use tracing::Instrument;

use super::span;
use crate::db::Heard;
use crate::events::notice::Notice;
use crate::presence::Told;
use crate::{App, boards, events};

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
                let mut later = Later::default();
                later.hear(&app, heard);
                // What waits already is heard together.
                while let Ok(heard) = told.try_recv() {
                    later.hear(&app, heard);
                }
                later.carry_out(&app).instrument(span()).await;
            }
            _ = rounds.tick() => {
                app.streams.go_round(app.clock.now());
                app.presence.go_round(app.clock.now());
            }
        }
    }
}

/// What is to be done about what was heard, and takes longer.
#[derive(Default)]
struct Later {
    /// Boards whose people are to be woken: who they are is not known here.
    boards: BTreeSet<BoardId>,
    /// What is to be told in turn.
    tell: Vec<Told>,
}

impl Later {
    /// Wakes whom it concerns.
    fn hear(&mut self, app: &App, heard: Heard) {
        let notice = match heard {
            Heard::Told(text) => serde_json::from_str(&text),
            Heard::Gap => {
                app.recent_sessions.forget();
                app.streams.wake_all();
                self.tell.push(Told::WhoIsThere);
                return;
            }
        };
        match notice {
            Ok(Notice::Logs(accounts)) => app.streams.wake(accounts),
            Ok(Notice::Boards(boards)) => self.boards.extend(boards),
            Ok(Notice::Ended { account, only, but }) => {
                app.recent_sessions.forget();
                let is_meant = |session| only.is_none_or(|only| only == session) && but != Some(session);
                app.streams.end(account, is_meant, Ending::SignedOut);
            }
            Ok(Notice::Presence(told)) => self.tell.extend(app.presence.hear(told, app.clock.now())),
            // A process of a later version tells what this one does not know.
            Err(error) => tracing::debug!(%error, "something was told that is not understood here"),
        }
    }

    async fn carry_out(self, app: &App) {
        wake_people(app, self.boards).await;
        for told in self.tell {
            if let Err(error) = events::tell_presence(&app.db, told).await {
                // It is asked again when the line stands, and whoever looks says so again.
                tracing::debug!(%error, "who looks could not be told");
            }
        }
    }
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
