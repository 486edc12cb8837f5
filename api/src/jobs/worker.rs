//! The loop that takes due jobs and runs them, a few at a time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use shared::time::Timestamp;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::{Held, Kind, Outcome, store};
use crate::App;
use crate::db::StoreError;
use crate::{
    accounts, boards, categories, claims, events, exchanges, follows, groups, guests, idempotency, items, mail,
    pictures, shop_pictures, watch,
};

/// Without a ring, it looks so often.
const POLL: Duration = Duration::from_secs(1);
/// A database that was busy is asked again after so long.
const BUSY_MILLIS: i64 = 2_000;
/// What became of jobs that nobody could do is kept so long.
const PARKED_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;
/// What is kept for a time is looked through so often, so many rows at a time, and so many times over where there is more.
const PURGE_EVERY_MILLIS: i64 = 60 * 60 * 1000;
const PURGE_MOST: i64 = 500;
const PURGE_ROUNDS: usize = 20;

/// Runs jobs until `stop` is done, then ends those under way and returns.
pub async fn work(app: App, stop: impl Future<Output = ()>) {
    // Each kind has places of its own: a mail server that hangs holds up no page, and the other way round.
    let kinds = [
        Kind::FillItem,
        Kind::SendMail,
        Kind::TellGivers,
        Kind::LetGo,
        Kind::TellGroups,
        Kind::TellFollowers,
        Kind::TellDrawn,
        Kind::CopyPicture,
    ];
    let checks = app.config.price_checks.then_some(Kind::RefreshPrice);
    let lanes: Vec<_> =
        kinds.into_iter().chain(checks).map(|kind| (kind, Arc::new(Semaphore::new(kind.at_once())))).collect();
    let mut running = JoinSet::new();
    let mut purging = JoinSet::new();
    let mut copies = shop_pictures::Sweeper::default();
    let mut purged_at = Timestamp::from_millis(0);
    tokio::pin!(stop);
    loop {
        for (kind, places) in &lanes {
            while let Ok(place) = Arc::clone(places).try_acquire_owned() {
                match claim(&app, *kind).await {
                    Ok(Some(held)) => {
                        let (app, kind) = (app.clone(), *kind);
                        // Whatever is said meanwhile is said of this job.
                        let span = tracing::info_span!("job", kind = kind.as_str(), subject = held.subject);
                        let work = async move {
                            run(&app, kind, held).await;
                            drop(place);
                            // There may be more than fitted.
                            app.jobs.ring();
                        };
                        running.spawn(work.instrument(span));
                    }
                    Ok(None) => break,
                    Err(error) => {
                        tracing::warn!(%error, "no job could be taken");
                        break;
                    }
                }
            }
        }
        while running.try_join_next().is_some() || purging.try_join_next().is_some() {}
        let now = app.clock.now();
        if now >= purged_at.plus_millis(PURGE_EVERY_MILLIS) && purging.is_empty() {
            purged_at = now;
            let app = app.clone();
            // Beside the jobs: there may be much to remove, and a pasted link is not to wait for that.
            let span = tracing::info_span!("job", kind = "hourly");
            purging.spawn(async move { purge(&app, now).await }.instrument(span));
        }
        copies.turn(&app);
        tokio::select! {
            biased;
            () = &mut stop => break,
            () = app.jobs.heard() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    copies.end().await;
    while running.join_next().await.is_some() || purging.join_next().await.is_some() {}
}

async fn claim(app: &App, kind: Kind) -> Result<Option<Held>, StoreError> {
    let now = app.clock.now();
    // Looking costs no write: on SQLite an idle worker would else commit once a second.
    if !store::waiting(&app.db, kind, now).await? {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    let held = store::claim(&mut tx, kind, now, now.plus_millis(kind.lease_millis(&app.config))).await?;
    tx.commit().await?;
    Ok(held)
}

async fn run(app: &App, kind: Kind, held: Held) {
    let last = held.attempt >= kind.tries();
    let done = match kind {
        Kind::FillItem => items::fill::run(app, &held.subject, last).await,
        Kind::SendMail => mail::run(app, &held.subject).await,
        Kind::TellGivers => claims::tell_givers(app, &held.subject).await,
        Kind::LetGo => claims::let_go(app, &held.subject).await,
        Kind::TellGroups => boards::tell_groups(app, &held.subject).await,
        Kind::TellFollowers => follows::tell_followers(app, &held.subject).await,
        Kind::TellDrawn => exchanges::tell_drawn(app, &held.subject).await,
        Kind::CopyPicture => shop_pictures::run(app, &held.subject, last).await,
        Kind::RefreshPrice => watch::run(app, &held.subject).await,
    };
    let outcome = match done {
        Ok(outcome) => outcome,
        Err(error) => database_failed(app, kind, &held, error).await,
    };
    if let Outcome::Retry { reason, .. } | Outcome::Park { reason } = &outcome {
        tracing::info!(job = %held.id, subject = held.subject, attempt = held.attempt, reason, "a job failed");
    }
    if let Err(error) = settle(app, kind, &held, outcome).await {
        // The lease runs out by itself, and the job is taken again.
        tracing::warn!(job = %held.id, %error, "a job's end could not be written down");
    }
}

/// A busy database is no fault of the job and no try of it. One that refuses what the job writes may do so for ever: then
/// the person is told, and where not even that can be written down, the database is asked again later. No job is parked
/// with somebody still waiting for it.
async fn database_failed(app: &App, kind: Kind, held: &Held, error: StoreError) -> Outcome {
    tracing::warn!(job = %held.id, subject = held.subject, attempt = held.attempt, %error, "the database failed a job");
    match error {
        StoreError::Busy(_) => Outcome::Later(BUSY_MILLIS),
        _ if kind == Kind::FillItem && held.attempt >= kind.tries() => {
            items::fill::give_up(app, &held.subject).await.unwrap_or(Outcome::Later(BUSY_MILLIS))
        }
        error => Outcome::Retry { after: 0, reason: error.to_string() },
    }
}

async fn settle(app: &App, kind: Kind, held: &Held, outcome: Outcome) -> Result<(), StoreError> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    match outcome {
        Outcome::Done => store::finish(&mut tx, held).await?,
        Outcome::Later(wait) => {
            store::postpone(&mut tx, held, now.plus_millis(wait), (held.attempt - 1, None)).await?;
        }
        Outcome::Park { reason } => store::park(&mut tx, held, now, &reason).await?,
        Outcome::Retry { reason, .. } if held.attempt >= kind.tries() => {
            store::park(&mut tx, held, now, &reason).await?;
        }
        Outcome::Retry { after, reason } => {
            let run_at = now.plus_millis(after.max(kind.backoff_millis(held.attempt)));
            store::postpone(&mut tx, held, run_at, (held.attempt, Some(&reason))).await?;
        }
    }
    tx.commit().await
}

/// Looks after claims of which nothing was heard for long, and removes what was kept for its time: in the bin for 30 days, pictures that nothing shows, answers for a day, sessions until they expired, events.
async fn purge(app: &App, now: Timestamp) {
    for _ in 0..PURGE_ROUNDS {
        let mut more = false;
        for (what, gone) in [
            ("items", items::purge(&app.db, now, PURGE_MOST).await),
            ("boards", boards::purge(&app.db, now, PURGE_MOST).await),
            ("claims that nobody answered for", claims::look_after(app, now, PURGE_MOST).await),
            ("pools that failed", claims::look_after_pools(app, now, PURGE_MOST).await),
            ("claims", claims::purge(&app.db, now, PURGE_MOST).await),
            ("suggestions", claims::purge_suggestions(&app.db, now, PURGE_MOST).await),
            ("groups", groups::purge(&app.db, now, PURGE_MOST).await),
            ("categories", categories::purge(&app.db, now, PURGE_MOST).await),
            ("exchanges", exchanges::purge(&app.db, now, PURGE_MOST).await),
            ("guests", guests::purge(&app.db, now, PURGE_MOST).await),
            ("invites", groups::purge_invites(&app.db, now, PURGE_MOST).await),
            ("pictures", pictures::purge(&app.db, now, PURGE_MOST).await),
            ("copies of pictures", shop_pictures::purge(&app.db, PURGE_MOST).await),
            ("answers", idempotency::purge(&app.db, now, PURGE_MOST).await),
            ("sessions", accounts::purge(&app.db, now, PURGE_MOST).await),
            ("links in mails", accounts::links::purge(&app.db, now, PURGE_MOST).await),
            ("mails", mail::purge(&app.db, now, PURGE_MOST).await),
            ("parked jobs", super::purge(&app.db, now.plus_millis(-PARKED_MILLIS), PURGE_MOST).await),
            ("turns of shops", watch::purge(&app.db, now, PURGE_MOST).await),
            ("logs of events", events::purge(&app.db, now, PURGE_MOST).await),
        ] {
            match gone {
                Ok(0) => {}
                Ok(count) => {
                    more = true;
                    tracing::info!(what, count, "looked after what was due");
                }
                Err(error) => tracing::warn!(what, %error, "what was due could not be looked after"),
            }
        }
        if !more {
            return;
        }
    }
}
