//! The rows of who follows what, and who was told of which wish.

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    FOLLOW_BOARD = "insert into follow_board (account_id, board_id, followed_at) values ($1, $2, $3) on conflict do nothing";
    FOLLOW_PERSON = "insert into follow_person (account_id, person_id, followed_at) values ($1, $2, $3) on conflict do nothing";
    LEAVE_BOARD = "delete from follow_board where account_id = $1 and board_id = $2";
    LEAVE_PERSON = "delete from follow_person where account_id = $1 and person_id = $2";
    BOARDS = "select board_id from follow_board where account_id = $1 order by followed_at, board_id limit $2";
    PEOPLE = "select person_id from follow_person where account_id = $1 order by followed_at, person_id limit $2";
    COUNT = "select (select count(*) from follow_board where account_id = $1) \
        + (select count(*) from follow_person where account_id = $1)";
    /// Whoever follows the wish's person or a board that it lies on, and is neither that person nor one of such a board's people,
    /// who hear of it anyway.
    FOLLOWERS = "select distinct f.account_id from (select b.account_id, p.item_id from follow_board b \
        join placement p on p.board_id = b.board_id union select o.account_id, i.id from follow_person o \
        join item i on i.account_id = o.person_id) as f where f.item_id = $1 \
        and not exists (select 1 from item own where own.id = $1 and own.account_id = f.account_id) \
        and not exists (select 1 from placement q join board_person v on v.board_id = q.board_id where q.item_id = $1 \
        and v.account_id = f.account_id) \
        and not exists (select 1 from follow_told t where t.item_id = $1 and t.account_id = f.account_id) order by f.account_id";
    TELL = "insert into follow_told (item_id, account_id) values ($1, $2) on conflict do nothing";
    /// Whether both are in a group together.
    MEET = "select 1 from member a join member b on b.group_id = a.group_id join gift_group g on g.id = a.group_id \
        and g.deleted_at is null where a.account_id = $1 and b.account_id = $2 limit 1";
}

pub(super) async fn follow_board(
    tx: &mut Tx,
    account: AccountId,
    board: BoardId,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(FOLLOW_BOARD).bind(Text(account)).bind(Text(board)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

pub(super) async fn follow_person(
    tx: &mut Tx,
    account: AccountId,
    person: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(FOLLOW_PERSON).bind(Text(account)).bind(Text(person)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

pub(super) async fn leave_board(tx: &mut Tx, account: AccountId, board: BoardId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(LEAVE_BOARD).bind(Text(account)).bind(Text(board)).execute(e).await.map(|_| ()) })
}

pub(super) async fn leave_person(tx: &mut Tx, account: AccountId, person: AccountId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(LEAVE_PERSON).bind(Text(account)).bind(Text(person)).execute(e).await.map(|_| ()) })
}

pub(super) async fn boards(at: impl Into<At<'_>>, account: AccountId, limit: i64) -> Result<Vec<BoardId>, StoreError> {
    let ids: Vec<Text<BoardId>> =
        on!(at.into(), |e| query_scalar(BOARDS).bind(Text(account)).bind(limit).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

pub(super) async fn people(
    at: impl Into<At<'_>>,
    account: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> =
        on!(at.into(), |e| query_scalar(PEOPLE).bind(Text(account)).bind(limit).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

pub(super) async fn count(at: impl Into<At<'_>>, account: AccountId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(account)).fetch_one(e))
}

/// Those who follow and were not told of this wish yet. Whether they see it is asked elsewhere.
pub(super) async fn followers(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> = on!(at.into(), |e| query_scalar(FOLLOWERS).bind(Text(item)).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// False where they were told already.
pub(super) async fn tell(tx: &mut Tx, item: ItemId, account: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(TELL).bind(Text(item)).bind(Text(account)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn meet(at: impl Into<At<'_>>, one: AccountId, other: AccountId) -> Result<bool, StoreError> {
    let met: Option<i32> = on!(at.into(), |e| query_scalar(MEET).bind(Text(one)).bind(Text(other)).fetch_optional(e))?;
    Ok(met.is_some())
}
