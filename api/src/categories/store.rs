//! The rows of categories, and which wishes are in them.

use shared::id::{AccountId, BoardId, CategoryId, GroupId, ItemId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::items::ItemState;
use sqlx::{FromRow, query, query_as, query_scalar};

use super::{Category, Listed, Wish};
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

macro_rules! category {
    ($rest:literal) => {
        concat!(
            "select id, group_id, name, spending_limit_minor, highest_price_minor, currency, created_at, deleted_at, version \
             from category ",
            $rest
        )
    };
}

statements! {
    BY_ID = category!("where id = $1");
    OF_GROUP = category!("where group_id = $1 order by position, id");
    DIGEST = "select made_by, group_id, body_digest from category where id = $1";
    INSERT = "insert into category (id, group_id, made_by, body_digest, name, spending_limit_minor, highest_price_minor, \
        currency, position, created_at, version) select $1, $2, $3, $4, $5, $6, $7, $8, coalesce(max(position), 0) + 1, $9, 1 \
        from category where group_id = $2 on conflict do nothing";
    UPDATE = "update category set name = $3, spending_limit_minor = $4, highest_price_minor = $5, currency = $6, \
        version = version + 1 where id = $1 and version = $2 and deleted_at is null";
    /// Changes nothing; who adds to the category waits until this transaction ends.
    HOLD = "update category set version = version where id = $1";
    SET_POSITION = "update category set position = $2 where id = $1";
    BIN = "update category set deleted_at = $2, version = version + 1 where id = $1 and deleted_at is null";
    RESTORE = "update category set deleted_at = null, version = version + 1 where id = $1 and deleted_at is not null";
    PURGE = "delete from category where id in (select id from category where deleted_at <= $1 limit $2)";
    /// A list that the category's group is shown and that the item lies on.
    BOARD_FOR = "select min(p.board_id) from placement p join board b on b.id = p.board_id and b.deleted_at is null \
        and b.audience = 'groups' join board_group s on s.board_id = b.id and s.group_id = $2 where p.item_id = $1";
    PUT = "insert into item_category (item_id, group_id, category_id, board_id, added_at) values ($1, $2, $3, $4, $5) \
        on conflict (item_id, group_id) do update set category_id = excluded.category_id, board_id = excluded.board_id, \
        added_at = excluded.added_at";
    TAKE = "delete from item_category where item_id = $1 and category_id = $2";
    /// The categories that an item is in, in the order in which they are held; those in the bin too.
    OF_ITEM = "select category_id, board_id from item_category where item_id = $1 order by category_id";
    /// Through another list that the same group is shown, where there is one.
    FOLLOW = "update item_category set board_id = (select min(p.board_id) from placement p join board_group s \
        on s.board_id = p.board_id where s.group_id = item_category.group_id and p.item_id = $1 and p.board_id <> $2) \
        where item_id = $1 and board_id = $2 and exists (select 1 from placement p join board_group s \
        on s.board_id = p.board_id where s.group_id = item_category.group_id and p.item_id = $1 and p.board_id <> $2)";
    /// Those whose limit a wish counts against: its person, and whoever the list is for.
    COUNTED_FOR = "select account_id from item where id = $1 union select account_id from board_person \
        where board_id = $2 and relation = 'owner' order by account_id";
    /// What of a category counts for somebody. `$3`: only what lies on lists that the group is shown at this moment.
    OF_PERSON = "select i.id, c.board_id, i.price_minor, i.price_currency, i.quantity, i.state from item_category c \
        join item i on i.id = c.item_id and i.deleted_at is null where c.category_id = $1 and (i.account_id = $2 or exists \
        (select 1 from board_person v where v.board_id = c.board_id and v.relation = 'owner' and v.account_id = $2)) \
        and (not $3 or exists (select 1 from placement p join board b on b.id = p.board_id and b.deleted_at is null \
        and b.audience = 'groups' join board_group s on s.board_id = b.id and s.group_id = c.group_id \
        join account a on a.id = b.account_id and a.deactivated_at is null where p.item_id = i.id)) order by i.id";
}

#[derive(FromRow)]
struct CategoryRow {
    id: Text<CategoryId>,
    group_id: Text<GroupId>,
    name: String,
    spending_limit_minor: Option<i64>,
    highest_price_minor: Option<i64>,
    currency: Option<Text<Currency>>,
    created_at: Millis,
    deleted_at: Option<Millis>,
    version: i64,
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        let money = |minor: Option<i64>| Some(Money::new(minor?, row.currency.as_ref()?.0));
        Self {
            id: row.id.0,
            group_id: row.group_id.0,
            spending_limit: money(row.spending_limit_minor),
            highest_price: money(row.highest_price_minor),
            name: row.name,
            created_at: row.created_at.0,
            deleted_at: row.deleted_at.map(|at| at.0),
            version: row.version,
        }
    }
}

/// One category, in the bin too.
pub(super) async fn by_id(at: impl Into<At<'_>>, id: CategoryId) -> Result<Option<Category>, StoreError> {
    let row: Option<CategoryRow> = on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(Category::from))
}

/// A group's categories in their order, those in the bin too.
pub(super) async fn of_group(at: impl Into<At<'_>>, group: GroupId) -> Result<Vec<Category>, StoreError> {
    let rows: Vec<CategoryRow> = on!(at.into(), |e| query_as(OF_GROUP).bind(Text(group)).fetch_all(e))?;
    Ok(rows.into_iter().map(Category::from).collect())
}

