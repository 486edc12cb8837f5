//! The log's rows.

use shared::id::AccountId;
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    TAKE_NUMBERS = "insert into event_log (account_id, last_number) values ($1, $2) \
        on conflict (account_id) do update set last_number = event_log.last_number + $2 returning last_number";
    INSERT = "insert into event (account_id, number, at, body) values ($1, $2, $3, $4)";
    INSERT_TWO = "insert into event (account_id, number, at, body) values ($1, $2, $3, $4), ($1, $5, $3, $6)";
    AFTER = "select number, at, body from event where account_id = $1 and number > $2 order by number limit $3";
    LAST_NUMBER = "select last_number from event_log where account_id = $1";
}

/// The next `count` numbers of this account's log, which is held until the transaction ends; gives the last of them.
pub(super) async fn take_numbers(tx: &mut Tx, account: AccountId, count: i64) -> Result<i64, StoreError> {
    on!(&mut *tx, |e| query_scalar(TAKE_NUMBERS).bind(Text(account)).bind(count).fetch_one(e))
}

pub(super) async fn insert(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    at: Timestamp,
    body: &str,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT).bind(Text(account)).bind(number).bind(Millis(at)).bind(body).execute(e).await.map(|_| ())
    })
}

/// Two in one statement: a save tells its person of the item and of the board.
pub(super) async fn insert_two(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    at: Timestamp,
    (first, second): (&str, &str),
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT_TWO)
            .bind(Text(account))
            .bind(number)
            .bind(Millis(at))
            .bind(first)
            .bind(number + 1)
            .bind(second)
            .execute(e)
            .await
            .map(|_| ())
    })
}

/// (number, at, body), the oldest first.
pub(super) async fn after(
    at: impl Into<At<'_>>,
    account: AccountId,
    number: i64,
    limit: i64,
) -> Result<Vec<(i64, Timestamp, String)>, StoreError> {
    let rows: Vec<(i64, Millis, String)> =
        on!(at.into(), |e| query_as(AFTER).bind(Text(account)).bind(number).bind(limit).fetch_all(e))?;
    Ok(rows.into_iter().map(|(number, at, body)| (number, at.0, body)).collect())
}

/// 0 before the first event.
pub(super) async fn last_number(at: impl Into<At<'_>>, account: AccountId) -> Result<i64, StoreError> {
    let number: Option<i64> = on!(at.into(), |e| query_scalar(LAST_NUMBER).bind(Text(account)).fetch_optional(e))?;
    Ok(number.unwrap_or(0))
}
