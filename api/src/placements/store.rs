//! Where items lie.

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};
use crate::items::Place;

statements! {
    /// On top of what lies there: what was saved last is seen first.
    PLACE = "insert into placement (board_id, item_id, position, placed_at) \
        select $1, $2, coalesce(min(position), 0) - $3, $4 from placement where board_id = $1 \
        on conflict (board_id, item_id) do nothing";
    /// The same in a batch. The board was read before: where it is no longer what was read, or the person no longer what
    /// they were to it, a null stands in for its id.
    PLACE_AS_READ = "insert into placement (board_id, item_id, position, placed_at) values ((select b.id from board b \
        join board_person v on v.board_id = b.id where b.id = $1 and b.audience = $6 and b.deleted_at is null \
        and v.account_id = $5 and v.relation = $7), $2, (select coalesce(min(position), 0) - $3 from placement \
        where board_id = $1), $4)";
    UNPLACE = "delete from placement where board_id = $1 and item_id = $2";
    BOARDS_OF = "select board_id from placement where item_id = $1 order by board_id";
    /// Owners and editors of the boards that an item lies on.
    PEOPLE_OF = "select p.board_id, v.account_id from placement p join board b on b.id = p.board_id \
        join board_person v on v.board_id = p.board_id where p.item_id = $1 and b.deleted_at is null";
    POSITION = "select position from placement where board_id = $1 and item_id = $2";
    FIRST = "select min(position) from placement where board_id = $1 and item_id <> $2";
    NEXT = "select position from placement where board_id = $1 and item_id <> $2 and (position, item_id) > ($3, $4) \
        order by position, item_id limit 1";
    MOVE_TO = "update placement set position = $3 where board_id = $1 and item_id = $2";
    SPREAD = "update placement set position = $2 * ranked.rank from (select item_id, row_number() over \
        (order by position, item_id) as rank from placement where board_id = $1) as ranked \
        where placement.board_id = $1 and placement.item_id = ranked.item_id";
}

/// False where it lay there already.
pub(super) async fn place(
    tx: &mut Tx,
    board: BoardId,
    item: ItemId,
    gap: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(PLACE)
            .bind(Text(board))
            .bind(Text(item))
            .bind(gap)
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

pub(super) fn add(batch: &mut Batch, place: &Place, (item, account): (ItemId, AccountId), gap: i64, now: Timestamp) {
    batch
        .add(PLACE_AS_READ)
        .bind(Text(place.board_id))
        .bind(Text(item))
        .bind(gap)
        .bind(Millis(now))
        .bind(Text(account))
        .bind(Text(place.audience))
        .bind(place.person.map(Text));
}

/// False where it did not lie there.
pub(super) async fn unplace(tx: &mut Tx, board: BoardId, item: ItemId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(UNPLACE).bind(Text(board)).bind(Text(item)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Every board it lies on, those in the bin too, by id.
pub(super) async fn boards_of(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<BoardId>, StoreError> {
    let ids: Vec<Text<BoardId>> = on!(at.into(), |e| query_scalar(BOARDS_OF).bind(Text(item)).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

pub(super) async fn people_of(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<(BoardId, AccountId)>, StoreError> {
    let rows: Vec<(Text<BoardId>, Text<AccountId>)> =
        on!(at.into(), |e| query_as(PEOPLE_OF).bind(Text(item)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(board, account)| (board.0, account.0)).collect())
}

pub(super) async fn position(at: impl Into<At<'_>>, board: BoardId, item: ItemId) -> Result<Option<i64>, StoreError> {
    on!(at.into(), |e| query_scalar(POSITION).bind(Text(board)).bind(Text(item)).fetch_optional(e))
}

/// The position of the topmost item but this one.
pub(super) async fn first(at: impl Into<At<'_>>, board: BoardId, but: ItemId) -> Result<Option<i64>, StoreError> {
    on!(at.into(), |e| query_scalar(FIRST).bind(Text(board)).bind(Text(but)).fetch_one(e))
}

/// The position of the item that follows `after`, leaving `but` out.
pub(super) async fn next(
    at: impl Into<At<'_>>,
    board: BoardId,
    but: ItemId,
    (position, after): (i64, ItemId),
) -> Result<Option<i64>, StoreError> {
    on!(at.into(), |e| {
        query_scalar(NEXT).bind(Text(board)).bind(Text(but)).bind(position).bind(Text(after)).fetch_optional(e)
    })
}

pub(super) async fn move_to(tx: &mut Tx, board: BoardId, item: ItemId, position: i64) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(MOVE_TO).bind(Text(board)).bind(Text(item)).bind(position).execute(e).await.map(|_| ())
    })
}

/// Numbers the whole board anew, `gap` apart.
pub(super) async fn spread(tx: &mut Tx, board: BoardId, gap: i64) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(SPREAD).bind(Text(board)).bind(gap).execute(e).await.map(|_| ()) })
}
