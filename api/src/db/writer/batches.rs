//! Batches that wait for the writer go to the disk together: one trip to SQLite's thread for all of them, flush and all.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sqlx::AssertSqlSafe;
use tokio::sync::oneshot;

use super::{Group, Writer};
use crate::db::StoreError;
use crate::db::batch::{Batch, joined};

/// Batches of one trip at most. SQLite keeps what it prepared for each number of them, so they are powers of two.
const AT_ONCE: usize = 16;
/// Longer ones travel alone: for them, that would be too much to keep.
const LONGEST: usize = 12;

/// Batches that wait for their turn.
#[derive(Default)]
pub(super) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    /// Somebody carries them out until none is left.
    led: bool,
}

struct Waiting {
    batch: Batch,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds one. True where nobody leads: then who added it must.
    fn add(&self, waiting: Waiting) -> bool {
        let mut state = self.state();
        state.waiting.push_back(waiting);
        !std::mem::replace(&mut state.led, true)
    }

    /// Whoever led is gone. True where something waits: then somebody must lead again.
    fn hand_on(&self) -> bool {
        let mut state = self.state();
        state.led = !state.waiting.is_empty();
        state.led
    }

    /// The longest wait first: as many of the same texts as there are, a power of two. None: whoever led is released.
    fn take(&self) -> Vec<Waiting> {
        let mut state = self.state();
        let Some(first) = state.waiting.front() else {
            state.led = false;
            return Vec::new();
        };
        let most = if first.batch.len() <= LONGEST { AT_ONCE } else { 1 };
        let alike = state.waiting.iter().take(most).take_while(|other| other.batch.is_like(&first.batch)).count();
        let count = 1 << alike.ilog2();
        state.waiting.drain(..count).collect()
    }
}

impl Writer {
    /// Answers when the batch is on the disk.
    ///
    /// # Errors
    /// Nothing of it was kept: `Conflict` where one of its statements found what it must not.
    pub(in crate::db) async fn carry_out(&self, mut batch: Batch) -> Result<(), StoreError> {
        let told = batch.take_told();
        let (sender, done) = oneshot::channel();
        if self.batches.add(Waiting { batch, done: sender }) {
            // A task of its own: it must go on even if this caller goes away.
            tokio::spawn(lead(self.clone()));
        }
        let done = async { done.await.map_err(StoreError::internal)? };
        if told.is_empty() {
            return done.await;
        }
        self.clone().then_tell(done, told).await
    }
}

/// Whoever carries out what waits. A panic on the way hands the lead on, or everybody would wait for ever.
struct Lead(Writer);

impl Drop for Lead {
    fn drop(&mut self) {
        // Otherwise nothing waited any more, and somebody else may lead by now; or the runtime ends, and all with it.
        if !std::thread::panicking() {
            return;
        }
        tracing::error!("carrying out batches panicked; those that wait are carried out by the next one");
        if self.0.batches.hand_on() {
            tokio::spawn(lead(self.0.clone()));
        }
    }
}

/// Carries out what waits, until nothing does.
async fn lead(writer: Writer) {
    let lead = Lead(writer);
    let writer = &lead.0;
    loop {
        let mut group = writer.state.lock().await;
        let together = writer.batches.take();
        if together.is_empty() {
            return;
        }
        // Transactions that are done wait for a flush; those after them come in their own turn.
        group.flush().await;
        group.carry_out(together).await;
    }
}

impl Group {
    async fn carry_out(&mut self, together: Vec<Waiting>) {
        if self.try_carry_out(together.iter().map(|waiting| &waiting.batch)).await.is_ok() {
            for waiting in together {
                drop(waiting.done.send(Ok(())));
            }
            return;
        }
        // One of them failed, and nobody's failure is another one's: each by itself.
        for waiting in together {
            let done = self.try_carry_out([&waiting.batch]).await;
            drop(waiting.done.send(done));
        }
    }

