//! Changing an item.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::{Map, Value};
use shared::id::{AccountId, ItemId};
use shared::wire::event::Event;
use shared::wire::items::{AnyNumber, ItemPatch, ItemView, Quantity};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::merge::{self, Edit};
use super::{Item, check, seen, store, tell, variant};
use crate::App;
use crate::accounts::sessions;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, Path, Query, Signed, etag};
use crate::pictures::{self, Subject};
use crate::visibility::{self, ItemRelation};
use crate::{prices, products};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(patch_item))
}

/// No edit waits for longer than the sessions that could send it: beyond a year nothing is later or earlier.
const LONGEST_AGE_MILLIS: i64 = 366 * 86_400_000;

/// How an edit was sent.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Sent {
    /// How long ago the person made it, in milliseconds, by one clock of the device: now where absent.
    #[param(minimum = 0)]
    age: Option<i64>,
    /// A number that tells it from other edits of this device: sent again, it changes nothing.
    edit: Option<i64>,
}

pub(super) type Tagged = ([(HeaderName, HeaderValue); 1], Json<ItemView>);

/// Ends the transaction and shows the item as this person sees it.
pub(super) async fn answer(mut tx: Tx, account: AccountId, id: ItemId) -> Answer<Tagged> {
    let item = store::by_id(&mut tx, Some(account), id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    let tag = etag(item.version);
    let view = visibility::item(item, Some(account)).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}

/// Changes an item. Whoever may change a board that it lies on may change it too, but for what its person keeps to
/// themselves (private note, alert threshold).
///
/// A typed price is the person's word and no sighting: it is shown until it is emptied, the history is left alone.
///
/// With `If-Match: *`, edits of several devices meet field by field: `base` in the body is the version that the person saw, `age`
/// how long ago they made the edit. The later one counts; one that it went over unseen is listed under `conflicts`.
#[utoipa::path(patch, path = "/api/v1/items/{id}", tag = "items",
    params(("id" = String, Path), ("If-Match" = String, Header), Sent),
    request_body = ItemPatch, security(("bearer" = [])),
    responses((status = 200, body = ItemView), (status = 403, description = "Only its person may change that."),
        (status = 404, description = "No such item for this viewer."), (status = 409, description = "It is in the bin, or another item is of this page with these options."),
        (status = 412, description = "It was changed meanwhile."), (status = 422, description = "A field breaks a rule."),
        (status = 428, description = "If-Match is missing.")))]
async fn patch_item(
    app: State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<ItemId>,
    Query(sent): Query<Sent>,
    Json(mut patch): Json<ItemPatch>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, id).await?;
    let (mut item, relation) = seen(&mut tx, Some(account), id).await?;
    let private = patch.private_note.is_some() || patch.alert_threshold.is_some();
    match relation {
        ItemRelation::Own => {}
        ItemRelation::Editor if !private => {}
        ItemRelation::Editor => {
            return Err(ApiError::forbidden("Only the item's person may change its private note and alert."));
        }
        ItemRelation::Viewer => {
            return Err(ApiError::forbidden("Only the item's person and the board's editors may change it."));
        }
    }
    if item.deleted_at.is_some() {
        return Err(ApiError::conflict("The item is in the bin; restore it first."));
    }
    version.check(item.version)?;
    let mut edits = merge::edits(&mut tx, id).await?;
    let edit = Edit {
        at: now.as_millis() - sent.age.unwrap_or(0).clamp(0, LONGEST_AGE_MILLIS),
        base: patch.base.take().or(version.named()),
        session: signed.session_id,
        mark: sent.edit,
        version: item.version + 1,
    };
    if !edits.is_new(&edit) {
        // It came before, and its answer was lost.
        return answer(tx, account, id).await;
    }
    let (before, image) = (item.variant.clone(), item.image.clone());
    let mut conflicts = std::mem::take(&mut item.conflicts);
    let patch = counting(&item, patch, |current, patch| edits.meet(&mut conflicts, current, patch, &edit))?;
    let seen_price = match (&patch.price, item.offer_id) {
        (Some(None), Some(offer)) => prices::latest(&mut tx, offer).await?,
        _ => None,
    };
    apply(&mut item, patch);
    if !item.price_typed && item.price.is_none() {
        (item.price, item.price_seen_at) = seen_price.unzip();
    }
    let picture = pictures::choose(&mut tx, account, "image", (image.as_deref(), item.image.as_deref())).await?;
    item.updated_at = now;
    let mut key = store::page_key(&mut tx, id).await?;
    let left = variant::changed(&mut tx, &mut item, &before, &mut key, now).await?;
    let updated = store::update(&mut tx, &item, key.as_deref()).await.map_err(|error| match error {
        StoreError::Conflict => ApiError::conflict("Another one of your items is of this page with these options."),
        other => other.into(),
    })?;
    if !updated {
        return Err(StoreError::Conflict.into());
    }
    if let Some(offer) = left {
        products::release(&mut tx, offer).await?;
    }
    for conflict in conflicts.iter_mut().filter(|conflict| conflict.device.is_none()) {
        conflict.device = sessions::device_of(&mut tx, conflict.session).await?;
    }
    merge::set_edits(&mut tx, id, &edits, &conflicts).await?;
    pictures::show(&mut tx, Subject::Item(id), &picture, now).await?;
    tell(&mut tx, id, item.account_id, Event::ItemChanged { item_id: id }, now).await?;
    answer(tx, account, id).await
}

