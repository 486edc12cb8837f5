//! Filling in a pasted link: read the page by the guarded client, detect as the extension does, write it down at once.

use axum::extract::State;
use rand::random;
use shared::detect::{Detection, Verdict};
use shared::id::{AccountId, ItemId, ObservationId};
use shared::product::PriceKind;
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::items::{FillProblem, FillState, ObservationSource, PageSnapshot};
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change::{Tagged, answer};
use super::{Item, check_snapshot, seen, store, tell};
use crate::App;
use crate::boards;
use crate::db::{At, StoreError, Tx};
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Path, Signed};
use crate::fetch::FetchError;
use crate::fields::Fields;
use crate::jobs::{self, Kind, Outcome};
use crate::prices::{self, Sighting};
use crate::products::{self, Identity, ReadError, ReadPage, Recorded};
use crate::visibility::ItemRelation;

/// A shop that asks for more time than this is not waited for.
const MOST_PATIENCE_MILLIS: i64 = 60_000;

/// Links of one account that may wait to be read. A worker reads them in turn, and one account must not fill its days.
pub(super) const MOST_PENDING: i64 = 100;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(fill_again))
}

/// Refuses one more link where too many wait.
pub(super) async fn bounded(app: &App, at: impl Into<At<'_>>, account: AccountId) -> Answer<()> {
    if store::count_pending(at, account, MOST_PENDING).await? < MOST_PENDING {
        return Ok(());
    }
    // By then one more of them was read.
    let wait = u64::from(60_u32.div_ceil(app.config.scrapes_per_minute.max(1)));
    let detail = "100 of your pasted links wait to be read; paste more when some of them are done.";
    Err(ApiError::new(ProblemKind::TooManyRequests).detail(detail).retry_after(wait))
}

/// Writes down that the item's address waits to be read.
pub(super) async fn enqueue(tx: &mut Tx, item: ItemId, now: Timestamp) -> Result<(), StoreError> {
    jobs::enqueue(tx, Kind::FillItem, &item.to_string(), now, now).await
}

/// Tries a pasted address again that could not be read.
#[utoipa::path(post, path = "/api/v1/items/{id}/fill", tag = "items", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = shared::wire::items::ItemView, description = "It is pending, or was done."),
        (status = 403, description = "Only its person may do that."), (status = 404, description = "No such item for this viewer."),
        (status = 409, description = "It was not saved by a pasted address, is in the bin, or lies on a list that is locked."),
        (status = 429, description = "Too many pages were asked for; wait a little.")))]
async fn fill_again(app: State<App>, signed: Signed, Path(id): Path<ItemId>) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, id).await?;
    let (item, relation) = seen(&mut tx, Some(signed.account_id), id).await?;
    if relation != ItemRelation::Own {
        return Err(ApiError::forbidden("Only the item's person may do that."));
    }
    if item.deleted_at.is_some() {
        return Err(ApiError::conflict("The item is in the bin; restore it first."));
    }
    match item.fill {
        None => return Err(ApiError::conflict("Only a pasted address is read by the server.")),
        Some(FillState::Done | FillState::Pending) => return answer(tx, signed.account_id, id).await,
        Some(FillState::Failed) => {}
    }
    boards::item_unlocked(&mut tx, id, now).await?;
    // It counts as a page when the job reads it, like any other; how many may wait is bounded below.
    if let Some(url) = &item.url {
        // *Again* means the shop, not what was kept of it. Before the commit: then a worker may take the job at once.
        app.fetch.forget(signed.account_id, url).await;
    }
    bounded(&app, &mut tx, signed.account_id).await?;
    set_fill(&mut tx, item, FillState::Pending, None).await?;
    enqueue(&mut tx, id, now).await?;
    tell(&mut tx, id, signed.account_id, Event::ItemChanged { item_id: id }, now).await?;
    let answer = answer(tx, signed.account_id, id).await?;
    app.jobs.ring();
    Ok(answer)
}

