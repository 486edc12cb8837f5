//! Saving: one transaction for the item, where it lies, its product, offer and first price, the event and the work for later.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::detect::Verdict;
use shared::id::{AccountId, BoardId, ItemId, ObservationId};
use shared::product::PriceKind;
use shared::product_url;
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::items::{
    BoardChoice, FillState, ItemState, NewItem, ObservationSource, PageSnapshot, Quantity, SavedItem,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Item, check, fill, store};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Signed, etag};
use crate::jobs::{self, Kind};
use crate::prices::{self, Sighting};
use crate::products::{self, Identity};
use crate::{boards, events, placements, visibility};

/// Items that an account may have beside those in the bin.
const MOST_ITEMS: i64 = 10_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(save_item))
}

type Saved = (StatusCode, [(HeaderName, HeaderValue); 1], Json<SavedItem>);

/// Saves a wish. The same id and body again answers 200, as does a page that this person saved before: then the answer
/// carries the item that is there, placed on the newly named boards as well.
#[utoipa::path(post, path = "/api/v1/items", tag = "items", request_body = NewItem, security(("bearer" = [])),
    responses((status = 201, body = SavedItem), (status = 200, body = SavedItem, description = "It was there."),
        (status = 403, description = "A named board may only be looked at."), (status = 404, description = "No such board."),
        (status = 409, description = "The id is taken, a board is in the bin, or the account has 10,000 items."),
        (status = 422, description = "A field breaks a rule."),
        (status = 429, description = "100 pasted links of this account wait to be read; wait a little.")))]