/// Who made it, in which group, and of which body.
pub(super) async fn digest(
    at: impl Into<At<'_>>,
    id: CategoryId,
) -> Result<Option<(AccountId, GroupId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, Text<GroupId>, String)> =
        on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, group, digest)| (account.0, group.0, digest)))
}

/// Behind the group's other categories. False where the id is taken.
pub(super) async fn insert(tx: &mut Tx, category: &Category, by: AccountId, digest: &str) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(category.id))
            .bind(Text(category.group_id))
            .bind(Text(by))
            .bind(digest)
            .bind(&category.name)
            .bind(category.spending_limit.map(|money| money.amount_minor))
            .bind(category.highest_price.map(|money| money.amount_minor))
            .bind(category.currency().map(Text))
            .bind(Millis(category.created_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Writes name and limits over `category.version`; false where it has another one by now, or is in the bin.
pub(super) async fn update(tx: &mut Tx, category: &Category) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(UPDATE)
            .bind(Text(category.id))
            .bind(category.version)
            .bind(&category.name)
            .bind(category.spending_limit.map(|money| money.amount_minor))
            .bind(category.highest_price.map(|money| money.amount_minor))
            .bind(category.currency().map(Text))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Lets nobody else add to the category, or change it, until the transaction ends. Count after this, not before.
pub(super) async fn hold(tx: &mut Tx, id: CategoryId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(HOLD).bind(Text(id)).execute(e).await.map(|_| ()) })
}

/// Puts them in this order.
pub(super) async fn set_order(tx: &mut Tx, order: &[CategoryId]) -> Result<(), StoreError> {
    for (id, position) in order.iter().zip(1_i64..) {
        on!(&mut *tx, |e| async { query(SET_POSITION).bind(Text(*id)).bind(position).execute(e).await.map(|_| ()) })?;
    }
    Ok(())
}

/// False where it lies there already.
pub(super) async fn bin(tx: &mut Tx, id: CategoryId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(BIN).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where it does not lie there.
pub(super) async fn restore(tx: &mut Tx, id: CategoryId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async { query(RESTORE).bind(Text(id)).execute(e).await.map(|done| done.rows_affected() == 1) })
}

/// Removes for good what went to the bin at `before` or earlier; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

/// A list through which the item is shown to the group.
pub(super) async fn board_for(
    at: impl Into<At<'_>>,
    item: ItemId,
    group: GroupId,
) -> Result<Option<BoardId>, StoreError> {
    let board: Option<Text<BoardId>> =
        on!(at.into(), |e| query_scalar(BOARD_FOR).bind(Text(item)).bind(Text(group)).fetch_one(e))?;
    Ok(board.map(|board| board.0))
}

/// The item is in this category from now on, and in no other one of its group.
pub(super) async fn put(
    tx: &mut Tx,
    item: ItemId,
    category: &Category,
    board: BoardId,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(PUT)
            .bind(Text(item))
            .bind(Text(category.group_id))
            .bind(Text(category.id))
            .bind(Text(board))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|_| ())
    })
}

/// False where it was not in it.
pub(super) async fn take(tx: &mut Tx, item: ItemId, category: CategoryId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(TAKE).bind(Text(item)).bind(Text(category)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// The categories that the item is in, each with the list through which it is.
pub(super) async fn of_item(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<(CategoryId, BoardId)>, StoreError> {
    let rows: Vec<(Text<CategoryId>, Text<BoardId>)> =
        on!(at.into(), |e| query_as(OF_ITEM).bind(Text(item)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(category, board)| (category.0, board.0)).collect())
}

/// Where the item lies on another list of the same group, it is in its category through that one.
pub(super) async fn follow(tx: &mut Tx, item: ItemId, board: BoardId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(FOLLOW).bind(Text(item)).bind(Text(board)).execute(e).await.map(|_| ()) })
}

/// Those for whom the item counts where it is in a category through this list.
pub(super) async fn counted_for(
    at: impl Into<At<'_>>,
    item: ItemId,
    board: BoardId,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> =
        on!(at.into(), |e| query_scalar(COUNTED_FOR).bind(Text(item)).bind(Text(board)).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

type WishRow = (Text<ItemId>, Text<BoardId>, Option<i64>, Option<Text<Currency>>, Option<i64>, Text<ItemState>);

/// The wishes of a category that count for somebody; `shown`: of these, what the group is shown now.
pub(super) async fn of_person(
    at: impl Into<At<'_>>,
    category: CategoryId,
    person: AccountId,
    shown: bool,
) -> Result<Vec<Wish>, StoreError> {
    let rows: Vec<WishRow> =
        on!(at.into(), |e| { query_as(OF_PERSON).bind(Text(category)).bind(Text(person)).bind(shown).fetch_all(e) })?;
    let wish = |(item, board, minor, currency, quantity, state): WishRow| Wish {
        item_id: item.0,
        board_id: board.0,
        listed: Listed {
            price: minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency.0)),
            quantity: quantity.map(|quantity| u16::try_from(quantity).unwrap_or(u16::MAX)),
            state: state.0,
        },
    };
    Ok(rows.into_iter().map(wish).collect())
}
