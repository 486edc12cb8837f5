//! The rows of items, read for one viewer with the boards they lie on.

use shared::id::{AccountId, BoardId, ItemId, OfferId, ProductId};
use shared::money::{Currency, Money};
use shared::product::Availability;
use shared::wire::items::{FillProblem, FillState, ItemState};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type, query, query_as, query_scalar};

use super::item::{Item, Place, PlacedItem};
use crate::db::{At, Millis, StoreError, Text, Tx, on, or_empty, statements};
use crate::visibility::Standing;

/// What decides whether the viewer sees a board, as [`read_places`] takes it; of `ob`, and `ov` if it is theirs.
macro_rules! place {
    () => {
        "ob.id || ' ' || ob.audience || ' ' || coalesce(ov.relation, \
         case when ob.audience = 'groups' and exists (select 1 from board_group os \
         join gift_group og on og.id = os.group_id and og.deleted_at is null \
         join member om on om.group_id = os.group_id and om.account_id = $1 where os.board_id = ob.id) then 'viewer' end, '-') \
         || case when ob.audience <> 'private' and exists (select 1 from account om \
         where om.id = ob.account_id and om.deactivated_at is not null) then ' shut' else '' end"
    };
}

/// An item for the viewer in `$1` (an empty text is nobody): what it is, and where it lies.
macro_rules! item_for_viewer {
    ($more:expr, $from:literal) => {
        item_for_viewer!("", ") as places", $more, $from)
    };
    ($open:literal, $close:literal, $more:expr, $from:literal) => {
        concat!(
            "select i.id, i.account_id, i.product_id, i.offer_id, i.title, i.url, i.shop, i.image, \
             i.price_minor, i.price_currency, i.price_seen_at, i.price_typed, i.list_price_minor, i.list_price_currency, \
             i.brand, i.availability, i.quantity, i.variant, i.priority, i.note, i.private_note, i.occasion, \
             i.alert_minor, i.alert_currency, i.needs_check, i.fill, i.fill_problem, i.state, \
             i.created_at, i.updated_at, i.deleted_at, i.version, i.conflicts, ",
            $open,
            "(select string_agg(",
            place!(),
            ", ',') from placement o join board ob on ob.id = o.board_id \
             left join board_person ov on ov.board_id = o.board_id and ov.account_id = $1 \
             where o.item_id = i.id and ob.deleted_at is null",
            $close,
            $more,
            " from ",
            $from
        )
    };
}

statements! {
    BY_ID = item_for_viewer!("", "item i where i.id = $2");
    BY_PAGE = "select id from item where account_id = $1 and page_key = $2 and deleted_at is null";
    /// The board's items in their order. Whether the viewer may see the board is asked with them, not before them, and
    /// once for all of them: only what else an item lies on is looked up for each, and mostly there is nothing else.
    ON_BOARD = item_for_viewer!("case when exists (select 1 from placement e where e.item_id = i.id \
        and e.board_id <> $2) then ", " and o.board_id <> $2) end as places", concat!(", p.position, p.placed_at, (select ",
        place!(), " from board ob left join board_person ov on ov.board_id = ob.id and ov.account_id = $1 \
        where ob.id = $2 and ob.deleted_at is null) as here"), "placement p join item i on i.id = p.item_id \
        where p.board_id = $2 and i.deleted_at is null and (p.position, p.item_id) > ($3, $4) \
        order by p.position, p.item_id limit $5");
    /// One's own, the newest first. `$2` an empty text: of all boards; `$3`: in every state.
    LIST = item_for_viewer!("", "item i where i.account_id = $1 and i.deleted_at is null and i.id < $4 \
        and ($3 = '' or i.state = $3) \
        and ($2 = '' or exists (select 1 from placement w where w.item_id = i.id and w.board_id = $2)) \
        order by i.id desc limit $5");
    LIST_BIN = item_for_viewer!("", "item i where i.account_id = $1 and i.deleted_at is not null and i.id < $2 \
        order by i.id desc limit $3");
    DIGEST = "select account_id, body_digest from item where id = $1";
    /// Counts no further than the maximum.
    COUNT_PENDING = "select count(*) from (select 1 as one from item where account_id = $1 and fill = 'pending' \
        and deleted_at is null limit $2) as counted";
    QUANTITIES_ON = "select i.id, i.quantity from placement p join item i on i.id = p.item_id \
        where p.board_id = $1 and i.deleted_at is null";
    UPDATE = "update item set page_key = $3, product_id = $4, offer_id = $5, title = $6, url = $7, shop = $8, image = $9, \
        price_minor = $10, price_currency = $11, price_seen_at = $12, price_typed = $13, list_price_minor = $14, \
        list_price_currency = $15, brand = $16, availability = $17, quantity = $18, variant = $19, priority = $20, \
        note = $21, private_note = $22, occasion = $23, alert_minor = $24, alert_currency = $25, needs_check = $26, \
        fill = $27, fill_problem = $28, state = $29, updated_at = $30, version = version + 1 \
        where id = $1 and version = $2";
    /// Changes nothing; the row is this transaction's until it ends.
    HOLD = "update item set version = version where id = $1";
    /// What is still wanted of an offer.
    WATCHED = "select id, alert_minor from item where offer_id = $1 and deleted_at is null and state = 'wanted' order by id";
    PAGE_KEY = "select page_key from item where id = $1";
}