    async fn try_carry_out<'a>(&mut self, batches: impl IntoIterator<Item = &'a Batch>) -> Result<(), StoreError> {
        let (text, arguments) = joined(batches)?;
        let connection = self.connection()?;
        // Put together from texts of the program; whatever people wrote is bound.
        let done = sqlx::query_with(AssertSqlSafe(text), arguments).execute(connection).await;
        match done {
            Ok(_) => {
                #[cfg(test)]
                {
                    self.syncs += 1;
                }
                Ok(())
            }
            Err(error) => {
                // SQLite may have rolled back by itself, which makes this an error that says nothing new.
                drop(self.execute("rollback").await);
                Err(StoreError::of_batch(error))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::super::tests::{Probe, save, soon};
    use super::*;

    const INSERT: &str = "insert into probe (id) values ($1)";
    const INSERT_FILLED: &str = "insert into filled (id) values ($1)";
    const INSERT_CHILD: &str = "insert into child (id) values ($1)";

    fn batch(ids: &[i64]) -> Batch {
        let mut batch = Batch::default();
        for id in ids {
            batch.add(INSERT).bind(*id);
        }
        batch
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn batches_share_trips_and_each_is_kept_whole_or_not_at_all() {
        let probe = Probe::new().await;
        save(&probe.writer, 1000).await.unwrap();
        let batches = (0..100).map(|i| {
            let writer = probe.writer.clone();
            // Every fifth ends in a row that is there.
            let ids = if i % 5 == 0 { [2 * i, 1000] } else { [2 * i, 2 * i + 1] };
            tokio::spawn(async move { writer.carry_out(batch(&ids)).await })
        });
        let done = soon(futures::future::join_all(batches)).await;
        let mut expected = BTreeSet::from([1000]);
        for (i, done) in (0..100).zip(done) {
            match done.unwrap() {
                Ok(()) => expected.extend([2 * i, 2 * i + 1]),
                Err(error) => assert!(i % 5 == 0 && matches!(error, StoreError::Conflict), "{i}: {error}"),
            }
        }
        assert_eq!(expected.len(), 1 + 160);
        assert_eq!(probe.committed().await, expected);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn they_take_turns_with_transactions() {
        let probe = Probe::new().await;
        let held = probe.writer.begin().await.unwrap();
        let waiting: Vec<_> = (0..40)
            .map(|id| {
                let writer = probe.writer.clone();
                tokio::spawn(async move {
                    if id % 4 == 0 { save(&writer, id).await } else { writer.carry_out(batch(&[id])).await }
                })
            })
            .collect();
        soon(async {
            while probe.writer.waiting() < 10 || probe.writer.batches.state().waiting.len() < 30 {
                tokio::task::yield_now().await;
            }
        })
        .await;
        drop(held);
        for done in waiting {
            soon(done).await.unwrap().unwrap();
        }
        assert_eq!(probe.committed().await, (0..40).collect());
        // Many share a trip, so they and ten transactions are far fewer than forty.
        let syncs = probe.syncs().await;
        assert!(syncs <= 20, "{syncs} syncs for 40 saves");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_panic_keeps_nobody_waiting() {
        let probe = Probe::new().await;
        let (sender, done) = oneshot::channel();
        assert!(probe.writer.batches.add(Waiting { batch: batch(&[1]), done: sender }));
        let lead = Lead(probe.writer.clone());
        let panicked = tokio::spawn(async move {
            let _group = lead.0.state.lock().await;
            panic!("a bug of ours");
        });
        assert!(soon(panicked).await.is_err());
        soon(done).await.unwrap().unwrap();
        soon(probe.writer.carry_out(batch(&[2]))).await.unwrap();
        assert_eq!(probe.committed().await, BTreeSet::from([1, 2]));
    }

    /// In a batch a null says that something is no longer as it was read; anywhere else it is a bug of ours.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_null_where_none_may_be_is_a_conflict_in_a_batch_alone() {
        let probe = Probe::new().await;
        let mut of_nothing = Batch::default();
        of_nothing.add(INSERT_FILLED).bind(None::<i64>);
        assert!(matches!(soon(probe.writer.carry_out(of_nothing)).await, Err(StoreError::Conflict)));
        let mut tx = probe.writer.begin().await.unwrap();
        let done = sqlx::query(INSERT_FILLED).bind(None::<i64>).execute(tx.connection().unwrap()).await;
        assert!(matches!(done.map_err(StoreError::from), Err(StoreError::Internal(_))));
    }

    /// A reference that is checked at the commit lets the last step fail, as a full disk would.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn one_that_cannot_be_committed_leaves_nothing_and_the_next_one_works() {
        let probe = Probe::new().await;
        let mut bad = batch(&[1]);
        bad.add(INSERT_CHILD).bind(99_i64);
        assert!(soon(probe.writer.carry_out(bad)).await.is_err());
        assert!(probe.committed().await.is_empty());
        soon(probe.writer.carry_out(batch(&[2]))).await.unwrap();
        assert_eq!(probe.committed().await, BTreeSet::from([2]));
    }
}
