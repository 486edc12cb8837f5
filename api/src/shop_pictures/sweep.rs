//! Finding what lacks a copy: lists that are shown by link and changed of late, and items on such lists.
//!
//! Both are moved by their own people alone, and never by who looks or gives: so is what is fetched, and when.

use shared::time::Timestamp;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::store;
use crate::App;
use crate::db::StoreError;
use crate::jobs::{self, Kind};

/// How often it is looked.
const EVERY_MILLIS: i64 = 5_000;
/// So much is looked at again: a change of that moment may have been under way.
const OVERLAP_MILLIS: i64 = 60_000;
/// Lists in one query.
const LISTS: i64 = 100;
/// Items that changed by themselves, in one look; the next one goes on.
const ITEMS: i64 = 500;

/// Looks from time to time, beside whatever else a worker does. The first look is at all lists that are shown by link.
#[derive(Debug, Default)]
pub(crate) struct Sweeper {
    /// Up to when was looked.
    until: Option<Timestamp>,
    looking: JoinSet<Option<Timestamp>>,
}

impl Sweeper {
    /// Looks, where it is time and nobody does.
    pub(crate) fn turn(&mut self, app: &App) {
        while let Some(done) = self.looking.try_join_next() {
            self.until = done.ok().flatten().or(self.until);
        }
        let (now, until) = (app.clock.now(), self.until);
        if !self.looking.is_empty() || until.is_some_and(|until| now < until.plus_millis(EVERY_MILLIS)) {
            return;
        }
        let app = app.clone();
        // As a job: what a worker does beside whatever is asked.
        let span = tracing::info_span!(target: "giftos::jobs", "job", kind = "look_for_pictures");
        let looking = async move {
            let done = look(&app, until, now).await;
            // The next look begins where this one did.
            done.inspect_err(|error| tracing::warn!(%error, "pictures of lists could not be looked for"))
                .ok()
                .map(|()| now)
        };
        self.looking.spawn(looking.instrument(span));
    }

    /// Waits for a look that is under way.
    pub(crate) async fn end(&mut self) {
        while self.looking.join_next().await.is_some() {}
    }
}

/// Writes down a job for each picture that lacks a copy.
async fn look(app: &App, until: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError> {
    let since = until.map_or(Timestamp::from_millis(i64::MIN), |until| until.plus_millis(-OVERLAP_MILLIS));
    let mut behind = (since, String::new());
    loop {
        let lists = store::changed_boards(&app.db, behind.clone(), LISTS).await?;
        for (list, _) in &lists {
            want(app, store::lacking_on(&app.db, *list).await?, now).await?;
        }
        match lists.last() {
            Some((id, at)) => behind = (*at, id.to_string()),
            None => break,
        }
    }
    // What changed before the first look was found by its list.
    if until.is_some() {
        want(app, store::lacking_since(&app.db, since, ITEMS).await?, now).await?;
    }
    Ok(())
}

async fn want(app: &App, lacking: Vec<store::Lacking>, now: Timestamp) -> Result<(), StoreError> {
    if lacking.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    for (item, address) in lacking {
        // Another process may have been faster: a job that is under way is not begun anew.
        if store::want(&mut tx, item, &address, now).await? {
            jobs::enqueue(&mut tx, Kind::CopyPicture, &item.to_string(), now, now).await?;
        }
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(())
}