impl<'r, R: Row> FromRow<'r, R> for Item
where
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
{
    /// By position: a board reads thousands of these columns, and a name is looked up for each.
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        let variant: String = row.try_get(17)?;
        let conflicts: Option<String> = row.try_get(32)?;
        let places: Option<String> = row.try_get(33)?;
        Ok(Self {
            id: row.try_get::<Text<ItemId>, _>(0)?.0,
            account_id: row.try_get::<Text<AccountId>, _>(1)?.0,
            product_id: row.try_get::<Option<Text<ProductId>>, _>(2)?.map(|text| text.0),
            offer_id: row.try_get::<Option<Text<OfferId>>, _>(3)?.map(|text| text.0),
            title: row.try_get(4)?,
            url: row.try_get(5)?,
            shop: row.try_get(6)?,
            image: row.try_get(7)?,
            price: money(row, 8)?,
            price_seen_at: row.try_get::<Option<Millis>, _>(10)?.map(|at| at.0),
            price_typed: row.try_get(11)?,
            list_price: money(row, 12)?,
            brand: row.try_get(14)?,
            availability: row.try_get::<Option<Text<Availability>>, _>(15)?.map(|text| text.0),
            quantity: row.try_get::<Option<i64>, _>(16)?.map(number).transpose()?,
            variant: if variant == "[]" { Vec::new() } else { serde_json::from_str(&variant).map_err(odd)? },
            priority: number(row.try_get::<i64, _>(18)?)?,
            note: row.try_get(19)?,
            private_note: row.try_get(20)?,
            occasion: row.try_get(21)?,
            alert_threshold: money(row, 22)?,
            needs_check: row.try_get(24)?,
            fill: row.try_get::<Option<Text<FillState>>, _>(25)?.map(|text| text.0),
            fill_problem: row.try_get::<Option<Text<FillProblem>>, _>(26)?.map(|text| text.0),
            state: row.try_get::<Text<ItemState>, _>(27)?.0,
            created_at: row.try_get::<Millis, _>(28)?.0,
            updated_at: row.try_get::<Millis, _>(29)?.0,
            deleted_at: row.try_get::<Option<Millis>, _>(30)?.map(|at| at.0),
            version: row.try_get(31)?,
            conflicts: conflicts.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text)).map_err(odd)?,
            places: places.as_deref().map(read_places).transpose()?.unwrap_or_default(),
        })
    }
}

impl<'r, R: Row> FromRow<'r, R> for PlacedItem
where
    Item: FromRow<'r, R>,
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        let mut item = Item::from_row(row)?;
        if let Some(here) = row.try_get::<Option<&str>, _>(36)? {
            item.places.extend(read_places(here)?);
        }
        Ok(Self { item, position: row.try_get(34)?, placed_at: row.try_get::<Millis, _>(35)?.0 })
    }
}

/// An amount and, in the column after it, its currency.
fn money<'r, R: Row>(row: &'r R, index: usize) -> sqlx::Result<Option<Money>>
where
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database>,
    String: Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
{
    let amount: Option<i64> = row.try_get(index)?;
    let Some(amount) = amount else { return Ok(None) };
    let currency: Option<Text<Currency>> = row.try_get(index + 1)?;
    Ok(currency.map(|currency| Money::new(amount, currency.0)))
}

fn number<T: TryFrom<i64>>(value: i64) -> sqlx::Result<T>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    T::try_from(value).map_err(odd)
}