/// One try. `last`: there is none after it, so a failure is told to the person.
pub(crate) async fn run(app: &App, subject: &str, last: bool) -> Result<Outcome, StoreError> {
    let Ok(id) = subject.parse::<ItemId>() else { return Ok(Outcome::Done) };
    let Some(item) = store::by_id(&app.db, None, id).await? else { return Ok(Outcome::Done) };
    let (FillState::Pending, Some(url)) = (item.fill.unwrap_or(FillState::Done), &item.url) else {
        return Ok(Outcome::Done);
    };
    if item.deleted_at.is_some() {
        return fail(app, id, FillProblem::Unreadable).await;
    }
    if app.scrapes.take(Caller::Account(item.account_id)).is_err() {
        return Ok(Outcome::Later(60_000 / i64::from(app.config.scrapes_per_minute)));
    }
    match products::read_page(app, item.account_id, url).await {
        Ok(page) if page.detection.page == Verdict::NotProduct => fail(app, id, FillProblem::NotAProduct).await,
        Ok(page) => done(app, id, &page).await,
        Err(error) => not_read(app, id, &error, last).await,
    }
}

/// There is no try left, for a reason that no page gave.
pub(crate) async fn give_up(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Ok(id) = subject.parse::<ItemId>() else { return Ok(Outcome::Done) };
    fail(app, id, FillProblem::Unreadable).await
}

async fn not_read(app: &App, id: ItemId, error: &ReadError, last: bool) -> Result<Outcome, StoreError> {
    let millis = |seconds: u32| i64::from(seconds) * 1000;
    let after = match error {
        // Not the page's fault, and nothing was asked of the shop.
        ReadError::Fetch(FetchError::Busy { retry_after }) => return Ok(Outcome::Later(millis(*retry_after))),
        ReadError::Fetch(FetchError::AddressRefused { .. }) => return fail(app, id, FillProblem::AddressRefused).await,
        ReadError::Fetch(FetchError::NotHtml | FetchError::TooLarge) => {
            return fail(app, id, FillProblem::NotAPage).await;
        }
        ReadError::Fetch(error) if !error.may_pass() => return fail(app, id, FillProblem::Unreadable).await,
        ReadError::Fetch(FetchError::Unreadable { retry_after, .. }) => retry_after.map_or(0, millis),
        ReadError::Fetch(_) | ReadError::Detection(_) => 0,
    };
    // Who waits for a minute or more has long gone on to fill it in by hand.
    if last || after > MOST_PATIENCE_MILLIS {
        tracing::info!(item = %id, %error, "a pasted address could not be read");
        return fail(app, id, FillProblem::Unreadable).await;
    }
    Ok(Outcome::Retry { after, reason: error.to_string() })
}

/// The item as it is now, held; `None` where nobody waits for it any more.
async fn pending(tx: &mut Tx, id: ItemId) -> Result<Option<Item>, StoreError> {
    store::hold(tx, id).await?;
    let item = store::by_id(&mut *tx, None, id).await?;
    Ok(item.filter(|item| item.fill == Some(FillState::Pending)))
}

/// Writes how far the server is. The item must be held.
async fn set_fill(
    tx: &mut Tx,
    mut item: Item,
    state: FillState,
    problem: Option<FillProblem>,
) -> Result<(), StoreError> {
    (item.fill, item.fill_problem) = (Some(state), problem);
    let key = store::page_key(&mut *tx, item.id).await?;
    store::update(tx, &item, key.as_deref()).await?.then_some(()).ok_or(StoreError::Conflict)
}

