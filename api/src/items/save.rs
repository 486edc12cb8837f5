//! Saving: one transaction for the item, where it lies, its product, offer and first price, the event and the work for later.
//!
//! What is there is read first, beside all other readers. Then everything is written as one batch that counts on what
//! was read: where it is no longer so, nothing is written, and it is read again.

pub(crate) mod store;

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::detect::Verdict;
use shared::id::{AccountId, BoardId, ObservationId, OfferId, PictureId, ProductId};
use shared::product::PriceKind;
use shared::product_url;
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardRelation};
use shared::wire::items::{
    BoardChoice, FillState, ItemState, NewItem, ObservationSource, PageSnapshot, Quantity, SavedItem,
};
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use self::store::near;

use self::store::Known;
use super::again::{self, Found};
use super::{Item, Place, check, fill, same};
use crate::App;
use crate::db::{At, Batch, StoreError};
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Signed, etag};
use crate::jobs::{self, Kind};
use crate::pictures::{self, Own, Subject};
use crate::prices::{self, Sighting};
use crate::products::{self, Identity, Recorded};
use crate::visibility::Standing;
use crate::{boards, events, follows, placements, visibility};

/// Items that an account may have beside those in the bin.
const MOST_ITEMS: i64 = 10_000;
/// Each try but the first means that somebody else changed the same things at the same moment.
const TRIES: usize = 5;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(save_item))
}

type Saved = (StatusCode, [(HeaderName, HeaderValue); 1], Json<SavedItem>);

/// Saves a wish. The same id and body again answers 200, as does a page that this person saved before, also under another address
/// of the shop where GTIN or the shop's number, and the options, say that it is the same thing: then the answer carries the item
/// that is there, placed on the newly named boards as well.
#[utoipa::path(post, path = "/api/v1/items", tag = "items", request_body = NewItem, security(("bearer" = [])),
    responses((status = 201, body = SavedItem), (status = 200, body = SavedItem, description = "It was there."),
        (status = 403, description = "A named board may only be looked at."), (status = 404, description = "No such board."),
        (status = 409, description = "The id is taken, a board is in the bin or locked, or the account has 10,000 items."),
        (status = 422, description = "A field breaks a rule."),
        (status = 429, description = "100 pasted links of this account wait to be read; wait a little.")))]
async fn save_item(app: State<App>, signed: Signed, Json(mut new): Json<NewItem>) -> Answer<Saved> {
    let digest = of_body(&new)?;
    check::new_item(&mut new)?;
    let account = signed.account_id;
    match save(&app, account, &new, &digest).await {
        Ok(saved) => Ok(saved),
        // What was refused left no trace. It may be the repeat of a request that was carried out.
        Err(refused) => match again::before(&app, account, new.id, &digest).await? {
            Some(found) => answer(&app, account, found).await,
            None => Err(refused),
        },
    }
}

