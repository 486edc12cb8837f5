//! What a save reads before it is put together, and the row of a new item within its batch.

use shared::id::{AccountId, ItemId, OfferId, ProductId};
use shared::product::VariantOption;
use sqlx::{query_as, query_scalar};

use crate::db::{At, Batch, Millis, StoreError, Text, on, statements};
use crate::items::store::{bind_item, read_places};
use crate::items::{Item, Place};
use crate::products::Identity;

statements! {
    /// What there is of the page, and the board that a save goes to when it names none.
    KNOWN = "select (select id from item where account_id = $1 and page_key = $2 and deleted_at is null) as item, \
        (select id from product where account_id = $1 and product_key = $3) as product, \
        (select id from offer where account_id = $1 and offer_key = $2) as offer, \
        (select b.id || ' ' || b.audience || ' ' || coalesce(v.relation, '-') from board b \
        left join board_person v on v.board_id = b.id and v.account_id = $1 \
        where b.default_for = $1 and b.deleted_at is null) as place";
    /// Items of this shop that have the product or the shop's number (an empty text is none), the oldest first.
    NEAR = "select i.id, o.url, o.sku, o.variant, p.gtin, p.title from offer o join item i on i.offer_id = o.id \
        join product p on p.id = o.product_id where o.account_id = $1 and o.shop = $2 and i.deleted_at is null \
        and i.account_id = $1 and (o.id in (select id from offer where account_id = $1 and sku = $4 and $4 <> '') \
        or o.id in (select f.id from offer f join product g on g.id = f.product_id where g.account_id = $1 \
        and g.product_key = $3)) order by i.id limit 50";
    /// Fails by a key where the id or the page is there, and by a null where the account has `$32` items or `$33` that
    /// wait to be read. Each item was an event of its person, so whoever had few events has few items: that spares
    /// most people the counting.
    INSERT = "insert into item (id, account_id, body_digest, page_key, product_id, offer_id, title, url, shop, image, \
        price_minor, price_currency, price_seen_at, price_typed, list_price_minor, list_price_currency, brand, availability, \
        quantity, variant, priority, note, private_note, occasion, alert_minor, alert_currency, needs_check, fill, \
        fill_problem, state, created_at, updated_at, version) values ($1, case when \
        (coalesce((select last_number from event_log where account_id = $2), 0) < $32 or (select count(*) from (select 1 \
        as one from item where account_id = $2 and deleted_at is null limit $32) as counted) < $32) \
        and (coalesce($28, '') <> 'pending' or (select count(*) from (select 1 as one from item where account_id = $2 \
        and fill = 'pending' and deleted_at is null limit $33) as waiting) < $33) then $2 end, $3, $4, $5, $6, $7, $8, $9, \
        $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $31, 1)";
    /// Counts no further than the maximum.
    COUNT = "select count(*) from (select 1 as one from item where account_id = $1 and deleted_at is null limit $2) \
        as counted";
}

/// What was there a moment ago.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The account's item of this page.
    pub(super) item: Option<ItemId>,
    pub(super) product: Option<ProductId>,
    pub(super) offer: Option<OfferId>,
    /// *My wishes*.
    pub(super) default: Option<Place>,
}

type Row = (Option<Text<ItemId>>, Option<Text<ProductId>>, Option<Text<OfferId>>, Option<String>);

pub(super) async fn known(
    at: impl Into<At<'_>>,
    account: AccountId,
    identity: Option<&Identity>,
) -> Result<Known, StoreError> {
    let (page, product) = identity.map_or(("", ""), |identity| (&identity.page_key, &identity.product_key));
    let row: Row = on!(at.into(), |e| query_as(KNOWN).bind(Text(account)).bind(page).bind(product).fetch_one(e))?;
    let (item, product, offer, place) = row;
    let mut places = place.as_deref().map(read_places).transpose()?.unwrap_or_default();
    Ok(Known {
        item: item.map(|id| id.0),
        product: product.map(|id| id.0),
        offer: offer.map(|id| id.0),
        default: places.pop(),
    })
}

/// An item that may be of the same thing, and what its page told.
#[derive(Debug)]
pub(in crate::items) struct Near {
    pub(in crate::items) item: ItemId,
    pub(in crate::items) url: String,
    pub(in crate::items) sku: Option<String>,
    pub(in crate::items) variant: Vec<VariantOption>,
    pub(in crate::items) gtin: Option<String>,
    pub(in crate::items) title: String,
}

type NearRow = (Text<ItemId>, String, Option<String>, String, Option<String>, String);

pub(in crate::items) async fn near(
    at: impl Into<At<'_>>,
    account: AccountId,
    (shop, product): (&str, &str),
    sku: Option<&str>,
) -> Result<Vec<Near>, StoreError> {
    let sku = sku.unwrap_or_default();
    let rows: Vec<NearRow> =
        on!(at.into(), |e| { query_as(NEAR).bind(Text(account)).bind(shop).bind(product).bind(sku).fetch_all(e) })?;
    let near = rows.into_iter().map(|(item, url, sku, variant, gtin, title)| {
        let variant = serde_json::from_str(&variant).map_err(StoreError::internal)?;
        Ok(Near { item: item.0, url, sku, variant, gtin, title })
    });
    near.collect()
}

/// The row of a new item, where the account has fewer than `most` beside its bin and `most_pending` that wait to be read.
pub(super) fn add(
    batch: &mut Batch,
    item: &Item,
    (page_key, digest): (Option<&str>, &str),
    (most, most_pending): (i64, i64),
) -> Result<(), StoreError> {
    let start = batch.add(INSERT).bind(Text(item.id)).bind(Text(item.account_id)).bind(digest).bind(page_key);
    bind_item!(start, item).bind(Millis(item.created_at)).bind(most).bind(most_pending);
    Ok(())
}

/// How many items an account has beside its bin, counted up to `most`.
pub(super) async fn count(at: impl Into<At<'_>>, account: AccountId, most: i64) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(account)).bind(most).fetch_one(e))
}
