//! Looking at offers again by ourselves: when, how politely, and what is believed of it.
//! So that a history goes on while nobody visits the shop, and says openly where it does not.
//! It never reads a claim: when an offer is looked at must tell nobody that it was claimed.

mod judge;
mod schedule;
pub(crate) mod store;
mod turn;

use rand::random;
use shared::id::{ObservationId, OfferId};
use shared::product::{Availability, PriceKind};
use shared::time::Timestamp;
use shared::wire::history::{PriceCheckState, PriceCheckView};
use shared::wire::items::ObservationSource;

use crate::App;
use crate::db::{At, Db, StoreError};
use crate::fetch::{Again, Client, FetchError};
use crate::items::{self, Rechecked};
use crate::jobs::Outcome;
use crate::prices::{self, Sighting};
use crate::{boards, products};
use judge::Judged;
use store::{Check, Watched};

/// Nobody wants it now (it lies in the bin, or was received): somebody may later.
const RESTS_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// A shop that has enough of us is left alone for so long at least, and twice as long each time.
const REFUSED_MILLIS: i64 = 60_000;

/// What a look gave.
enum Look {
    /// The page is still the one that is known.
    Same,
    /// The page, and what is believed of it.
    Page(Box<Judged>),
    /// There is no such page.
    Gone,
    /// Nothing that may be believed.
    Unreadable,
}

/// One look at an offer, where it is the shop's turn. It ends by saying when the next one is.
pub(crate) async fn run(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Ok(offer) = subject.parse::<OfferId>() else { return Ok(Outcome::Done) };
    let Some(watched) = store::watched(&app.db, offer).await? else { return Ok(Outcome::Done) };
    // What a page shows by itself is not what was chosen on it: of a variant only its person's visits tell.
    let (true, Some(site)) = (watched.is_plain(), Client::site(&watched.url)) else { return Ok(Outcome::Done) };
    if items::watched(&app.db, offer).await?.is_empty() {
        return Ok(Outcome::Later(RESTS_MILLIS));
    }
    let now = app.clock.now();
    if let Err(free_at) = turn::take(app, &site, now).await? {
        let wait = free_at.as_millis() - now.as_millis();
        return Ok(Outcome::Later(wait.max(0) + turn::behind(offer, now)));
    }
    let looked = app.fetch.again(&watched.url, &watched.known, now).await;
    let (rest, look) = match looked {
        // Nothing was asked of the shop.
        Err(FetchError::Busy { retry_after }) => {
            turn::leave(app, &site, turn::SECOND_MILLIS).await?;
            return Ok(Outcome::Later(i64::from(retry_after) * 1000));
        }
        Err(FetchError::Unreadable { status: 429 | 503, retry_after }) => {
            let asked = retry_after.map_or(0, |seconds| i64::from(seconds) * 1000);
            (asked.max(REFUSED_MILLIS << watched.check.failures.clamp(0, 10)), Look::Unreadable)
        }
        Err(FetchError::Unreadable { status: 404 | 410, .. }) => (turn::SECOND_MILLIS, Look::Gone),
        Err(error) => {
            tracing::info!(%offer, %error, "an offer could not be looked at");
            (turn::SECOND_MILLIS, Look::Unreadable)
        }
        Ok(Again { page, delay }) => (i64::from(delay) * 1000, look(app, &watched, page).await),
    };
    // Whatever comes of it: the shop was asked, and is left alone for a while.
    turn::leave(app, &site, rest).await?;
    let check = write(app, offer, &watched, look, now).await?;
    let wait = match check {
        Some(check) => reasons(app, offer, &check, now).await?.wait(),
        None => RESTS_MILLIS,
    };
    Ok(Outcome::Later(schedule::spread(wait.max(rest), offer, now)))
}

/// What is believed of what came.
async fn look(app: &App, watched: &Watched, page: Option<crate::fetch::Page>) -> Look {
    let Some(page) = page else { return Look::Unreadable };
    if page.status == 304 {
        return if watched.known.are_any() { Look::Same } else { Look::Unreadable };
    }
    let known = page.validators.clone();
    match products::look(app, page).await {
        Ok(read) => judge::of(watched, &read, known).map_or(Look::Unreadable, |judged| Look::Page(Box::new(judged))),
        Err(error) => {
            tracing::info!(%error, "a page could not be looked at");
            Look::Unreadable
        }
    }
}

