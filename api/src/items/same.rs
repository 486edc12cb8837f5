//! The same thing under another address of its shop: known by its GTIN or the shop's own number, in the same choice.

use shared::id::{AccountId, ItemId};
use shared::product::VariantOption;
use shared::same_thing::Told;
use shared::wire::items::PageSnapshot;

use super::save;
use crate::db::{At, StoreError};
use crate::products::Identity;

/// This account's item of the thing that the page shows, where one is not in the bin and it is beyond doubt.
///
/// # Errors
/// Those of the database.
pub(super) async fn item(
    at: impl Into<At<'_>>,
    account: AccountId,
    (page, identity): (&PageSnapshot, &Identity),
    variant: &[VariantOption],
) -> Result<Option<ItemId>, StoreError> {
    let (gtin, sku) = (page.gtin.as_deref(), page.sku.as_deref());
    let title = page.title.as_deref().unwrap_or_default();
    let Some(key) = (Told { url: &identity.url, title, gtin, sku, variant }).key() else { return Ok(None) };
    let near = save::near(at, account, (&identity.shop, &identity.product_key), sku).await?;
    let same = near.into_iter().find(|near| {
        let (gtin, sku) = (near.gtin.as_deref(), near.sku.as_deref());
        Told { url: &near.url, title: &near.title, gtin, sku, variant: &near.variant }.key().as_ref() == Some(&key)
    });
    Ok(same.map(|near| near.item))
}
