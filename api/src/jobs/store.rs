//! The rows of jobs.

use shared::id::JobId;
use shared::time::Timestamp;
use sqlx::{query, query_as};

use super::{Held, Kind};
use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};

statements! {
    /// A job that starts over counts its tries anew, and whoever still holds it ends nothing.
    UPSERT = "insert into job (id, kind, subject, run_at, attempts, lease, created_at) values ($1, $2, $3, $4, 0, 0, $5) \
        on conflict (kind, subject) do update set run_at = excluded.run_at, parked_at = null, attempts = 0, \
        lease = job.lease + 1";
    /// The condition stands in the outer `where` too: on PostgreSQL two workers may choose the same row, and only one may have it.
    CLAIM = "update job set run_at = $3, attempts = attempts + 1, lease = lease + 1 where id = (select id from job \
        where kind = $1 and parked_at is null and run_at <= $2 order by run_at limit 1) \
        and parked_at is null and run_at <= $2 returning id, subject, attempts, lease";
    FINISH = "delete from job where id = $1 and lease = $2";
    POSTPONE = "update job set run_at = $3, attempts = $4, last_error = $5 where id = $1 and lease = $2";
    PARK = "update job set parked_at = $3, last_error = $4 where id = $1 and lease = $2";
    DROP = "delete from job where kind = $1 and subject = $2";
    PURGE = "delete from job where id in (select id from job where parked_at < $1 limit $2)";
    WAITING = "select 1 from job where kind = $1 and parked_at is null and run_at <= $2 limit 1";
}

macro_rules! bind_job {
    ($query:expr, $id:expr, $kind:expr, $subject:expr, $run_at:expr, $now:expr) => {
        $query.bind(Text($id)).bind($kind.as_str()).bind($subject).bind(Millis($run_at)).bind(Millis($now))
    };
}

pub(super) async fn upsert(
    tx: &mut Tx,
    id: JobId,
    (kind, subject): (Kind, &str),
    run_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { bind_job!(query(UPSERT), id, kind, subject, run_at, now).execute(e).await.map(|_| ()) })
}

/// As [`upsert`].
pub(super) fn add(batch: &mut Batch, id: JobId, (kind, subject): (Kind, &str), run_at: Timestamp, now: Timestamp) {
    bind_job!(batch.add(UPSERT), id, kind, subject, run_at, now);
}

/// Takes the job that is due longest, until `leased_until`; `None` where there is none, or another worker was faster.
pub(super) async fn claim(
    tx: &mut Tx,
    kind: Kind,
    now: Timestamp,
    leased_until: Timestamp,
) -> Result<Option<Held>, StoreError> {
    let row: Option<(Text<JobId>, String, i64, i64)> = on!(&mut *tx, |e| {
        query_as(CLAIM).bind(kind.as_str()).bind(Millis(now)).bind(Millis(leased_until)).fetch_optional(e)
    })?;
    Ok(row.map(|(id, subject, attempt, lease)| Held { id: id.0, subject, attempt, lease }))
}

/// Done. Changes nothing where the lease went to somebody else meanwhile, as do the next two.
pub(super) async fn finish(tx: &mut Tx, held: &Held) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(FINISH).bind(Text(held.id)).bind(held.lease).execute(e).await.map(|_| ()) })
}

pub(super) async fn postpone(
    tx: &mut Tx,
    held: &Held,
    run_at: Timestamp,
    (attempts, reason): (i64, Option<&str>),
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(POSTPONE)
            .bind(Text(held.id))
            .bind(held.lease)
            .bind(Millis(run_at))
            .bind(attempts)
            .bind(reason)
            .execute(e)
            .await
            .map(|_| ())
    })
}

pub(super) async fn park(tx: &mut Tx, held: &Held, now: Timestamp, reason: &str) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(PARK).bind(Text(held.id)).bind(held.lease).bind(Millis(now)).bind(reason).execute(e).await.map(|_| ())
    })
}

pub(super) async fn forget(tx: &mut Tx, kind: Kind, subject: &str) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(DROP).bind(kind.as_str()).bind(subject).execute(e).await.map(|_| ()) })
}

/// How many went.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

/// Whether a job of this kind is due and held by nobody.
pub(super) async fn waiting(at: impl Into<At<'_>>, kind: Kind, now: Timestamp) -> Result<bool, StoreError> {
    let one: Option<i32> =
        on!(at.into(), |e| sqlx::query_scalar(WAITING).bind(kind.as_str()).bind(Millis(now)).fetch_optional(e))?;
    Ok(one.is_some())
}
