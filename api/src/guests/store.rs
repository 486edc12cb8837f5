//! The rows of guests.

use shared::id::{AccountId, BoardId, GuestId};
use shared::time::Timestamp;
use sqlx::{FromRow, query, query_as, query_scalar};

use super::Guest;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

macro_rules! guest {
    ($rest:literal) => {
        concat!(
            "select g.id, g.board_id, g.invited_by, a.display_name, g.body_digest, g.name, g.email, g.created_at, \
             g.confirmed_at, g.ended_at from guest g join account a on a.id = g.invited_by ",
            $rest
        )
    };
}

statements! {
    BY_ID = guest!("where g.id = $1");
    OF_BOARD = guest!("where g.board_id = $1 and g.ended_at is null order by g.created_at, g.id");
    /// Also to those who were taken off since.
    LINKS_TO = "select count(*) from guest where email_key = $1 and created_at > $2";
    INSERT = "insert into guest (id, board_id, invited_by, body_digest, name, email, email_key, account_id, created_at) \
        values ($1, $2, $3, $4, $5, $6, $7, (select a.id from account a where a.email_key = $7), $8) on conflict do nothing";
    CONFIRM = "update guest set confirmed_at = coalesce(confirmed_at, $2) where id = $1 and ended_at is null";
    HOLD = "update guest set ended_at = ended_at where id = $1 and ended_at is null";
    END = "update guest set ended_at = $3 where id = $1 and board_id = $2 and ended_at is null";
    PURGE = "delete from guest where id in (select id from guest where ended_at <= $1 limit $2)";
}

#[derive(FromRow)]
struct Row {
    id: Text<GuestId>,
    board_id: Text<BoardId>,
    invited_by: Text<AccountId>,
    display_name: String,
    body_digest: String,
    name: String,
    email: String,
    created_at: Millis,
    confirmed_at: Option<Millis>,
    ended_at: Option<Millis>,
}

impl From<Row> for Guest {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            board_id: row.board_id.0,
            invited_by: row.invited_by.0,
            inviter: row.display_name,
            body_digest: row.body_digest,
            name: row.name,
            email: row.email,
            created_at: row.created_at.0,
            confirmed_at: row.confirmed_at.map(|at| at.0),
            ended_at: row.ended_at.map(|at| at.0),
        }
    }
}

/// One who was taken off, too.
pub(super) async fn by_id(at: impl Into<At<'_>>, id: GuestId) -> Result<Option<Guest>, StoreError> {
    let row: Option<Row> = on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(Guest::from))
}

/// Those of a board, the first first.
pub(super) async fn of_board(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<Guest>, StoreError> {
    let rows: Vec<Row> = on!(at.into(), |e| query_as(OF_BOARD).bind(Text(board)).fetch_all(e))?;
    Ok(rows.into_iter().map(Guest::from).collect())
}

/// Links that went to an address since.
pub(super) async fn links_to(at: impl Into<At<'_>>, email_key: &str, since: Timestamp) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(LINKS_TO).bind(email_key).bind(Millis(since)).fetch_one(e))
}

/// False where the id is taken, or the address is a guest's of this board.
pub(super) async fn insert(tx: &mut Tx, guest: &Guest, email_key: &str) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(guest.id))
            .bind(Text(guest.board_id))
            .bind(Text(guest.invited_by))
            .bind(&guest.body_digest)
            .bind(&guest.name)
            .bind(&guest.email)
            .bind(email_key)
            .bind(Millis(guest.created_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn confirm(tx: &mut Tx, id: GuestId, now: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(CONFIRM).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

/// False where they were taken off.
pub(super) async fn hold(tx: &mut Tx, id: GuestId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async { query(HOLD).bind(Text(id)).execute(e).await.map(|done| done.rows_affected() == 1) })
}

/// False where they are no guest of this board.
pub(super) async fn end(tx: &mut Tx, board: BoardId, id: GuestId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let end = query(END).bind(Text(id)).bind(Text(board)).bind(Millis(now));
        end.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Removes whom somebody took off at `before` or earlier, with what they gave; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}
