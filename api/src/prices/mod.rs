//! What an offer cost when: sightings, append only, the same price again moves the end of the last one.
//! So that a history is short, exact, and never mixes kinds of price.
//! It never fetches a page, and never compares amounts of two currencies or two kinds.

mod history;
pub(crate) mod store;

use shared::history::{History, Pace, Window};
use shared::id::{ObservationId, OfferId};
use shared::money::Money;
use shared::product::PriceKind;
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::history::{PriceCheckView, PriceHistoryView};
use shared::wire::items::{ObservationSource, ObservationView};

use crate::db::{At, Batch, StoreError, Tx};
use crate::error::Answer;
use crate::extract::{BEHIND_EVERY_ID, Paging, page_of};

/// Every 4 hours while it is saved, says the specification; alerts and the pace of the shop come later.
pub(crate) const FIRST_CHECK_MILLIS: i64 = 4 * 60 * 60 * 1000;

/// Of a longer history the last sightings are told. The same price again is one, so that these are years.
const MOST_SIGHTINGS: i64 = 1_000;

/// One sighting of a price.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sighting {
    pub(crate) price: Money,
    pub(crate) kind: PriceKind,
    pub(crate) source: ObservationSource,
    pub(crate) seen_at: Timestamp,
}

/// Writes a sighting down. Where the latest one of this kind says the same, only its end moves.
/// A sighting older than the latest one (an outbox that was offline for a week) is added as it is, and moves nothing.
///
/// # Errors
/// Those of the database.
pub(crate) async fn observe(
    tx: &mut Tx,
    id: ObservationId,
    offer: OfferId,
    sighting: &Sighting,
) -> Result<(), StoreError> {
    if !store::extend(tx, offer, sighting).await? {
        store::insert(tx, id, offer, sighting).await?;
    }
    Ok(())
}

/// As [`observe`], within a batch. `known` says that there may be others of this offer.
pub(crate) fn add(batch: &mut Batch, id: ObservationId, (offer, known): (OfferId, bool), sighting: &Sighting) {
    store::add(batch, id, (offer, known), sighting);
}

/// The last price that one could pay when it was seen.
///
/// # Errors
/// Those of the database.
pub(crate) async fn latest(at: impl Into<At<'_>>, offer: OfferId) -> Result<Option<(Money, Timestamp)>, StoreError> {
    store::latest(at, offer).await
}

/// One page of an offer's sightings, the latest first.
///
/// # Errors
/// A bad cursor or limit, and those of the database.
pub(crate) async fn page(at: impl Into<At<'_>>, offer: OfferId, paging: &Paging) -> Answer<Page<ObservationView>> {
    let limit = paging.limit()?;
    let after = paging.after::<(i64, String)>()?.unwrap_or((i64::MAX, BEHIND_EVERY_ID.to_owned()));
    let rows = store::list(at, offer, after, limit as i64 + 1).await?;
    let key = |(id, view): &(ObservationId, ObservationView)| (view.seen_until.as_millis(), id.to_string());
    Ok(page_of(rows, limit, key, |(_, view)| view))
}

/// What an offer cost when, as far as its last 1,000 sightings tell, beside how the server's looks at it stand.
///
/// # Errors
/// Those of the database.
pub(crate) async fn history(
    at: impl Into<At<'_>>,
    offer: OfferId,
    check: Option<PriceCheckView>,
) -> Result<PriceHistoryView, StoreError> {
    Ok(history::view(&seen(at, offer).await?, check))
}

/// As [`history`], for whoever reckons with it.
///
/// # Errors
/// Those of the database.
async fn seen(at: impl Into<At<'_>>, offer: OfferId) -> Result<History, StoreError> {
    Ok(History::of(&store::sightings(at, offer, MOST_SIGHTINGS).await?))
}

/// How often the price that everybody pays moved until now, in the currency that was seen last; `None` where it was never seen.
///
/// # Errors
/// Those of the database.
pub(crate) async fn pace(at: impl Into<At<'_>>, offer: OfferId, now: Timestamp) -> Result<Option<Pace>, StoreError> {
    let until_now = Window { until: now, ..Window::all() };
    Ok(seen(at, offer).await?.latest_of(PriceKind::Current).map(|series| series.pace(until_now)))
}
