//! Products and the shops' offers of them: what an item was saved from.
//! So that the same thing saved from two shops is one product with two offers, and prices belong to an offer.
//! It never shares a row between accounts: nobody learns from it what others save.

mod identity;
mod read_page;
mod routes;
pub(crate) mod store;

use shared::id::{AccountId, OfferId, ProductId};
use shared::product::{Availability, VariantOption};
use shared::time::Timestamp;
use shared::wire::items::PageSnapshot;

use crate::db::{Batch, StoreError, Tx};
use crate::jobs::{self, Kind};
use crate::pictures;

pub(crate) use identity::{Identity, is_gtin};
pub(crate) use read_page::{ReadError, ReadPage, look, read_page};
pub(crate) use routes::routes;

/// What a product is, as pages told.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) gtin: Option<String>,
    pub(crate) title: String,
    pub(crate) brand: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) description: Option<String>,
}

/// A shop's listing.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    pub(crate) url: String,
    pub(crate) shop: String,
    pub(crate) sku: Option<String>,
    pub(crate) variant: Vec<VariantOption>,
    pub(crate) availability: Option<Availability>,
}

/// What a page was written down as.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recorded {
    /// The thing.
    pub(crate) product: ProductId,
    /// The shop's offer of it.
    pub(crate) offer: OfferId,
}

/// Writes down what a page tells of a product and the shop's offer of it, once for each identity.
///
/// # Errors
/// Those of the database.
pub(crate) async fn record(
    tx: &mut Tx,
    account: AccountId,
    identity: &Identity,
    (page, title, variant): (&PageSnapshot, &str, &[VariantOption]),
    now: Timestamp,
) -> Result<Recorded, StoreError> {
    let (facts, listing) = described(identity, page, title, variant);
    let product = ProductId::new(now, rand::random());
    let product = store::upsert_product(tx, product, account, (&identity.product_key, &facts), now).await?;
    let offer = OfferId::new(now, rand::random());
    let offer = store::upsert_offer(tx, offer, account, (product, &identity.page_key, &listing), now).await?;
    Ok(Recorded { product, offer })
}

/// As [`record`], within a batch: under the ids that were read, or new ones where there was nothing to read.
///
/// # Errors
/// A variant that cannot be written.
pub(crate) fn add(
    batch: &mut Batch,
    account: AccountId,
    identity: &Identity,
    (page, title, variant): (&PageSnapshot, &str, &[VariantOption]),
    Recorded { product, offer }: Recorded,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (facts, listing) = described(identity, page, title, variant);
    let (product, offer) = ((product, &*identity.product_key, &facts), (offer, &*identity.page_key, &listing));
    store::add(batch, account, product, offer, now)
}

fn described(identity: &Identity, page: &PageSnapshot, title: &str, variant: &[VariantOption]) -> (Facts, Listing) {
    let facts = Facts {
        gtin: page.gtin.clone(),
        title: page.title.as_deref().unwrap_or(title).to_owned(),
        brand: page.brand.clone(),
        // What somebody uploaded is no word of the page.
        image: page.image.clone().filter(|image| pictures::path_of(image).is_none()),
        category: page.category.clone(),
        description: page.description.clone(),
    };
    let listing = Listing {
        url: identity.url.clone(),
        shop: identity.shop.clone(),
        sku: page.sku.clone(),
        variant: variant.to_vec(),
        availability: page.availability,
    };
    (facts, listing)
}

/// The offer of the same page with other options, made where there is none, and the key of that page; `None` where the
/// offer is not there. What was seen of the one variant is not said of the other.
///
/// # Errors
/// Those of the database.
pub(crate) async fn other_variant(
    tx: &mut Tx,
    account: AccountId,
    offer: OfferId,
    variant: &[VariantOption],
    now: Timestamp,
) -> Result<Option<(OfferId, String)>, StoreError> {
    let Some((product, url, shop)) = store::offer(&mut *tx, account, offer).await? else { return Ok(None) };
    let Some(Identity { page_key, .. }) = Identity::of(&url, None, None, variant) else { return Ok(None) };
    let listing = Listing { url, shop, sku: None, variant: variant.to_vec(), availability: None };
    let other = OfferId::new(now, rand::random());
    let other = store::upsert_offer(tx, other, account, (product, &page_key, &listing), now).await?;
    Ok(Some((other, page_key)))
}

/// Forgets an offer, its prices, the next look at them and its product where no item needs them any more.
///
/// # Errors
/// Those of the database.
pub(crate) async fn release(tx: &mut Tx, offer: OfferId) -> Result<(), StoreError> {
    if store::release(tx, offer).await? {
        jobs::forget(tx, Kind::RefreshPrice, &offer.to_string()).await?;
    }
    Ok(())
}

/// The offer was looked at again; `None`: its page does not tell whether it can be bought. Holds its row until the transaction ends.
///
/// # Errors
/// Those of the database.
pub(crate) async fn still(tx: &mut Tx, offer: OfferId, availability: Option<Availability>) -> Result<(), StoreError> {
    store::still(tx, offer, availability).await
}