fn odd(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

/// "BOARD AUDIENCE RELATION,…" as queries put it together; " shut" stands behind where the board's maker was shut out.
pub(super) fn read_places(text: &str) -> sqlx::Result<Vec<Place>> {
    text.split(',')
        .map(|place| {
            let mut words = place.split(' ');
            let mut word = || words.next().unwrap_or_default();
            let board_id = word().parse().map_err(odd)?;
            let audience = word().parse().map_err(odd)?;
            let person = match word() {
                "-" => None,
                relation => Some(relation.parse().map_err(odd)?),
            };
            let standing = if word() == "shut" { Standing::MakerShutOut } else { Standing::Open };
            Ok(Place { board_id, audience, standing, person })
        })
        .collect()
}

pub(super) async fn by_id(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    id: ItemId,
) -> Result<Option<Item>, StoreError> {
    on!(at.into(), |e| query_as(BY_ID).bind(or_empty(viewer)).bind(Text(id)).fetch_optional(e))
}

/// This account's item of the page, where one is not in the bin.
pub(super) async fn by_page(
    at: impl Into<At<'_>>,
    account: AccountId,
    page_key: &str,
) -> Result<Option<ItemId>, StoreError> {
    let id: Option<Text<ItemId>> =
        on!(at.into(), |e| query_scalar(BY_PAGE).bind(Text(account)).bind(page_key).fetch_optional(e))?;
    Ok(id.map(|id| id.0))
}

pub(super) async fn on_board(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    board: BoardId,
    (position, item): (i64, String),
    limit: i64,
) -> Result<Vec<PlacedItem>, StoreError> {
    on!(at.into(), |e| {
        query_as(ON_BOARD).bind(or_empty(viewer)).bind(Text(board)).bind(position).bind(item).bind(limit).fetch_all(e)
    })
}

pub(super) async fn list(
    at: impl Into<At<'_>>,
    account: AccountId,
    (board, state): (String, &'static str),
    before: String,
    limit: i64,
) -> Result<Vec<Item>, StoreError> {
    on!(at.into(), |e| {
        query_as(LIST).bind(Text(account)).bind(board).bind(state).bind(before).bind(limit).fetch_all(e)
    })
}

pub(super) async fn list_bin(
    at: impl Into<At<'_>>,
    account: AccountId,
    before: String,
    limit: i64,
) -> Result<Vec<Item>, StoreError> {
    on!(at.into(), |e| query_as(LIST_BIN).bind(Text(account)).bind(before).bind(limit).fetch_all(e))
}

/// Whose it is, and of which body it was made.
pub(super) async fn digest(at: impl Into<At<'_>>, id: ItemId) -> Result<Option<(AccountId, String)>, StoreError> {
    let row: Option<(Text<_>, _)> = on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, digest)| (account.0, digest)))
}

/// How many items of an account wait to be filled in, counted up to `most`.
pub(super) async fn count_pending(at: impl Into<At<'_>>, account: AccountId, most: i64) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT_PENDING).bind(Text(account)).bind(most).fetch_one(e))
}

pub(super) async fn quantities_on(
    at: impl Into<At<'_>>,
    board: BoardId,
) -> Result<Vec<(ItemId, Option<u16>)>, StoreError> {
    let rows: Vec<(Text<ItemId>, Option<i64>)> =
        on!(at.into(), |e| query_as(QUANTITIES_ON).bind(Text(board)).fetch_all(e))?;
    let read = |(item, quantity): (Text<ItemId>, Option<i64>)| {
        Ok((item.0, quantity.map(u16::try_from).transpose().map_err(StoreError::internal)?))
    };
    rows.into_iter().map(read).collect()
}

/// The columns that both writing statements bind in the same order, from `product_id` to `state`.
macro_rules! bind_item {
    ($query:expr, $item:expr) => {
        $query
            .bind($item.product_id.map(Text))
            .bind($item.offer_id.map(Text))
            .bind(&$item.title)
            .bind(&$item.url)
            .bind(&$item.shop)
            .bind(&$item.image)
            .bind($item.price.map(|price| price.amount_minor))
            .bind($item.price.map(|price| Text(price.currency)))
            .bind($item.price_seen_at.map(Millis))
            .bind($item.price_typed)
            .bind($item.list_price.map(|price| price.amount_minor))
            .bind($item.list_price.map(|price| Text(price.currency)))
            .bind(&$item.brand)
            .bind($item.availability.map(Text))
            .bind($item.quantity.map(i64::from))
            .bind(serde_json::to_string(&$item.variant).map_err(StoreError::internal)?)
            .bind(i64::from($item.priority))
            .bind(&$item.note)
            .bind(&$item.private_note)
            .bind(&$item.occasion)
            .bind($item.alert_threshold.map(|price| price.amount_minor))
            .bind($item.alert_threshold.map(|price| Text(price.currency)))
            .bind($item.needs_check)
            .bind($item.fill.map(Text))
            .bind($item.fill_problem.map(Text))
            .bind(Text($item.state))
    };
}
pub(super) use bind_item;

/// Writes all that may change over `item.version`; false where the row has another version by now.
pub(super) async fn update(tx: &mut Tx, item: &Item, page_key: Option<&str>) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| {
        let start = query(UPDATE).bind(Text(item.id)).bind(item.version).bind(page_key);
        let update = bind_item!(start, item).bind(Millis(item.updated_at));
        async { update.execute(e).await.map(|done| done.rows_affected() == 1) }
    })
}

/// Lets nobody else change the item until the transaction ends. Read it after this, not before.
pub(super) async fn hold(tx: &mut Tx, id: ItemId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(HOLD).bind(Text(id)).execute(e).await.map(|_| ()) })
}

pub(super) async fn page_key(at: impl Into<At<'_>>, id: ItemId) -> Result<Option<String>, StoreError> {
    on!(at.into(), |e| query_scalar(PAGE_KEY).bind(Text(id)).fetch_one(e))
}

/// With whether an alert was asked for, in the order of ids.
pub(super) async fn watched(at: impl Into<At<'_>>, offer: OfferId) -> Result<Vec<(ItemId, bool)>, StoreError> {
    let rows: Vec<(Text<ItemId>, Option<i64>)> = on!(at.into(), |e| query_as(WATCHED).bind(Text(offer)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(id, alert)| (id.0, alert.is_some())).collect())
}