async fn save_item(app: State<App>, signed: Signed, Json(mut new): Json<NewItem>) -> Answer<Saved> {
    let digest = of_body(&new)?;
    check::new_item(&mut new)?;
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    if let Some((person, body)) = store::digest(&mut tx, new.id).await? {
        if (person, body) != (account, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return answer(tx, account, (new.id, false, Vec::new()), StatusCode::OK).await;
    }
    let (boards, made) = chosen_boards(&mut tx, account, &new.boards, now).await?;
    let identity = match (&new.page, &new.link) {
        (Some(page), _) => Some(identify(page, &new)?),
        (None, Some(link)) => Some(Identity::of(link, None, None, &new.variant).ok_or_else(|| bad_address("link"))?),
        (None, None) => None,
    };
    let mut item = fresh(&new, identity.as_ref(), account, now);
    if let (Some(page), Some(identity)) = (&new.page, &identity) {
        let (product, offer) =
            products::record(&mut tx, account, identity, (page, &item.title, &item.variant), now).await?;
        (item.product_id, item.offer_id) = (Some(product), Some(offer));
    }
    let key = identity.as_ref().map(|identity| identity.page_key.as_str());
    let is_new = store::insert(&mut tx, &item, key, &digest).await?;
    if is_new && store::count(&mut tx, account, MOST_ITEMS + 1).await? > MOST_ITEMS {
        return Err(ApiError::conflict("An account has at most 10,000 items; delete some first."));
    }
    if is_new && item.fill == Some(FillState::Pending) {
        fill::bounded(&app, &mut tx, account).await?;
    }
    if !is_new {
        item = there_before(&mut tx, account, (new.id, key, &digest)).await?;
    }
    let sighting = new.page.as_ref().and_then(|page| sighting(page, now));
    if let (Some(offer), Some(sighting)) = (item.offer_id, &sighting) {
        prices::observe(&mut tx, ObservationId::new(now, rand::random()), offer, sighting).await?;
    }
    let mut changed = false;
    if let (false, Some(page)) = (is_new, &new.page) {
        changed = seen_again(&mut tx, &mut item, page, sighting.as_ref()).await?;
    }
    let placed = placements::place(&mut tx, item.id, &boards, now).await?;
    if is_new {
        schedule(&mut tx, &item, now).await?;
    }
    let mut told: Vec<(AccountId, Event)> =
        made.into_iter().map(|board_id| (account, Event::BoardAdded { board_id })).collect();
    if is_new || changed {
        let item_id = item.id;
        let event = if is_new { Event::ItemSaved { item_id } } else { Event::ItemChanged { item_id } };
        told.extend(super::told(&mut tx, item.id, account, event).await?);
    }
    for board_id in &placed {
        let people = boards::people(&mut tx, *board_id).await?;
        told.extend(people.into_iter().map(|person| (person, Event::BoardItemsChanged { board_id: *board_id })));
    }
    events::append(&mut tx, told, now).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let saved = answer(tx, account, (item.id, !is_new, placed), status).await?;
    app.jobs.ring();
    Ok(saved)
}

/// Ends the transaction and shows the item as its person sees it.
async fn answer(
    mut tx: Tx,
    account: AccountId,
    (id, already_saved, placed_on): (ItemId, bool, Vec<BoardId>),
    status: StatusCode,
) -> Answer<Saved> {
    let item = store::by_id(&mut tx, Some(account), id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    let tag = etag(item.version);
    let item = visibility::item(item, Some(account)).ok_or_else(ApiError::not_found)?;
    Ok((status, [(ETAG, tag)], Json(SavedItem { item, already_saved, placed_on })))
}

/// The boards to place on, all of them editable, and *My wishes* where it was made just now.
async fn chosen_boards(
    tx: &mut Tx,
    account: AccountId,
    choice: &BoardChoice,
    now: Timestamp,
) -> Answer<(BTreeSet<BoardId>, Option<BoardId>)> {
    match choice {
        BoardChoice::Default(_) => {
            let (board, made) = boards::default_board(tx, account, now).await?;
            Ok((BTreeSet::from([board.id]), made.then_some(board.id)))
        }
        BoardChoice::Boards(ids) => {
            let ids: BTreeSet<BoardId> = ids.iter().copied().collect();
            for id in &ids {
                boards::editable(&mut *tx, account, *id).await?;
            }
            Ok((ids, None))
        }
    }
}

fn identify(page: &PageSnapshot, new: &NewItem) -> Answer<Identity> {
    Identity::of(&page.url, page.canonical_url.as_deref(), page.gtin.as_deref(), &new.variant)
        .ok_or_else(|| bad_address("page.url"))
}

fn bad_address(field: &str) -> ApiError {
    ApiError::invalid(field, "is no whole address of the web (https://… or http://…)")
}

/// The item that the body describes.
fn fresh(new: &NewItem, identity: Option<&Identity>, account: AccountId, now: Timestamp) -> Item {
    let page = new.page.clone().unwrap_or_default();
    let link = new.link.as_deref();
    let title = new.title.clone().or(page.title).unwrap_or_else(|| link.map_or("", product_url::host).to_owned());
    Item {
        id: new.id,
        account_id: account,
        product_id: None,
        offer_id: None,
        title,
        url: new.page.as_ref().map(|page| page.url.clone()).or_else(|| new.link.clone()),
        shop: identity.map(|identity| identity.shop.clone()),
        image: page.image,
        price: page.price,
        price_seen_at: page.price.map(|_| seen_at(page.seen_at, now)),
        price_typed: false,
        list_price: page.list_price,
        brand: page.brand,
        availability: page.availability,
        quantity: match new.quantity {
            Quantity::Count(count) => Some(count),
            Quantity::Any(_) => None,
        },
        variant: new.variant.clone(),
        priority: new.priority,
        note: new.note.clone(),
        private_note: new.private_note.clone(),
        occasion: new.occasion.clone(),
        alert_threshold: new.alert_threshold,
        needs_check: page.verdict.is_some_and(|verdict| verdict != Verdict::Sure),
        fill: link.map(|_| FillState::Pending),
        fill_problem: None,
        state: ItemState::Wanted,
        created_at: now,
        updated_at: now,
        deleted_at: None,
        version: 1,
        places: Vec::new(),
    }
}

/// A device's clock may be wrong, but nothing was seen in the future.
fn seen_at(by_device: Option<Timestamp>, now: Timestamp) -> Timestamp {
    by_device.map_or(now, |at| at.min(now))
}

fn sighting(page: &PageSnapshot, now: Timestamp) -> Option<Sighting> {
    Some(Sighting {
        price: page.price?,
        kind: page.price_kind.unwrap_or(PriceKind::Current),
        source: ObservationSource::PageVisit,
        seen_at: seen_at(page.seen_at, now),
    })
}

/// The item that stood against the insert: of the same page, or the same request that came at the same moment.
async fn there_before(
    tx: &mut Tx,
    account: AccountId,
    (id, key, digest): (ItemId, Option<&str>, &str),
) -> Answer<Item> {
    let of_page = match key {
        Some(key) => store::by_page(&mut *tx, account, key).await?,
        None => None,
    };
    let there = match of_page {
        Some(there) => there,
        None => {
            let (person, body) = store::digest(&mut *tx, id).await?.ok_or(StoreError::Conflict)?;
            if (person, body.as_str()) != (account, digest) {
                return Err(ApiError::conflict("This id is taken; draw another one."));
            }
            id
        }
    };
    store::hold(tx, there).await?;
    Ok(store::by_id(&mut *tx, Some(account), there).await?.ok_or(StoreError::NotFound)?)
}

/// The page was looked at again: what it shows now counts, as far as its person did not type it. True where that changed the item.
async fn seen_again(
    tx: &mut Tx,
    item: &mut Item,
    page: &PageSnapshot,
    sighting: Option<&Sighting>,
) -> Result<bool, StoreError> {
    let before = (item.price, item.list_price, item.availability, item.price_seen_at);
    if let Some(sighting) = sighting.filter(|sighting| item.price_seen_at.is_none_or(|at| at <= sighting.seen_at))
        && !item.price_typed
    {
        (item.price, item.price_seen_at, item.list_price) =
            (Some(sighting.price), Some(sighting.seen_at), page.list_price);
    }
    item.availability = page.availability.or(item.availability);
    if before == (item.price, item.list_price, item.availability, item.price_seen_at) {
        return Ok(false);
    }
    let key = store::page_key(&mut *tx, item.id).await?;
    if !store::update(tx, item, key.as_deref()).await? {
        return Err(StoreError::Conflict);
    }
    Ok(true)
}

/// The work for later: read the pasted address now, look at the price again in some hours.
async fn schedule(tx: &mut Tx, item: &Item, now: Timestamp) -> Result<(), StoreError> {
    if item.fill == Some(FillState::Pending) {
        fill::enqueue(tx, item.id, now).await?;
    }
    if let Some(offer) = item.offer_id {
        jobs::enqueue(tx, Kind::RefreshPrice, &offer.to_string(), now.plus_millis(prices::FIRST_CHECK_MILLIS), now)
            .await?;
    }
    Ok(())
}
