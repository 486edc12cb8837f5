//! What changes with the chosen options: a page with other options is another offer, and another item of its person.

use shared::id::OfferId;
use shared::product::VariantOption;
use shared::time::Timestamp;

use super::Item;
use crate::db::{StoreError, Tx};
use crate::jobs::{self, Kind};
use crate::prices;
use crate::products::{self, Identity};

/// Recognises the item by its new options, where they are others than `before`, and hangs it on their offer. Gives the
/// offer that it left, to be released once the item is written.
///
/// # Errors
/// Those of the database.
pub(super) async fn changed(
    tx: &mut Tx,
    item: &mut Item,
    before: &[VariantOption],
    page_key: &mut Option<String>,
    now: Timestamp,
) -> Result<Option<OfferId>, StoreError> {
    // What was typed by hand is of no page.
    if sorted(before) == sorted(&item.variant) || page_key.is_none() {
        return Ok(None);
    }
    let Some(offer) = item.offer_id else {
        let identity = item.url.as_deref().and_then(|url| Identity::of(url, None, None, &item.variant));
        *page_key = identity.map(|identity| identity.page_key).or(page_key.take());
        return Ok(None);
    };
    let Some((other, key)) = products::other_variant(tx, item.account_id, offer, &item.variant, now).await? else {
        return Ok(None);
    };
    *page_key = Some(key);
    item.offer_id = Some(other);
    jobs::enqueue(tx, Kind::RefreshPrice, &other.to_string(), now.plus_millis(prices::FIRST_CHECK_MILLIS), now).await?;
    Ok((other != offer).then_some(offer))
}

/// The order in which options are named says nothing.
fn sorted(options: &[VariantOption]) -> Vec<(&str, &str)> {
    let mut sorted: Vec<_> = options.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
    sorted.sort_unstable();
    sorted
}
