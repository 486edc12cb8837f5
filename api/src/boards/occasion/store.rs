//! What the rows of boards say of their occasion.

use shared::id::{BoardId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use super::Occasion;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    OF_BOARD = "select occasion_at, reveals_at, turned_at from board where id = $1";
    SET = "update board set occasion_at = $2, reveals_at = $3, turned_at = $4 where id = $1";
    /// The first that comes, of every board that it lies on.
    NEXT = "select min(b.occasion_at) from placement p join board b on b.id = p.board_id and b.deleted_at is null \
        where p.item_id = $1 and b.occasion_at >= $2";
    /// Of every board that somebody else may see the item on.
    DATES_OF = "select b.reveals_at from placement p join board b on b.id = p.board_id and b.deleted_at is null \
        and b.audience <> 'private' where p.item_id = $1";
}

type Row = (Option<Millis>, Option<Millis>, Option<Millis>);

pub(super) async fn of_board(at: impl Into<At<'_>>, id: BoardId) -> Result<Option<Occasion>, StoreError> {
    let row: Option<Row> = on!(at.into(), |e| query_as(OF_BOARD).bind(Text(id)).fetch_optional(e))?;
    let moment = |at: Option<Millis>| at.map(|at| at.0);
    Ok(row.map(|(occasion, reveals, turned)| Occasion {
        occasion_at: moment(occasion),
        reveals_at: moment(reveals),
        turned_at: moment(turned),
    }))
}

pub(super) async fn set(tx: &mut Tx, id: BoardId, occasion: &Occasion) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(SET)
            .bind(Text(id))
            .bind(occasion.occasion_at.map(Millis))
            .bind(occasion.reveals_at.map(Millis))
            .bind(occasion.turned_at.map(Millis))
            .execute(e)
            .await
            .map(|_| ())
    })
}

pub(super) async fn dates_of(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<Option<Timestamp>>, StoreError> {
    let dates: Vec<Option<Millis>> = on!(at.into(), |e| query_scalar(DATES_OF).bind(Text(item)).fetch_all(e))?;
    Ok(dates.into_iter().map(|at| at.map(|at| at.0)).collect())
}

pub(super) async fn next(at: impl Into<At<'_>>, item: ItemId, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let next: Option<Millis> = on!(at.into(), |e| query_scalar(NEXT).bind(Text(item)).bind(Millis(now)).fetch_one(e))?;
    Ok(next.map(|at| at.0))
}
