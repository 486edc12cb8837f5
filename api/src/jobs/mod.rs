//! Work for later: a job is a row, written in the transaction of its cause.
//! So that nothing that was promised is forgotten when a process dies; a wake-up is a courtesy, polling the guarantee.
//! It never runs a job that is not due, and a job may run twice and be right.

mod policy;
pub(crate) mod store;
mod worker;

use rand::random;
use shared::id::JobId;
use shared::time::Timestamp;
use tokio::sync::Notify;

use crate::db::{Batch, Db, StoreError, Tx};

pub use worker::work;

/// What there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Read a pasted address and fill in the item; the subject is the item.
    FillItem,
    /// Look at an offer's price again; the subject is the offer. It never ends while somebody wants it.
    RefreshPrice,
    /// Hand a mail to the mail server; the subject is the mail.
    SendMail,
    /// Tell those who give a wish that it changed; the subject is the item.
    TellGivers,
    /// Copy a shop's picture for lists that are shown by link; the subject is the item.
    CopyPicture,
    /// Give back what somebody who left a group does not see any more; the subject is their account.
    LetGo,
    /// Tell the groups that are shown a board that it changed; the subject is the board.
    TellGroups,
    /// Tell whoever follows of a new wish; the subject is the item.
    TellFollowers,
    /// Write to those who take part in an exchange that it is drawn, or is not any more; the subject is the exchange.
    TellDrawn,
}

impl Kind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::FillItem => "fill_item",
            Self::RefreshPrice => "refresh_price",
            Self::SendMail => "send_mail",
            Self::TellGivers => "tell_givers",
            Self::LetGo => "let_go",
            Self::TellGroups => "tell_groups",
            Self::CopyPicture => "copy_picture",
            Self::TellFollowers => "tell_followers",
            Self::TellDrawn => "tell_drawn",
        }
    }
}

/// How a job ended this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, or no longer needed.
    Done,
    /// Not now, and not for a fault of the job: it counts as no try. Milliseconds to wait.
    Later(i64),
    /// It failed; try again with backoff, as long as there are tries left.
    Retry {
        /// At least so many milliseconds from now.
        after: i64,
        /// For the operator.
        reason: String,
    },
    /// It can never be done: nobody tries again, and the operator finds why.
    Park {
        /// For the operator.
        reason: String,
    },
}

/// A job that a worker holds.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) id: JobId,
    pub(crate) subject: String,
    /// Which try this is, from 1.
    pub(crate) attempt: i64,
    /// Which lease this is.
    pub(crate) lease: i64,
}

/// Wakes this process's worker. Cheap to ring, and losing a ring costs one polling interval.
#[derive(Debug, Default)]
pub struct Bell(Notify);

impl Bell {
    /// There may be something to do.
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }

    pub(crate) async fn heard(&self) {
        self.0.notified().await;
    }
}

/// Writes a job down, to run at `run_at` or later. One that is there for the same subject starts over.
///
/// # Errors
/// Those of the database.
pub(crate) async fn enqueue(
    tx: &mut Tx,
    kind: Kind,
    subject: &str,
    run_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    store::upsert(tx, JobId::new(now, random()), (kind, subject), run_at, now).await
}

/// Strikes out a job whose subject is gone.
///
/// # Errors
/// Those of the database.
pub(crate) async fn forget(tx: &mut Tx, kind: Kind, subject: &str) -> Result<(), StoreError> {
    store::forget(tx, kind, subject).await
}

/// Forgets jobs that were parked before `before`, at most `most` of them; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, before: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, before, most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}

/// As [`enqueue`], within a batch.
pub(crate) fn add(batch: &mut Batch, kind: Kind, subject: &str, run_at: Timestamp, now: Timestamp) {
    store::add(batch, JobId::new(now, random()), (kind, subject), run_at, now);
}