/// Saves, and answers once it is on the disk.
async fn save(app: &App, account: AccountId, new: &NewItem, digest: &str) -> Answer<Saved> {
    let identity = match (&new.page, &new.link) {
        (Some(page), _) => Some(identify(page, new)?),
        (None, Some(link)) => Some(Identity::of(link, None, None, &new.variant).ok_or_else(|| bad_address("link"))?),
        (None, None) => None,
    };
    for _ in 0..TRIES {
        let now = app.clock.now();
        let known = store::known(&app.db, account, identity.as_ref()).await?;
        let (places, locks_at) = chosen_boards(app, account, &new.boards, known.default, now).await?;
        let there = match (known.item, &new.page, &identity) {
            (None, Some(page), Some(identity)) => same::item(&app.db, account, (page, identity), &new.variant).await?,
            (there, ..) => there,
        };
        if let (Some(there), Some(identity)) = (there, &identity) {
            let boards = places.iter().map(|place| place.board_id).collect();
            match again::save(app, (account, there), (new, identity), &boards).await? {
                Some(found) => return answer(app, account, found).await,
                None => continue,
            }
        }
        boards::unlocked(locks_at, now)?;
        let picture = own_picture(app, account, new).await?;
        let mut item = Item { places, ..fresh(new, identity.as_ref(), (account, &known), now) };
        item.image = picture.as_ref().map(|own| own.path.clone()).or(item.image);
        let picture = picture.map(|own| own.id);
        let batch = batch((new, digest), identity.as_ref(), (&item, known.offer.is_some(), picture), now)?;
        match app.db.carry_out(batch).await {
            Ok(()) => return made(app, item),
            Err(StoreError::Conflict) => refusal(app, account, new).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::new(ProblemKind::Busy).detail("Others change the same things; try again.").retry_after(1))
}

/// All that a new item is: what was there goes by the ids that were read.
fn batch(
    (new, digest): (&NewItem, &str),
    identity: Option<&Identity>,
    (item, offer_is_known, picture): (&Item, bool, Option<PictureId>),
    now: Timestamp,
) -> Result<Batch, StoreError> {
    let mut batch = Batch::default();
    let account = item.account_id;
    let recorded = item.product_id.zip(item.offer_id).map(|(product, offer)| Recorded { product, offer });
    if let (Some(page), Some(identity), Some(recorded)) = (&new.page, identity, recorded) {
        products::add(&mut batch, account, identity, (page, &item.title, &item.variant), recorded, now)?;
    }
    let key = identity.map(|identity| identity.page_key.as_str());
    store::add(&mut batch, item, (key, digest), (MOST_ITEMS, fill::MOST_PENDING))?;
    if let (Some(offer), Some(sighting)) = (item.offer_id, new.page.as_ref().and_then(|page| sighting(page, now))) {
        prices::add(&mut batch, ObservationId::new(now, rand::random()), (offer, offer_is_known), &sighting);
    }
    for place in &item.places {
        placements::add(&mut batch, place, (item.id, account), now);
    }
    if let Some(picture) = picture {
        pictures::add(&mut batch, picture, Subject::Item(item.id));
    }
    // The work for later: read the pasted address now, look at the price again in some hours.
    if item.fill == Some(FillState::Pending) {
        jobs::add(&mut batch, Kind::FillItem, &item.id.to_string(), now, now);
    }
    if let Some(offer) = item.offer_id {
        let later = now.plus_millis(prices::FIRST_CHECK_MILLIS);
        jobs::add(&mut batch, Kind::RefreshPrice, &offer.to_string(), later, now);
    }
    if item.places.iter().any(|place| place.audience != Audience::Private) {
        follows::add_placed(&mut batch, item.id, now);
    }
    for place in item.places.iter().filter(|place| place.audience == Audience::Groups) {
        boards::add_changed(&mut batch, place.board_id, now);
    }
    events::add_new_item(&mut batch, item.id, item.places.iter().map(|place| place.board_id), now)?;
    Ok(batch)
}

/// Refuses one more item where the account has as many as it may.
///
/// # Errors
/// A conflict that says so.
pub(super) async fn bounded(at: impl Into<At<'_>>, account: AccountId) -> Answer<()> {
    if store::count(at, account, MOST_ITEMS).await? >= MOST_ITEMS {
        return Err(ApiError::conflict("An account has at most 10,000 items; delete some first."));
    }
    Ok(())
}

/// Why a batch could not be carried out, where trying again would not help.
async fn refusal(app: &App, account: AccountId, new: &NewItem) -> Answer<()> {
    if super::store::digest(&app.db, new.id).await?.is_some() {
        return Err(again::taken());
    }
    bounded(&app.db, account).await?;
    if new.link.is_some() {
        fill::bounded(app, &app.db, account).await?;
    }
    Ok(())
}

/// Shows the new item as its person sees it.
fn made(app: &App, item: Item) -> Answer<Saved> {
    if item.fill == Some(FillState::Pending) || item.places.iter().any(|place| place.audience != Audience::Private) {
        app.jobs.ring();
    }
    let placed_on = item.places.iter().map(|place| place.board_id).collect();
    let (account, tag) = (item.account_id, etag(item.version));
    let item = visibility::item(item, Some(account)).ok_or_else(ApiError::not_found)?;
    Ok((StatusCode::CREATED, [(ETAG, tag)], Json(SavedItem { item, already_saved: false, placed_on })))
}

/// Shows an item that was there.
async fn answer(app: &App, account: AccountId, found: Found) -> Answer<Saved> {
    let Found { item, already_saved, placed_on } = found;
    let item = super::store::by_id(&app.db, Some(account), item).await?.ok_or_else(ApiError::not_found)?;
    let tag = etag(item.version);
    let item = visibility::item(item, Some(account)).ok_or_else(ApiError::not_found)?;
    Ok((StatusCode::OK, [(ETAG, tag)], Json(SavedItem { item, already_saved, placed_on })))
}

/// The boards to place on by their ids, all of them editable, and from when on the first of them takes no more; *My wishes* is
/// made where there is none.
async fn chosen_boards(
    app: &App,
    account: AccountId,
    choice: &BoardChoice,
    default: Option<Place>,
    now: Timestamp,
) -> Answer<(Vec<Place>, Option<Timestamp>)> {
    let ids: BTreeSet<BoardId> = match (choice, default) {
        // Only one that a group is shown can be locked.
        (BoardChoice::Default(_), Some(place)) if place.audience != Audience::Groups => return Ok((vec![place], None)),
        (BoardChoice::Default(_), Some(place)) => BTreeSet::from([place.board_id]),
        (BoardChoice::Default(_), None) => {
            let board_id = boards::make_default(&app.db, account, now).await?;
            let (audience, standing) = (Audience::Private, Standing::Open);
            return Ok((vec![Place { board_id, audience, standing, person: Some(BoardRelation::Owner) }], None));
        }
        (BoardChoice::Boards(ids), _) => ids.iter().copied().collect(),
    };
    let mut places = Vec::with_capacity(ids.len());
    let mut locks_at: Option<Timestamp> = None;
    for id in ids {
        let board = boards::editable(&app.db, account, id).await?;
        locks_at = locks_at.into_iter().chain(board.locks_at()).min();
        places.push(Place { board_id: id, audience: board.audience, standing: board.standing(), person: board.person });
    }
    Ok((places, locks_at))
}

/// The picture that the page is saved with, where its person uploaded it. What a page shows by itself is no choice of
/// theirs: it is an address like any other, whoever uploaded it.
async fn own_picture(app: &App, account: AccountId, new: &NewItem) -> Answer<Option<Own>> {
    let Some(image) = new.page.as_ref().and_then(|page| page.image.as_deref()) else { return Ok(None) };
    if pictures::is_path(image) {
        return pictures::choose_own(&app.db, account, "page.image", Some(image)).await;
    }
    Ok(pictures::own(&app.db, account, image).await?)
}

fn identify(page: &PageSnapshot, new: &NewItem) -> Answer<Identity> {
    Identity::of(&page.url, page.canonical_url.as_deref(), page.gtin.as_deref(), &new.variant)
        .ok_or_else(|| bad_address("page.url"))
}

fn bad_address(field: &str) -> ApiError {
    ApiError::invalid(field, "is no whole address of the web (https://… or http://…)")
}

/// The item that the body describes, on no board yet.
fn fresh(new: &NewItem, identity: Option<&Identity>, (account, known): (AccountId, &Known), now: Timestamp) -> Item {
    let page = new.page.clone().unwrap_or_default();
    let from_page = new.page.as_ref();
    let link = new.link.as_deref();
    let title = new.title.clone().or(page.title).unwrap_or_else(|| link.map_or("", product_url::host).to_owned());
    Item {
        id: new.id,
        account_id: account,
        product_id: from_page.map(|_| known.product.unwrap_or_else(|| ProductId::new(now, rand::random()))),
        offer_id: from_page.map(|_| known.offer.unwrap_or_else(|| OfferId::new(now, rand::random()))),
        title,
        url: from_page.map(|page| page.url.clone()).or_else(|| new.link.clone()),
        shop: identity.map(|identity| identity.shop.clone()),
        image: page.image,
        price: new.price.or(page.price),
        price_seen_at: page.price.filter(|_| new.price.is_none()).map(|_| seen_at(page.seen_at, now)),
        price_typed: new.price.is_some(),
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
        conflicts: Vec::new(),
        places: Vec::new(),
    }
}

/// A device's clock may be wrong, but nothing was seen in the future.
fn seen_at(by_device: Option<Timestamp>, now: Timestamp) -> Timestamp {
    by_device.map_or(now, |at| at.min(now))
}

/// What the page says that one pays.
pub(super) fn sighting(page: &PageSnapshot, now: Timestamp) -> Option<Sighting> {
    Some(Sighting {
        price: page.price?,
        kind: page.price_kind.unwrap_or(PriceKind::Current),
        source: ObservationSource::PageVisit,
        seen_at: seen_at(page.seen_at, now),
    })
}
