//! Changing an item.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue};
use shared::id::{AccountId, ItemId};
use shared::wire::event::Event;
use shared::wire::items::{AnyNumber, ItemPatch, ItemState, ItemView, Quantity};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Item, check, seen, store, tell, variant};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, Path, Query, Signed, etag};
use crate::merge::{self, Edit, Edited, Sent, Subject, counting};
use crate::pictures;
use crate::visibility::{self, ItemRelation};
use crate::{boards, categories, claims, prices, products};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(patch_item))
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
/// Where a list that it lies on is locked, only what its person keeps to themselves can be changed, and that the wish was received.
///
/// With `If-Match: *`, edits of several devices meet field by field: `base` in the body is the version that the person saw, `age`
/// how long ago they made the edit. The later one counts; one that it went over unseen is listed under `conflicts`.
#[utoipa::path(patch, path = "/api/v1/items/{id}", tag = "items",
    params(("id" = String, Path), ("If-Match" = String, Header), Sent),
    request_body = ItemPatch, security(("bearer" = [])),
    responses((status = 200, body = ItemView), (status = 403, description = "Only its person may change that."),
        (status = 404, description = "No such item for this viewer."), (status = 409, description = "It is in the bin, a list that it lies on is locked, or another item is of this page with these options;
            or it would be more than the limits of a category (over-limit)."),
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
    let mut edits = merge::edits(&mut tx, Subject::Item(id)).await?;
    let edit = Edit::of(&sent, &signed, now, patch.base.take(), (&version, item.version));
    if !edits.is_new(&edit) {
        // It came before, and its answer was lost.
        return answer(tx, account, id).await;
    }
    if changes_wish(&patch) {
        boards::item_unlocked(&mut tx, id, now).await?;
    }
    let (before, image) = (item.variant.clone(), item.image.clone());
    let mut conflicts = std::mem::take(&mut item.conflicts);
    let (checked, listed) = (patch.checked, item.listed());
    let patch = counting(&item, patch, |current, patch| edits.meet(&mut conflicts, current, patch, &edit))?;
    let patch = ItemPatch { checked, ..patch };
    let seen_price = match (&patch.price, item.offer_id) {
        (Some(None), Some(offer)) => prices::latest(&mut tx, offer).await?,
        _ => None,
    };
    item.apply(patch);
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
    categories::raised(&mut tx, account, id, (listed, item.listed())).await?;
    if let Some(offer) = left {
        products::release(&mut tx, offer).await?;
    }
    merge::keep(&mut tx, Subject::Item(id), &edits, conflicts).await?;
    pictures::show(&mut tx, pictures::Subject::Item(id), &picture, now).await?;
    claims::wish_changed(&mut tx, id, now).await?;
    tell(&mut tx, id, item.account_id, Event::ItemChanged { item_id: id }, now).await?;
    let answer = answer(tx, account, id).await?;
    app.jobs.ring();
    Ok(answer)
}

/// Whether the patch makes it another wish to those who give it. What is one's own, and that it was received, is said at any time.
fn changes_wish(patch: &ItemPatch) -> bool {
    let received = patch.state.is_none_or(|state| matches!(state, ItemState::Received | ItemState::Thanked));
    let own = ItemPatch { private_note: None, alert_threshold: None, checked: None, base: None, ..patch.clone() };
    !received || ItemPatch { state: None, ..own } != ItemPatch::default()
}

impl Edited for Item {
    type Patch = ItemPatch;

    fn as_patch(&self) -> ItemPatch {
        ItemPatch {
            title: Some(self.title.clone()),
            image: Some(self.image.clone()),
            price: Some(self.price.filter(|_| self.price_typed)),
            quantity: Some(self.quantity.map_or(Quantity::Any(AnyNumber::Any), Quantity::Count)),
            variant: Some(self.variant.clone()),
            priority: Some(self.priority),
            note: Some(self.note.clone()),
            private_note: Some(self.private_note.clone()),
            occasion: Some(self.occasion.clone()),
            alert_threshold: Some(self.alert_threshold),
            state: Some(self.state),
            checked: None,
            base: None,
        }
    }

    fn apply(&mut self, patch: ItemPatch) {
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
            self.title = title;
        }
        if let Some(image) = image {
            self.image = image;
        }
        if let Some(price) = price {
            (self.price, self.price_seen_at, self.price_typed) = (price, None, price.is_some());
        }
        match quantity {
            Some(Quantity::Count(count)) => self.quantity = Some(count),
            Some(Quantity::Any(_)) => self.quantity = None,
            None => {}
        }
        if let Some(variant) = variant {
            self.variant = variant;
        }
        if let Some(priority) = priority {
            self.priority = priority;
        }
        if let Some(note) = note {
            self.note = note;
        }
        if let Some(note) = private_note {
            self.private_note = note;
        }
        if let Some(occasion) = occasion {
            self.occasion = occasion;
        }
        if let Some(threshold) = alert_threshold {
            self.alert_threshold = threshold;
        }
        if let Some(checked) = checked {
            self.needs_check = !checked;
        }
        if let Some(state) = state {
            self.state = state;
        }
    }

    fn check(&mut self) -> Answer<()> {
        check::patched(self)
    }
}
