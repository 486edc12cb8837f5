//! The log's rows.

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};

statements! {
    TAKE_NUMBERS = "insert into event_log (account_id, last_number) values ($1, $2) \
        on conflict (account_id) do update set last_number = event_log.last_number + $2 returning last_number";
    INSERT = "insert into event (account_id, number, at, body) values ($1, $2, $3, $4)";
    INSERT_TWO = "insert into event (account_id, number, at, body) values ($1, $2, $3, $4), ($1, $5, $3, $6)";
    /// Numbers for everybody who is told of a new item: one for the item, one for each board of theirs that it lies on.
    TAKE_FOR_NEW_ITEM = "insert into event_log (account_id, last_number) select v.account_id, count(*) + 1 \
        from placement p join board_person v on v.board_id = p.board_id where p.item_id = $1 \
        group by v.account_id order by v.account_id \
        on conflict (account_id) do update set last_number = event_log.last_number + excluded.last_number";
    /// The event of the item (`$2` an empty text) or of a board, under the number that was taken for it: the item's comes
    /// first, then those of the boards by their ids.
    TELL_OF_NEW_ITEM = "insert into event (account_id, number, at, body) select t.account_id, l.last_number - \
        (select count(*) from placement q join board_person w on w.board_id = q.board_id \
        where q.item_id = $1 and q.board_id > $2 and w.account_id = t.account_id), $3, $4 \
        from (select distinct v.account_id from placement p join board_person v on v.board_id = p.board_id \
        where p.item_id = $1 and ($2 = '' or p.board_id = $2)) as t join event_log l on l.account_id = t.account_id";
    /// As [`TAKE_FOR_NEW_ITEM`] and [`TELL_OF_NEW_ITEM`] where the item lies on one board, `$1`, as most do: nothing is to be
    /// grouped or counted then, for which SQLite makes tables of its own.
    TAKE_FOR_ONE_BOARD = "insert into event_log (account_id, last_number) select account_id, 2 from board_person \
        where board_id = $1 order by account_id \
        on conflict (account_id) do update set last_number = event_log.last_number + excluded.last_number";
    TELL_OF_ONE_BOARD = "insert into event (account_id, number, at, body) \
        select v.account_id, l.last_number - 1, cast($2 as bigint), $3 from board_person v \
        join event_log l on l.account_id = v.account_id where v.board_id = $1 union all \
        select v.account_id, l.last_number, cast($2 as bigint), $4 from board_person v \
        join event_log l on l.account_id = v.account_id where v.board_id = $1";
    BEFORE = "select number, at, body from event where account_id = $1 and number < $2 order by number desc limit $3";
    AFTER = "select number, at, body from event where account_id = $1 and number > $2 order by number limit $3";
    /// Accounts whose oldest event is to be forgotten, with the number that they stand at.
    OVERDUE = "select l.account_id, l.last_number from event_log l where exists (select 1 from event e \
        where e.account_id = l.account_id and e.number = (select min(m.number) from event m where m.account_id = l.account_id) \
        and (e.at <= $1 or e.number <= l.last_number - $2)) limit $3";
    /// The oldest first and no gap among those that stay: a client sees by the first one whether it missed any.
    FORGET = "delete from event where account_id = $1 and number in (select number from event where account_id = $1 \
        and (number <= $2 or number <= (select max(number) from event where account_id = $1 and at <= $3)) \
        order by number limit $4)";
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

/// Takes the numbers of a new item's events. Holds the logs in the order of their accounts, as [`take_numbers`] is asked to.
pub(super) fn add_numbers(batch: &mut Batch, item: ItemId) {
    batch.add(TAKE_FOR_NEW_ITEM).bind(Text(item));
}

/// Tells of the new item itself, or that a board that it lies on holds something else now.
pub(super) fn add_event(batch: &mut Batch, item: ItemId, board: Option<BoardId>, at: Timestamp, body: &str) {
    let board = board.map(|board| board.to_string()).unwrap_or_default();
    batch.add(TELL_OF_NEW_ITEM).bind(Text(item)).bind(board).bind(Millis(at)).bind(body);
}

/// Both for everybody who is told of a new item on this board alone.
pub(super) fn add_on_one_board(batch: &mut Batch, board: BoardId, at: Timestamp, (of_item, of_board): (&str, &str)) {
    batch.add(TAKE_FOR_ONE_BOARD).bind(Text(board));
    batch.add(TELL_OF_ONE_BOARD).bind(Text(board)).bind(Millis(at)).bind(of_item).bind(of_board);
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

/// (number, at, body), the newest first.
pub(super) async fn before(
    at: impl Into<At<'_>>,
    account: AccountId,
    number: i64,
    limit: i64,
) -> Result<Vec<(i64, Timestamp, String)>, StoreError> {
    let rows: Vec<(i64, Millis, String)> =
        on!(at.into(), |e| query_as(BEFORE).bind(Text(account)).bind(number).bind(limit).fetch_all(e))?;
    Ok(rows.into_iter().map(|(number, at, body)| (number, at.0, body)).collect())
}

/// Accounts that have events of `until` or earlier, or more than `most_of_each`, with the number that they stand at.
pub(super) async fn overdue(
    at: impl Into<At<'_>>,
    until: Timestamp,
    most_of_each: i64,
    limit: i64,
) -> Result<Vec<(AccountId, i64)>, StoreError> {
    let rows: Vec<(Text<AccountId>, i64)> =
        on!(at.into(), |e| query_as(OVERDUE).bind(Millis(until)).bind(most_of_each).bind(limit).fetch_all(e))?;
    Ok(rows.into_iter().map(|(account, number)| (account.0, number)).collect())
}

/// Forgets the account's events up to a number, and up to the last one of `until`; at most `most`.
pub(super) async fn forget(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    until: Timestamp,
    most: i64,
) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        let delete = query(FORGET).bind(Text(account)).bind(number).bind(Millis(until)).bind(most);
        delete.execute(e).await.map(|done| done.rows_affected())
    })
}

/// 0 before the first event.
pub(super) async fn last_number(at: impl Into<At<'_>>, account: AccountId) -> Result<i64, StoreError> {
    let number: Option<i64> = on!(at.into(), |e| query_scalar(LAST_NUMBER).bind(Text(account)).fetch_optional(e))?;
    Ok(number.unwrap_or(0))
}
