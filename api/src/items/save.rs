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

use super::{Item, again, check, fill, store};
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
    let account = signed.account_id;
    match save(&app, account, &new, &digest).await {
        Ok(saved) => answer(&app, account, saved).await,
        // What was refused left no trace. It may be the repeat of a request that was carried out.
        Err(refused) => match again::before(&app, account, new.id, &digest).await? {
            Some(saved) => answer(&app, account, saved).await,
            None => Err(refused),
        },
    }
}

/// What became of a request.
pub(super) struct Outcome {
    pub(super) item: ItemId,
    pub(super) is_new: bool,
    pub(super) already_saved: bool,
    pub(super) placed_on: Vec<BoardId>,
}

/// Saves, and answers once it is on the disk. The fewer statements, the sooner the next one's turn comes.
async fn save(app: &App, account: AccountId, new: &NewItem, digest: &str) -> Answer<Outcome> {
    let now = app.clock.now();
    let identity = match (&new.page, &new.link) {
        (Some(page), _) => Some(identify(page, new)?),
        (None, Some(link)) => Some(Identity::of(link, None, None, &new.variant).ok_or_else(|| bad_address("link"))?),
        (None, None) => None,
    };
    let mut tx = app.db.begin().await?;
    let (boards, made) = chosen_boards(&mut tx, account, &new.boards, now).await?;
    let mut item = fresh(new, identity.as_ref(), account, now);
    let mut first_seen = false;
    if let (Some(page), Some(identity)) = (&new.page, &identity) {
        let recorded = products::record(&mut tx, account, identity, (page, &item.title, &item.variant), now).await?;
        (item.product_id, item.offer_id) = (Some(recorded.product), Some(recorded.offer));
        first_seen = recorded.first_seen;
    }
    let key = identity.as_ref().map(|identity| identity.page_key.as_str());
    let is_new = store::insert(&mut tx, &item, (key, digest), MOST_ITEMS).await?;
    if !is_new {
        item = again::of_page(&mut tx, account, (new.id, key)).await?;
    }
    if is_new && item.fill == Some(FillState::Pending) {
        fill::bounded(app, &mut tx, account).await?;
    }
    let sighting = new.page.as_ref().and_then(|page| sighting(page, now));
    if let (Some(offer), Some(sighting)) = (item.offer_id, &sighting) {
        let id = ObservationId::new(now, rand::random());
        if is_new && first_seen {
            prices::observe_first(&mut tx, id, offer, sighting).await?;
        } else {
            prices::observe(&mut tx, id, offer, sighting).await?;
        }
    }
    let mut changed = false;
    if let (false, Some(page)) = (is_new, &new.page) {
        changed = again::seen_again(&mut tx, &mut item, page, sighting.as_ref()).await?;
    }
    let placed_on = if is_new {
        placements::place_new(&mut tx, item.id, &boards, now).await?
    } else {
        placements::place(&mut tx, item.id, &boards, now).await?
    };
    if is_new {
        schedule(&mut tx, &item, now).await?;
    }
    let event = if is_new {
        Some(Event::ItemSaved { item_id: item.id })
    } else {
        changed.then_some(Event::ItemChanged { item_id: item.id })
    };
    tell(&mut tx, &item, (made, event, &placed_on), now).await?;
    tx.commit().await?;
    if item.fill == Some(FillState::Pending) {
        app.jobs.ring();
    }
    Ok(Outcome { item: item.id, is_new, already_saved: !is_new, placed_on })
}

/// Tells everybody what they may see of it: the new board, the item, and the boards where it lies now.
async fn tell(
    tx: &mut Tx,
    item: &Item,
    (made, event, placed_on): (Option<BoardId>, Option<Event>, &[BoardId]),
    now: Timestamp,
) -> Result<(), StoreError> {
    let person = item.account_id;
    let mut told: Vec<(AccountId, Event)> =
        made.into_iter().map(|board_id| (person, Event::BoardAdded { board_id })).collect();
    let people = placements::people_of(&mut *tx, item.id).await?;
    if let Some(event) = event {
        let everybody: BTreeSet<AccountId> = people.iter().map(|(_, person)| *person).chain([person]).collect();
        told.extend(everybody.into_iter().map(|account| (account, event)));
    }
    let placed = people.into_iter().filter(|(board, _)| placed_on.contains(board));
    told.extend(placed.map(|(board_id, account)| (account, Event::BoardItemsChanged { board_id })));
    events::append(tx, told, now).await
}

/// Shows the item as its person sees it.
async fn answer(app: &App, account: AccountId, outcome: Outcome) -> Answer<Saved> {
    let Outcome { item, is_new, already_saved, placed_on } = outcome;
    let item = store::by_id(&app.db, Some(account), item).await?.ok_or_else(ApiError::not_found)?;
    let tag = etag(item.version);
    let item = visibility::item(item, Some(account)).ok_or_else(ApiError::not_found)?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
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
            Ok((BTreeSet::from([board]), made.then_some(board)))
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
