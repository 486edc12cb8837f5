//! SQLite's one writer. Transactions that wait for each other share one sync to the disk (group commit).
//!
//! A transaction is a savepoint. The first one opens `begin immediate`; one that ends while others wait hands the
//! connection on and is answered only after the `commit` that carries all of them. So each answer means *durable*,
//! and a disk that does 500 syncs a second does many more saves. Each statement of a transaction is a trip to SQLite's
//! thread and back; a batch makes it once, with others of its kind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::{Connection, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::StoreError;
use super::notices::Outlet;
use batches::Queue;

mod batches;

/// So many transactions share a sync at most: the first of them must not wait for ever.
const GROUP: usize = 64;

/// The only connection that writes. Cheap to clone.
#[derive(Clone)]
pub struct Writer {
    // tokio's mutex is fair: who asks first writes first.
    state: Arc<Mutex<Group>>,
    waiting: Arc<AtomicUsize>,
    batches: Arc<Queue>,
    outlet: Outlet,
}

struct Group {
    connection: Option<SqliteConnection>,
    /// `begin immediate` was sent and neither committed nor rolled back.
    open: bool,
    /// Transactions since it opened, however they ended.
    members: usize,
    /// The latest transaction's savepoint still stands: the next one, or the group's `commit`, releases it on its way.
    kept: bool,
    /// Commits that reached the disk, for the test that groups form at all.
    #[cfg(test)]
    syncs: usize,
    /// Those who released their savepoint and wait for the disk.
    pending: Vec<oneshot::Sender<Result<(), StoreError>>>,
}

/// A transaction of SQLite. Dropping it takes everything back.
pub struct SqliteTx {
    // `None` once it ended.
    group: Option<OwnedMutexGuard<Group>>,
    writer: Writer,
}

impl Writer {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        let group = Group {
            connection: Some(connection),
            open: false,
            members: 0,
            kept: false,
            #[cfg(test)]
            syncs: 0,
            pending: Vec::new(),
        };
        Self {
            state: Arc::new(Mutex::new(group)),
            waiting: Arc::default(),
            batches: Arc::default(),
            outlet: Outlet::default(),
        }
    }

    /// Where it is told what was committed.
    pub(super) fn outlet(&self) -> &Outlet {
        &self.outlet
    }

    /// How many wait for their turn.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// Waits for its turn. It runs in a task of its own, so that a caller who goes away can never leave the group
    /// half open: the transaction then begins, is dropped, and those who wait for the disk are served.
    pub(super) async fn begin(&self) -> Result<SqliteTx, StoreError> {
        let writer = self.clone();
        writer.waiting.fetch_add(1, Ordering::SeqCst);
        let begun = tokio::spawn(async move {
            let mut group = Arc::clone(&writer.state).lock_owned().await;
            writer.waiting.fetch_sub(1, Ordering::SeqCst);
            match group.begin().await {
                Ok(()) => Ok(SqliteTx { group: Some(group), writer }),
                Err(error) => {
                    group.give_up(&error).await;
                    Err(error)
                }
            }
        });
        begun.await.map_err(StoreError::internal)?
    }

    /// Tells `told` once `done` is; that must happen even if the caller goes away.
    async fn then_tell(
        self,
        done: impl Future<Output = Result<(), StoreError>> + Send + 'static,
        told: Vec<String>,
    ) -> Result<(), StoreError> {
        let telling = async move {
            done.await?;
            self.outlet.tell(told);
            Ok(())
        };
        tokio::spawn(telling).await.map_err(StoreError::internal)?
    }

    /// Waits for the transaction under way, then closes.
    pub(super) async fn close(&self) {
        let mut group = self.state.lock().await;
        group.flush().await;
        if let Some(connection) = group.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the database file was not closed cleanly");
        }
    }
}

impl SqliteTx {
    /// The connection, within this transaction's savepoint.
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.group.as_mut().ok_or_else(|| StoreError::internal("the transaction has ended"))?.connection()
    }

    /// Answers when the group that carries this transaction is on the disk; then `told` is told.
    pub(super) async fn commit(mut self, told: Vec<String>) -> Result<(), StoreError> {
        let Some(mut group) = self.group.take() else {
            return Err(StoreError::internal("the transaction has ended"));
        };
        let writer = self.writer.clone();
        let (sender, durable) = oneshot::channel();
        // A task of its own: the group must be committed even if this caller goes away.
        tokio::spawn(async move {
            group.kept = true;
            group.pending.push(sender);
            group.hand_on(&writer).await;
        });
        let durable = async { durable.await.map_err(StoreError::internal)? };
        if told.is_empty() {
            return durable.await;
        }
        self.writer.clone().then_tell(durable, told).await
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        let Some(mut group) = self.group.take() else { return };
        let writer = self.writer.clone();
        // Outside a runtime (at the very end of the process) the file's own journal takes everything back.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            match group.execute("rollback to tx; release tx").await {
                Ok(()) => group.hand_on(&writer).await,
                Err(error) => group.give_up(&error).await,
            }
        });
    }
}

impl Group {
    fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.connection.as_mut().ok_or_else(|| StoreError::internal("the database is closed"))
    }

    async fn execute(&mut self, text: &'static str) -> Result<(), StoreError> {
        sqlx::raw_sql(text).execute(self.connection()?).await?;
        Ok(())
    }

    async fn begin(&mut self) -> Result<(), StoreError> {
        if !self.open {
            self.execute("begin immediate; savepoint tx").await?;
            self.open = true;
            self.members = 1;
            return Ok(());
        }
        self.members += 1;
        let text = if self.kept { "release tx; savepoint tx" } else { "savepoint tx" };
        self.kept = false;
        self.execute(text).await
    }

    /// The next writer takes the group over; without one (or with a full group) it goes to the disk now.
    async fn hand_on(&mut self, writer: &Writer) {
        let next = writer.waiting.load(Ordering::SeqCst) > 0;
        if !next || self.members >= GROUP {
            self.flush().await;
        }
    }

    /// Commits, a savepoint that still stands with it, and tells everybody who waits.
    async fn flush(&mut self) {
        if !self.open {
            return;
        }
        match self.execute("commit").await {
            Ok(()) => {
                (self.open, self.kept) = (false, false);
                #[cfg(test)]
                {
                    self.syncs += 1;
                }
                for waiting in self.pending.drain(..) {
                    drop(waiting.send(Ok(())));
                }
            }
            Err(error) => self.give_up(&error).await,
        }
    }

    /// The group is lost (disk full, input/output error): nothing of it was kept, and everybody is told so.
    async fn give_up(&mut self, cause: &StoreError) {
        tracing::error!(error = %cause, transactions = self.pending.len(), "a group of transactions was taken back");
        // SQLite may have rolled back by itself, which makes this an error that says nothing new.
        drop(self.execute("rollback").await);
        (self.open, self.kept) = (false, false);
        for waiting in self.pending.drain(..) {
            drop(waiting.send(Err(StoreError::internal(format!("the group was taken back: {cause}")))));
        }
    }
}

#[cfg(test)]
mod tests;
