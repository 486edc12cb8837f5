//! The rows of sightings.

use shared::history;
use shared::id::{ObservationId, OfferId};
use shared::money::{Currency, Money};
use shared::product::PriceKind;
use shared::time::Timestamp;
use shared::wire::items::{ObservationSource, ObservationView};
use sqlx::{query, query_as};

use super::Sighting;
use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};

statements! {
    EXTEND = "update price_observation set seen_until = $6 where id = (select id from price_observation \
        where offer_id = $1 and kind = $4 order by seen_until desc, id desc limit 1) \
        and amount_minor = $2 and currency = $3 and source = $5 and seen_until <= $6";
    INSERT = "insert into price_observation (id, offer_id, amount_minor, currency, kind, source, seen_at, seen_until) \
        values ($1, $2, $3, $4, $5, $6, $7, $7)";
    /// Where [`EXTEND`] has just moved the end of the latest one, that is it.
    INSERT_UNLESS_EXTENDED = "insert into price_observation (id, offer_id, amount_minor, currency, kind, source, seen_at, \
        seen_until) select $1, $2, $3, $4, $5, $6, $7, $7 where not exists (select 1 from price_observation \
        where offer_id = $2 and amount_minor = $3 and currency = $4 and kind = $5 and source = $6 and seen_until = $7)";
    /// List prices, instalments and prices by weight are not what one pays.
    LATEST = "select amount_minor, currency, seen_until from price_observation where offer_id = $1 \
        and kind not in ('list', 'instalment', 'unit') order by seen_until desc, id desc limit 1";
    LIST = "select id, amount_minor, currency, kind, source, seen_at, seen_until from price_observation \
        where offer_id = $1 and (seen_until, id) < ($2, $3) order by seen_until desc, id desc limit $4";
    SIGHTINGS = "select amount_minor, currency, kind, seen_at, seen_until from price_observation where offer_id = $1 \
        order by seen_until desc, id desc limit $2";
}

macro_rules! bind_sighting {
    ($query:expr, $offer:expr, $sighting:expr) => {
        $query
            .bind(Text($offer))
            .bind($sighting.price.amount_minor)
            .bind(Text($sighting.price.currency))
            .bind(Text($sighting.kind))
            .bind(Text($sighting.source))
            .bind(Millis($sighting.seen_at))
    };
}

/// Moves the end of the latest sighting of this kind; false where that one says something else.
pub(super) async fn extend(tx: &mut Tx, offer: OfferId, sighting: &Sighting) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        bind_sighting!(query(EXTEND), offer, sighting).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: ObservationId,
    offer: OfferId,
    sighting: &Sighting,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        bind_sighting!(query(INSERT).bind(Text(id)), offer, sighting).execute(e).await.map(|_| ())
    })
}

/// The sighting in a batch. `known`: there may be others of this offer, and the latest may say the same.
pub(super) fn add(batch: &mut Batch, id: ObservationId, (offer, known): (OfferId, bool), sighting: &Sighting) {
    if known {
        bind_sighting!(batch.add(EXTEND), offer, sighting);
        bind_sighting!(batch.add(INSERT_UNLESS_EXTENDED).bind(Text(id)), offer, sighting);
    } else {
        bind_sighting!(batch.add(INSERT).bind(Text(id)), offer, sighting);
    }
}

pub(super) async fn latest(at: impl Into<At<'_>>, offer: OfferId) -> Result<Option<(Money, Timestamp)>, StoreError> {
    let row: Option<(i64, Text<Currency>, Millis)> =
        on!(at.into(), |e| query_as(LATEST).bind(Text(offer)).fetch_optional(e))?;
    Ok(row.map(|(amount, currency, at)| (Money::new(amount, currency.0), at.0)))
}

type Row = (Text<ObservationId>, i64, Text<Currency>, Text<PriceKind>, Text<ObservationSource>, Millis, Millis);

/// The latest first.
pub(super) async fn list(
    at: impl Into<At<'_>>,
    offer: OfferId,
    (seen_until, id): (i64, String),
    limit: i64,
) -> Result<Vec<(ObservationId, ObservationView)>, StoreError> {
    let rows: Vec<Row> =
        on!(at.into(), |e| query_as(LIST).bind(Text(offer)).bind(seen_until).bind(id).bind(limit).fetch_all(e))?;
    let view = |(id, amount, currency, kind, source, seen_at, seen_until): Row| {
        let price = Money::new(amount, currency.0);
        let (seen_at, seen_until) = (seen_at.0, seen_until.0);
        (id.0, ObservationView { price, kind: kind.0, source: source.0, seen_at, seen_until })
    };
    Ok(rows.into_iter().map(view).collect())
}

type SightingRow = (i64, Text<Currency>, Text<PriceKind>, Millis, Millis);

/// The last ones, by when they were last seen, wherever they were seen.
pub(super) async fn sightings(
    at: impl Into<At<'_>>,
    offer: OfferId,
    most: i64,
) -> Result<Vec<history::Sighting>, StoreError> {
    let rows: Vec<SightingRow> = on!(at.into(), |e| query_as(SIGHTINGS).bind(Text(offer)).bind(most).fetch_all(e))?;
    let sighting = |(amount, currency, kind, seen_at, seen_until): SightingRow| history::Sighting {
        price: Money::new(amount, currency.0),
        kind: kind.0,
        seen_at: seen_at.0,
        seen_until: seen_until.0,
    };
    Ok(rows.into_iter().map(sighting).collect())
}
