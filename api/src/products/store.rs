//! The rows of products and offers. Both belong to one account.

use shared::id::{AccountId, OfferId, ProductId};
use shared::product::Availability;
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use super::{Facts, Listing};
use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};

/// What a later page does not tell, an earlier one keeps telling.
macro_rules! upsert_product {
    ($more:literal) => {
        concat!(
            "insert into product (id, account_id, product_key, gtin, title, brand, image, category, description, \
             created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (account_id, product_key) do update \
             set gtin = coalesce(excluded.gtin, product.gtin), title = excluded.title, \
             brand = coalesce(excluded.brand, product.brand), image = coalesce(excluded.image, product.image), \
             category = coalesce(excluded.category, product.category), \
             description = coalesce(excluded.description, product.description)",
            $more
        )
    };
}

macro_rules! upsert_offer {
    ($more:literal) => {
        concat!(
            "insert into offer (id, account_id, product_id, offer_key, url, shop, sku, variant, availability, \
             created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (account_id, offer_key) do update \
             set product_id = excluded.product_id, sku = coalesce(excluded.sku, offer.sku), \
             availability = coalesce(excluded.availability, offer.availability)",
            $more
        )
    };
}

statements! {
    UPSERT_PRODUCT = upsert_product!(" returning id");
    UPSERT_OFFER = upsert_offer!(" returning id");
    /// For a batch, where nobody looks at what is returned: SQLite would keep it in a table of its own meanwhile.
    ADD_PRODUCT = upsert_product!("");
    /// As [`ADD_PRODUCT`].
    ADD_OFFER = upsert_offer!("");
    BY_ID = "select gtin, title, brand, image, category, description, created_at from product \
        where id = $1 and account_id = $2";
    OFFERS = "select id, url, shop, sku, variant, availability from offer where product_id = $1 and account_id = $2 \
        order by created_at desc, id desc limit 50";
    OFFER = "select product_id, url, shop from offer where id = $1 and account_id = $2";
    STILL = "update offer set availability = coalesce($2, availability) where id = $1";
    IS_HELD = "select 1 from item where offer_id = $1 limit 1";
    PRODUCT_OF = "select product_id from offer where id = $1";
    DELETE_OBSERVATIONS = "delete from price_observation where offer_id = $1";
    DELETE_OFFER = "delete from offer where id = $1";
    DELETE_PRODUCT = "delete from product where id = $1 and not exists (select 1 from offer where product_id = $1) \
        and not exists (select 1 from item where product_id = $1)";
}

macro_rules! bind_product {
    ($query:expr, $id:expr, $account:expr, $key:expr, $facts:expr, $now:expr) => {
        $query
            .bind(Text($id))
            .bind(Text($account))
            .bind($key)
            .bind(&$facts.gtin)
            .bind(&$facts.title)
            .bind(&$facts.brand)
            .bind(&$facts.image)
            .bind(&$facts.category)
            .bind(&$facts.description)
            .bind(Millis($now))
    };
}

macro_rules! bind_offer {
    ($query:expr, $id:expr, $account:expr, $product:expr, $key:expr, $listing:expr, $now:expr) => {
        $query
            .bind(Text($id))
            .bind(Text($account))
            .bind(Text($product))
            .bind($key)
            .bind(&$listing.url)
            .bind(&$listing.shop)
            .bind(&$listing.sku)
            .bind(serde_json::to_string(&$listing.variant).map_err(StoreError::internal)?)
            .bind($listing.availability.map(Text))
            .bind(Millis($now))
    };
}

/// Makes the product or adds what is new to the one with this key. Holds its row until the transaction ends.
pub(super) async fn upsert_product(
    tx: &mut Tx,
    id: ProductId,
    account: AccountId,
    (key, facts): (&str, &Facts),
    now: Timestamp,
) -> Result<ProductId, StoreError> {
    let id: Text<ProductId> =
        on!(&mut *tx, |e| { bind_product!(query_scalar(UPSERT_PRODUCT), id, account, key, facts, now).fetch_one(e) })?;
    Ok(id.0)
}