/// What of a patch counts, in the words that the item is kept in: what meets is compared as it would be written.
fn counting(
    item: &Item,
    patch: ItemPatch,
    meet: impl FnOnce(&Map<String, Value>, Map<String, Value>) -> Map<String, Value>,
) -> Answer<ItemPatch> {
    let names = fields(&patch)?;
    let checked = patch.checked;
    let mut wished = item.clone();
    apply(&mut wished, patch);
    check::patched(&mut wished)?;
    let mut edited = fields(&as_patch(&wished))?;
    edited.retain(|name, _| names.contains_key(name));
    let counts = meet(&fields(&as_patch(item))?, edited);
    let counts: ItemPatch = serde_json::from_value(Value::Object(counts)).map_err(StoreError::internal)?;
    Ok(ItemPatch { checked, ..counts })
}

fn fields(patch: &ItemPatch) -> Result<Map<String, Value>, StoreError> {
    match serde_json::to_value(patch).map_err(StoreError::internal)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// The patch that would make an item what this one is.
pub(crate) fn as_patch(item: &Item) -> ItemPatch {
    ItemPatch {
        title: Some(item.title.clone()),
        image: Some(item.image.clone()),
        price: Some(item.price.filter(|_| item.price_typed)),
        quantity: Some(item.quantity.map_or(Quantity::Any(AnyNumber::Any), Quantity::Count)),
        variant: Some(item.variant.clone()),
        priority: Some(item.priority),
        note: Some(item.note.clone()),
        private_note: Some(item.private_note.clone()),
        occasion: Some(item.occasion.clone()),
        alert_threshold: Some(item.alert_threshold),
        state: Some(item.state),
        checked: None,
        base: None,
    }
}

fn apply(item: &mut Item, patch: ItemPatch) {
    let ItemPatch {
        title,
        image,
        price,
        quantity,
        variant,
        priority,
        note,
        private_note,
        occasion,
        alert_threshold,
        checked,
        state,
        base: _,
    } = patch;
    if let Some(title) = title {
        item.title = title;
    }
    if let Some(image) = image {
        item.image = image;
    }
    if let Some(price) = price {
        (item.price, item.price_seen_at, item.price_typed) = (price, None, price.is_some());
    }
    match quantity {
        Some(Quantity::Count(count)) => item.quantity = Some(count),
        Some(Quantity::Any(_)) => item.quantity = None,
        None => {}
    }
    if let Some(variant) = variant {
        item.variant = variant;
    }
    if let Some(priority) = priority {
        item.priority = priority;
    }
    if let Some(note) = note {
        item.note = note;
    }
    if let Some(note) = private_note {
        item.private_note = note;
    }
    if let Some(occasion) = occasion {
        item.occasion = occasion;
    }
    if let Some(threshold) = alert_threshold {
        item.alert_threshold = threshold;
    }
    if let Some(checked) = checked {
        item.needs_check = !checked;
    }
    if let Some(state) = state {
        item.state = state;
    }
}