/// Writes down what a look gave, all of it or nothing; gives how the looks stand, or `None` where nobody wants it any more.
/// Done twice it is as done once: the same sighting moves nothing.
async fn write(
    app: &App,
    offer: OfferId,
    watched: &Watched,
    look: Look,
    seen_at: Timestamp,
) -> Result<Option<Check>, StoreError> {
    let mut tx = app.db.begin().await?;
    let wishes = items::hold_of_offer(&mut tx, offer).await?;
    if wishes.is_empty() {
        return Ok(None);
    }
    let before = watched.check;
    let failed = |state| Check { state, checked_at: seen_at, failures: before.failures + 1, doubt: None, ..before };
    let mut known = watched.known.clone();
    let (check, seen) = match look {
        Look::Gone => (failed(PriceCheckState::Gone), None),
        Look::Unreadable => (failed(PriceCheckState::Unreadable), None),
        Look::Same => {
            let state = before.state_of_same();
            (Check { state, checked_at: seen_at, failures: 0, ..before }, Some((before.price, None, None)))
        }
        Look::Page(judged) => match judged.doubted(prices::latest(&mut tx, offer).await?, before.doubt) {
            Some(doubt) => (Check { doubt: Some(doubt), ..failed(PriceCheckState::Unreadable) }, None),
            None => {
                known.clone_from(&judged.known);
                let state = match judged.availability {
                    Some(Availability::OutOfStock) => PriceCheckState::OutOfStock,
                    _ if judged.price.is_some() && judged.price == before.price => PriceCheckState::Unchanged,
                    _ => PriceCheckState::Ok,
                };
                let check = Check { state, checked_at: seen_at, failures: 0, price: judged.price, doubt: None };
                (check, Some((judged.price, judged.list_price, judged.availability)))
            }
        },
    };
    let now = app.clock.now();
    if let Some((price, list_price, availability)) = seen {
        products::still(&mut tx, offer, availability).await?;
        if let Some(price) = price {
            let sighting =
                Sighting { price, kind: PriceKind::Current, source: ObservationSource::ServerFetch, seen_at };
            prices::observe(&mut tx, ObservationId::new(now, random()), offer, &sighting).await?;
        }
        store::set(&mut tx, offer, &check, &known).await?;
        items::rechecked(&mut tx, &wishes, &Rechecked { price, list_price, availability, seen_at }, now).await?;
    } else {
        store::set(&mut tx, offer, &check, &known).await?;
    }
    tx.commit().await?;
    Ok(Some(check))
}

/// What decides when the next look is. All of it is known to the wish's owner.
async fn reasons(app: &App, offer: OfferId, check: &Check, now: Timestamp) -> Result<schedule::Reasons, StoreError> {
    let mut occasion: Option<Timestamp> = None;
    let mut alert = false;
    for (wish, threshold) in items::watched(&app.db, offer).await? {
        alert |= threshold;
        let next = boards::occasion::next_occasion(&app.db, wish, now).await?;
        occasion = [occasion, next].into_iter().flatten().min();
    }
    Ok(schedule::Reasons {
        alert,
        pace: prices::pace(&app.db, offer, now).await?,
        occasion_in: occasion.map(|at| at.as_millis() - now.as_millis()),
        gone: check.state == PriceCheckState::Gone,
        failures: check.failures,
        doubt: check.doubt.is_some(),
    })
}

/// How the server's own looks at an offer stand; `None` before the first.
///
/// # Errors
/// Those of the database.
pub(crate) async fn check_of(at: impl Into<At<'_>>, offer: OfferId) -> Result<Option<PriceCheckView>, StoreError> {
    store::state(at, offer).await
}

/// Forgets shops whose turn came long ago, at most `most` of them; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    turn::purge(db, now, most).await
}
