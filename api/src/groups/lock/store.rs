//! Who moved the lock date of a group, as rows.

use shared::id::{AccountId, GroupId};
use shared::time::Timestamp;
use shared::wire::groups::LockChangeView;
use sqlx::{query, query_as};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    KEEP = "insert into lock_change (group_id, version, account_id, changed_at, before_at, after_at) values ($1, $2, $3, $4, $5, $6)";
    LIST = "select c.version, a.display_name, c.changed_at, c.before_at, c.after_at from lock_change c \
        left join account a on a.id = c.account_id where c.group_id = $1 and c.version < $2 order by c.version desc limit $3";
}

/// One change, and the version of the group that it made.
pub(super) struct LockChange {
    pub(super) version: i64,
    pub(super) view: LockChangeView,
}

/// Writes down that this account moved the date; `version` is the one that the group has by it.
pub(in crate::groups) async fn keep(
    tx: &mut Tx,
    (group, version): (GroupId, i64),
    by: AccountId,
    (before, after): (Option<Timestamp>, Option<Timestamp>),
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(KEEP)
            .bind(Text(group))
            .bind(version)
            .bind(Text(by))
            .bind(Millis(now))
            .bind(before.map(Millis))
            .bind(after.map(Millis))
            .execute(e)
            .await
            .map(|_| ())
    })
}

type Row = (i64, Option<String>, Millis, Option<Millis>, Option<Millis>);

/// A page of them, the last first, before this version.
pub(super) async fn list(
    at: impl Into<At<'_>>,
    group: GroupId,
    before: i64,
    limit: i64,
) -> Result<Vec<LockChange>, StoreError> {
    let rows: Vec<Row> = on!(at.into(), |e| query_as(LIST).bind(Text(group)).bind(before).bind(limit).fetch_all(e))?;
    let moment = |at: Option<Millis>| at.map(|at| at.0);
    let change = |(version, by, at, before, after): Row| LockChange {
        version,
        view: LockChangeView { by, at: at.0, before: moment(before), after: moment(after) },
    };
    Ok(rows.into_iter().map(change).collect())
}