pub(super) async fn upsert_offer(
    tx: &mut Tx,
    id: OfferId,
    account: AccountId,
    (product, key, listing): (ProductId, &str, &Listing),
    now: Timestamp,
) -> Result<OfferId, StoreError> {
    let id: Text<OfferId> = on!(&mut *tx, |e| {
        bind_offer!(query_scalar(UPSERT_OFFER), id, account, product, key, listing, now).fetch_one(e)
    })?;
    Ok(id.0)
}

/// Both in a batch. Where one of them is there under another id than was read, what refers to it fails.
pub(super) fn add(
    batch: &mut Batch,
    account: AccountId,
    (product, product_key, facts): (ProductId, &str, &Facts),
    (offer, offer_key, listing): (OfferId, &str, &Listing),
    now: Timestamp,
) -> Result<(), StoreError> {
    bind_product!(batch.add(ADD_PRODUCT), product, account, product_key, facts, now);
    bind_offer!(batch.add(ADD_OFFER), offer, account, product, offer_key, listing, now);
    Ok(())
}

type ProductRow = (Option<String>, String, Option<String>, Option<String>, Option<String>, Option<String>, Millis);

pub(super) async fn by_id(
    at: impl Into<At<'_>>,
    account: AccountId,
    id: ProductId,
) -> Result<Option<(Facts, Timestamp)>, StoreError> {
    let row: Option<ProductRow> =
        on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).bind(Text(account)).fetch_optional(e))?;
    Ok(row.map(|(gtin, title, brand, image, category, description, created_at)| {
        (Facts { gtin, title, brand, image, category, description }, created_at.0)
    }))
}

type OfferRow = (Text<OfferId>, String, String, Option<String>, String, Option<Text<Availability>>);

pub(super) async fn offers(
    at: impl Into<At<'_>>,
    account: AccountId,
    product: ProductId,
) -> Result<Vec<(OfferId, Listing)>, StoreError> {
    let rows: Vec<OfferRow> =
        on!(at.into(), |e| query_as(OFFERS).bind(Text(product)).bind(Text(account)).fetch_all(e))?;
    rows.into_iter()
        .map(|(id, url, shop, sku, variant, availability)| {
            let variant = serde_json::from_str(&variant).map_err(StoreError::internal)?;
            Ok((id.0, Listing { url, shop, sku, variant, availability: availability.map(|text| text.0) }))
        })
        .collect()
}

/// Its product, address and shop.
pub(super) async fn offer(
    at: impl Into<At<'_>>,
    account: AccountId,
    id: OfferId,
) -> Result<Option<(ProductId, String, String)>, StoreError> {
    let row: Option<(Text<ProductId>, String, String)> =
        on!(at.into(), |e| query_as(OFFER).bind(Text(id)).bind(Text(account)).fetch_optional(e))?;
    Ok(row.map(|(product, url, shop)| (product.0, url, shop)))
}

/// Removes the offer with its history, and its product, where no item needs them any more; false where one does.
pub(super) async fn release(tx: &mut Tx, offer: OfferId) -> Result<bool, StoreError> {
    let held: Option<i32> = on!(&mut *tx, |e| query_scalar(IS_HELD).bind(Text(offer)).fetch_optional(e))?;
    if held.is_some() {
        return Ok(false);
    }
    let product: Option<String> = on!(&mut *tx, |e| query_scalar(PRODUCT_OF).bind(Text(offer)).fetch_optional(e))?;
    on!(&mut *tx, |e| async {
        query(DELETE_OBSERVATIONS).bind(Text(offer)).execute(&mut *e).await?;
        query(DELETE_OFFER).bind(Text(offer)).execute(&mut *e).await?;
        query(DELETE_PRODUCT).bind(product).execute(&mut *e).await.map(|_| ())
    })?;
    Ok(true)
}

pub(super) async fn still(tx: &mut Tx, offer: OfferId, availability: Option<Availability>) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(STILL).bind(Text(offer)).bind(availability.map(Text)).execute(e).await.map(|_| ())
    })
}
