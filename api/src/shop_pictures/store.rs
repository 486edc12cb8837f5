//! The rows of copies, and what lacks one.

use shared::id::{BoardId, ItemId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

/// The item in `i` has a picture elsewhere of which nobody has thought yet.
macro_rules! lacking {
    () => {
        "i.deleted_at is null and i.image like 'http%' and not exists (select 1 from shop_picture s \
         where s.item_id = i.id and s.address = i.image)"
    };
}

statements! {
    /// Lists that are shown by link and changed behind a moment and an id, in that order.
    CHANGED_BOARDS = "select id, updated_at from board where audience = 'link' and deleted_at is null \
        and (updated_at, id) > ($1, $2) order by updated_at, id limit $3";
    LACKING_ON = concat!("select i.id, i.image from placement p join item i on i.id = p.item_id where p.board_id = $1 and ",
        lacking!(), " order by p.position, i.id");
    /// Items that changed since a moment and lie on such a list.
    LACKING_SINCE = concat!("select i.id, i.image from item i where i.updated_at >= $1 and ", lacking!(),
        " and exists (select 1 from placement p join board b on b.id = p.board_id and b.audience = 'link' \
        and b.deleted_at is null where p.item_id = i.id) order by i.updated_at, i.id limit $2");
    /// Another picture takes the place of the one before; one that is there already is left alone.
    WANT = "insert into shop_picture (item_id, address, created_at) values ($1, $2, $3) \
        on conflict (item_id) do update set address = excluded.address, created_at = excluded.created_at, key = null, \
        content_type = null, bytes = null where shop_picture.address <> excluded.address";
    WAITING = "select s.address from shop_picture s join item i on i.id = s.item_id and i.image = s.address \
        where s.item_id = $1 and s.key is null";
    FILL = "update shop_picture set key = $3, content_type = $4, bytes = $5 where item_id = $1 and address = $2 and key is null";
    SHOWN_ON = "select s.item_id, s.key from placement p join shop_picture s on s.item_id = p.item_id \
        join item i on i.id = s.item_id and i.image = s.address where p.board_id = $1 and s.key is not null";
    /// Whose account was shut out shows nobody anything.
    SERVED = "select s.content_type, s.bytes from shop_picture s join item i on i.id = s.item_id and i.deleted_at is null \
        join account a on a.id = i.account_id and a.deactivated_at is null where s.key = $1";
    PURGE = "delete from shop_picture where item_id in (select s.item_id from shop_picture s where not exists \
        (select 1 from placement p join board b on b.id = p.board_id and b.audience = 'link' where p.item_id = s.item_id) limit $1)";
}

/// A list, and when it changed.
pub(super) type Changed = (BoardId, Timestamp);
/// An item, and the address of its picture.
pub(super) type Lacking = (ItemId, String);

pub(super) async fn changed_boards(
    at: impl Into<At<'_>>,
    (since, id): (Timestamp, String),
    limit: i64,
) -> Result<Vec<Changed>, StoreError> {
    let rows: Vec<(Text<BoardId>, Millis)> =
        on!(at.into(), |e| query_as(CHANGED_BOARDS).bind(Millis(since)).bind(id).bind(limit).fetch_all(e))?;
    Ok(rows.into_iter().map(|(id, at)| (id.0, at.0)).collect())
}

fn lacking(rows: Vec<(Text<ItemId>, String)>) -> Vec<Lacking> {
    rows.into_iter().map(|(id, address)| (id.0, address)).collect()
}

pub(super) async fn lacking_on(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<Lacking>, StoreError> {
    on!(at.into(), |e| query_as(LACKING_ON).bind(Text(board)).fetch_all(e)).map(lacking)
}

pub(super) async fn lacking_since(
    at: impl Into<At<'_>>,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Lacking>, StoreError> {
    on!(at.into(), |e| query_as(LACKING_SINCE).bind(Millis(since)).bind(limit).fetch_all(e)).map(lacking)
}

/// False where it is thought of already.
pub(super) async fn want(tx: &mut Tx, item: ItemId, address: &str, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(WANT)
            .bind(Text(item))
            .bind(address)
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// The address of which an item still lacks a copy, where that is its picture.
pub(super) async fn waiting(at: impl Into<At<'_>>, item: ItemId) -> Result<Option<String>, StoreError> {
    on!(at.into(), |e| query_scalar(WAITING).bind(Text(item)).fetch_optional(e))
}

/// Changes nothing where it is there already, or the item has another picture by now.
pub(super) async fn fill(
    tx: &mut Tx,
    (item, address): (ItemId, &str),
    key: &str,
    (content_type, bytes): (&str, &[u8]),
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(FILL).bind(Text(item)).bind(address).bind(key).bind(content_type).bind(bytes).execute(e).await.map(|_| ())
    })
}

pub(super) async fn shown_on(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<(ItemId, String)>, StoreError> {
    on!(at.into(), |e| query_as(SHOWN_ON).bind(Text(board)).fetch_all(e)).map(lacking)
}

/// What is shown under a key: its type and its bytes.
pub(super) async fn served(at: impl Into<At<'_>>, key: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    on!(at.into(), |e| query_as(SERVED).bind(key).fetch_optional(e))
}

/// How many went.
pub(super) async fn purge(tx: &mut Tx, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async { query(PURGE).bind(most).execute(e).await.map(|done| done.rows_affected()) })
}
