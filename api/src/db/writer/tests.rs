//! Groups form, and nobody's failure is another one's.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use tempfile::TempDir;

use super::*;

pub(super) struct Probe {
    pub(super) writer: Writer,
    options: SqliteConnectOptions,
    _folder: TempDir,
}

impl Probe {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("probe.sqlite"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let mut connection = options.connect().await.unwrap();
        let tables = "create table probe (id bigint primary key); create table filled (id bigint not null); \
            create table child (id bigint references probe (id) deferrable initially deferred);";
        sqlx::raw_sql(tables).execute(&mut connection).await.unwrap();
        Self { writer: Writer::new(connection), options, _folder: folder }
    }

    /// What another connection sees, which is what was committed.
    pub(super) async fn committed(&self) -> BTreeSet<i64> {
        let mut connection = self.options.connect().await.unwrap();
        let rows = sqlx::query_scalar("select id from probe").fetch_all(&mut connection).await.unwrap();
        rows.into_iter().collect()
    }

    pub(super) async fn syncs(&self) -> usize {
        self.writer.state.lock().await.syncs
    }
}

async fn insert(tx: &mut SqliteTx, id: i64) -> Result<(), StoreError> {
    sqlx::query("insert into probe (id) values ($1)").bind(id).execute(tx.connection()?).await?;
    Ok(())
}

pub(super) async fn save(writer: &Writer, id: i64) -> Result<(), StoreError> {
    let mut tx = writer.begin().await?;
    insert(&mut tx, id).await?;
    tx.commit(Vec::new()).await
}

/// A hang shows as a failure and not as a test that never ends.
pub(super) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.expect("somebody waits for ever")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_wait_share_a_sync_and_each_answer_means_committed() {
    let probe = Probe::new().await;
    let saves = (0..200).map(|id| {
        let writer = probe.writer.clone();
        tokio::spawn(async move { save(&writer, id).await })
    });
    for done in soon(futures::future::join_all(saves)).await {
        done.unwrap().unwrap();
    }
    assert_eq!(probe.committed().await.len(), 200);
    let syncs = probe.syncs().await;
    assert!((200 / GROUP..100).contains(&syncs), "{syncs} syncs for 200 saves");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dropped_or_fails_takes_nobody_with_it() {
    let probe = Probe::new().await;
    save(&probe.writer, 1000).await.unwrap();
    let tasks = (0..150).map(|id| {
        let writer = probe.writer.clone();
        tokio::spawn(async move {
            let mut tx = writer.begin().await.unwrap();
            insert(&mut tx, id).await.unwrap();
            match id % 3 {
                0 => tx.commit(Vec::new()).await.unwrap(),
                1 => drop(tx),
                _ => {
                    // A broken rule ends its own statement; its transaction may still go on.
                    assert!(matches!(insert(&mut tx, 1000).await, Err(StoreError::Conflict)));
                    tx.commit(Vec::new()).await.unwrap();
                }
            }
        })
    });
    for done in soon(futures::future::join_all(tasks)).await {
        done.unwrap();
    }
    soon(save(&probe.writer, 2000)).await.unwrap();
    let expected: BTreeSet<i64> = (0..150).filter(|id| id % 3 != 1).chain([1000, 2000]).collect();
    assert_eq!(probe.committed().await, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_who_go_away_at_any_point_hold_nobody_up() {
    let probe = Probe::new().await;
    let mut patient = Vec::new();
    for id in 0..300 {
        let writer = probe.writer.clone();
        let task = tokio::spawn(async move { save(&writer, id).await });
        if id % 2 == 0 {
            patient.push((id, task));
        } else {
            // Somewhere between the first and the last step of a save.
            for _ in 0..id % 13 {
                tokio::task::yield_now().await;
            }
            task.abort();
        }
    }
    let mut acknowledged = BTreeSet::new();
    for (id, task) in patient {
        soon(task).await.unwrap().unwrap();
        acknowledged.insert(id);
    }
    soon(save(&probe.writer, 1000)).await.unwrap();
    assert!(acknowledged.is_subset(&probe.committed().await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_that_cannot_be_committed_fails_for_all_of_it_and_the_next_one_works() {
    let probe = Probe::new().await;
    // A reference that is checked at the commit lets the group as a whole fail, as a full disk would.
    let mut first = probe.writer.begin().await.unwrap();
    insert(&mut first, 1).await.unwrap();
    let waits = {
        let writer = probe.writer.clone();
        tokio::spawn(async move {
            let mut tx = writer.begin().await.unwrap();
            sqlx::query("insert into child (id) values (99)").execute(tx.connection().unwrap()).await.unwrap();
            tx.commit(Vec::new()).await
        })
    };
    soon(async {
        while probe.writer.waiting.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    // It hands the connection on, because somebody waits, and shares the other one's fate.
    let first = soon(first.commit(Vec::new())).await;
    let second = soon(waits).await.unwrap();
    assert!(matches!(first, Err(StoreError::Internal(_))), "{first:?}");
    assert!(second.is_err());
    assert!(probe.committed().await.is_empty());
    soon(save(&probe.writer, 2)).await.unwrap();
    assert_eq!(probe.committed().await, BTreeSet::from([2]));
}

/// Those who take everything back keep a group open too, and the first of it must not wait for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_ends_however_many_take_everything_back() {
    let probe = Probe::new().await;
    let held = probe.writer.begin().await.unwrap();
    let saving = {
        let writer = probe.writer.clone();
        tokio::spawn(async move { save(&writer, 1).await })
    };
    let before_it = Arc::new(AtomicUsize::new(0));
    let wait_for = async |count: usize| {
        soon(async {
            while probe.writer.waiting() < count {
                tokio::task::yield_now().await;
            }
        })
        .await;
    };
    wait_for(1).await;
    let others = 20 * GROUP;
    let dropped: Vec<_> = (0..others)
        .map(|_| {
            let (writer, before_it) = (probe.writer.clone(), Arc::clone(&before_it));
            tokio::spawn(async move {
                let tx = writer.begin().await.unwrap();
                if tx.group.as_ref().unwrap().syncs == 0 {
                    before_it.fetch_add(1, Ordering::SeqCst);
                }
                drop(tx);
            })
        })
        .collect();
    wait_for(1 + others).await;
    drop(held);
    soon(saving).await.unwrap().unwrap();
    for task in dropped {
        soon(task).await.unwrap();
    }
    // Counted by the group itself: when this test hears of the commit is the machine's affair.
    let waited_for = before_it.load(Ordering::SeqCst);
    assert!(waited_for < GROUP, "it waited for {waited_for} others");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_what_is_under_way() {
    let probe = Probe::new().await;
    let mut tx = probe.writer.begin().await.unwrap();
    insert(&mut tx, 1).await.unwrap();
    let closing = {
        let writer = probe.writer.clone();
        tokio::spawn(async move { writer.close().await })
    };
    tx.commit(Vec::new()).await.unwrap();
    soon(closing).await.unwrap();
    assert_eq!(probe.committed().await, BTreeSet::from([1]));
    assert!(matches!(save(&probe.writer, 2).await, Err(StoreError::Internal(_))));
}
