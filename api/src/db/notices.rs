//! What a transaction tells every process once it is committed: short texts, that wake whoever waits for them.
//!
//! On SQLite there is one process. On PostgreSQL the text is a NOTIFY of the transaction itself: it is heard by all
//! processes, this one too, if and only if the rest of the transaction is kept. Whoever listens is also told where
//! something may have been missed: a line that broke is joined again, and what was said meanwhile is said to nobody twice.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::postgres::{PgConnection, PgListener};
use sqlx::{Executor, PgPool};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Db, StoreError};

/// The one channel of this program. PostgreSQL keeps those of each database apart.
const CHANNEL: &str = "giftos";
/// PostgreSQL's, which has no other way to say it; SQLite never sees it.
const NOTIFY: &str = "select pg_notify($1, $2)";
/// A text may be so long: PostgreSQL refuses 8,000 bytes.
pub(crate) const LONGEST: usize = 7_900;
/// A line on which nothing was heard for so long is asked whether it still stands, and must answer in the other time.
const QUIET: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_secs(5);
/// A line that broke is joined again after so long.
const AGAIN: Duration = Duration::from_millis(400);

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    /// What somebody told.
    Told(String),
    /// Something may have been told that was not heard here.
    Gap,
}

/// Where SQLite's transactions tell it: whoever listens, if anybody does.
#[derive(Clone, Default)]
pub(super) struct Outlet(Arc<OnceLock<UnboundedSender<Heard>>>);

impl Outlet {
    pub(super) fn tell(&self, told: Vec<String>) {
        if let Some(listener) = self.0.get() {
            for text in told {
                // Whoever listened has gone: the server stops.
                drop(listener.send(Heard::Told(text)));
            }
        }
    }
}

/// Within a transaction of PostgreSQL, and last in it: until it ends, no other one that tells something is committed.
pub(super) async fn notify(connection: &mut PgConnection, told: &[String]) -> Result<(), StoreError> {
    for text in told {
        sqlx::query(NOTIFY).bind(CHANNEL).bind(text).execute(&mut *connection).await?;
    }
    Ok(())
}

impl Db {
    /// Tells every process this text, at most [`LONGEST`] bytes, for a cause that is written down nowhere.
    ///
    /// # Errors
    /// Nobody was told.
    pub(crate) async fn tell(&self, text: String) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => writer.outlet().tell(vec![text]),
            Self::Postgres(pool) => {
                sqlx::query(NOTIFY).bind(CHANNEL).bind(text).execute(pool).await?;
            }
        }
        Ok(())
    }

    /// Everything that is told from now on, in whichever process; for one listener in each process.
    pub(crate) fn hear(&self) -> UnboundedReceiver<Heard> {
        let (sender, receiver) = unbounded_channel();
        match self {
            Self::Sqlite { writer, .. } => drop(writer.outlet().0.set(sender)),
            Self::Postgres(pool) => drop(tokio::spawn(listen(pool.clone(), sender))),
        }
        receiver
    }
}

/// Passes on what PostgreSQL says, until nobody wants to hear it any more.
async fn listen(pool: PgPool, sender: UnboundedSender<Heard>) {
    while !pool.is_closed() {
        tokio::select! {
            () = sender.closed() => return,
            broken = follow(&pool, &sender) => {
                let Err(error) = broken;
                if pool.is_closed() {
                    return;
                }
                tracing::warn!(%error, "what other processes tell is not heard; the line is joined again");
            }
        }
        // Until it stands again, whoever waits looks for themselves.
        drop(sender.send(Heard::Gap));
        tokio::time::sleep(AGAIN).await;
    }
}

async fn follow(pool: &PgPool, sender: &UnboundedSender<Heard>) -> sqlx::Result<Infallible> {
    let mut line = PgListener::connect_with(pool).await?;
    line.listen(CHANNEL).await?;
    // Nobody knows what was said before.
    drop(sender.send(Heard::Gap));
    loop {
        match tokio::time::timeout(QUIET, line.try_recv()).await {
            Ok(heard) => {
                let heard = heard?.map_or(Heard::Gap, |notice| Heard::Told(notice.payload().to_owned()));
                drop(sender.send(heard));
            }
            Err(_) => {
                let asked = tokio::time::timeout(ANSWER, line.execute("select 1")).await;
                asked.map_err(|_| sqlx::Error::PoolTimedOut)??;
            }
        }
    }
}