async fn fail(app: &App, id: ItemId, problem: FillProblem) -> Result<Outcome, StoreError> {
    let mut tx = app.db.begin().await?;
    if let Some(item) = pending(&mut tx, id).await? {
        let person = item.account_id;
        set_fill(&mut tx, item, FillState::Failed, Some(problem)).await?;
        tell(&mut tx, id, person, Event::ItemChanged { item_id: id }, app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(Outcome::Done)
}

/// What the person typed meanwhile stays; the rest is what the page says.
async fn done(app: &App, id: ItemId, page: &ReadPage) -> Result<Outcome, StoreError> {
    let now = app.clock.now();
    let snapshot = snapshot(page);
    let mut tx = app.db.begin().await?;
    let Some(mut item) = pending(&mut tx, id).await? else { return Ok(Outcome::Done) };
    let (account, before) = (item.account_id, store::page_key(&mut tx, id).await?);
    let identity = Identity::of(&page.url, snapshot.canonical_url.as_deref(), snapshot.gtin.as_deref(), &item.variant);
    let Some(identity) = identity else {
        drop(tx);
        return fail(app, id, FillProblem::AddressRefused).await;
    };
    let untouched = item.shop.as_deref() == Some(item.title.as_str());
    if let Some(title) = snapshot.title.as_ref().filter(|_| untouched) {
        item.title.clone_from(title);
    }
    let Recorded { product, offer } =
        products::record(&mut tx, account, &identity, (&snapshot, &item.title, &item.variant), now).await?;
    (item.product_id, item.offer_id) = (Some(product), Some(offer));
    item.shop = Some(identity.shop.clone());
    item.image = item.image.or(snapshot.image);
    item.brand = item.brand.or(snapshot.brand);
    item.availability = snapshot.availability;
    item.needs_check = page.detection.page != Verdict::Sure;
    (item.fill, item.fill_problem) = (Some(FillState::Done), None);
    if let Some(price) = snapshot.price {
        let (kind, source) = (PriceKind::Current, ObservationSource::ServerFetch);
        let sighting = Sighting { price, kind, source, seen_at: page.seen_at };
        prices::observe(&mut tx, ObservationId::new(now, random()), offer, &sighting).await?;
        // A page may have been kept for hours, and its person may have been there since.
        if !item.price_typed && item.price_seen_at.is_none_or(|at| at <= page.seen_at) {
            (item.price, item.price_seen_at, item.list_price) = (Some(price), Some(page.seen_at), snapshot.list_price);
        }
        jobs::enqueue(
            &mut tx,
            Kind::RefreshPrice,
            &offer.to_string(),
            now.plus_millis(prices::FIRST_CHECK_MILLIS),
            now,
        )
        .await?;
    }
    // The page names itself by another address: it is recognised by that one from now on, unless another item is.
    let taken = store::by_page(&mut tx, account, &identity.page_key).await?.is_some_and(|other| other != id);
    let key = if taken { before } else { Some(identity.page_key) };
    if !store::update(&mut tx, &item, key.as_deref()).await? {
        return Err(StoreError::Conflict);
    }
    tell(&mut tx, id, account, Event::ItemChanged { item_id: id }, now).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// What the page says, as far as it may be stored: a field that breaks a rule is left out, not the whole page.
pub(crate) fn snapshot(page: &ReadPage) -> PageSnapshot {
    let Detection { product, canonical_url, .. } = &page.detection;
    let cut = |text: &str, most: usize| -> String {
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        clean.trim().chars().take(most).collect()
    };
    let field = |value: &Option<shared::detect::Field<String>>, most: usize| {
        value.as_ref().map(|field| cut(&field.value, most)).filter(|text| !text.is_empty())
    };
    let mut snapshot = PageSnapshot {
        url: page.url.clone(),
        canonical_url: canonical_url.clone(),
        title: field(&product.title, 500),
        price: product.price.as_ref().and_then(|field| field.value.money()).filter(|price| price.amount_minor >= 0),
        list_price: product.list_price.as_ref().and_then(|field| field.value.money()),
        image: product.image.as_ref().map(|field| field.value.clone()),
        brand: field(&product.brand, 200),
        gtin: product.gtin.as_ref().map(|field| field.value.clone()).filter(|gtin| products::is_gtin(gtin)),
        sku: field(&product.sku, 100),
        description: field(&product.description, 1000),
        category: field(&product.category, 200),
        availability: product.availability.as_ref().map(|field| field.value),
        seen_at: Some(page.seen_at),
        ..PageSnapshot::default()
    };
    // Addresses that are none come out empty; what else it would refuse was cut above.
    check_snapshot(&mut Fields::default(), &mut snapshot);
    snapshot
}
