//! The rows of the server's looks at offers, and of the turns of shops.

use shared::id::OfferId;
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::history::{PriceCheckState, PriceCheckView};
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};
use crate::fetch::Validators;

statements! {
    WATCHED = "select o.url, o.offer_key, o.variant, c.state, c.checked_at, coalesce(c.failures, 0), c.etag, c.last_modified, \
        c.price_minor, c.price_currency, c.doubt_minor, c.doubt_currency from offer o \
        left join offer_check c on c.offer_id = o.id where o.id = $1";
    SET = "insert into offer_check (offer_id, state, checked_at, failures, etag, last_modified, price_minor, price_currency, \
        doubt_minor, doubt_currency) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (offer_id) do update \
        set state = excluded.state, checked_at = excluded.checked_at, failures = excluded.failures, etag = excluded.etag, \
        last_modified = excluded.last_modified, price_minor = excluded.price_minor, \
        price_currency = excluded.price_currency, doubt_minor = excluded.doubt_minor, \
        doubt_currency = excluded.doubt_currency";
    STATE = "select state, checked_at from offer_check where offer_id = $1";
    /// Nobody gets it while another one has it: the condition is looked at with the row held.
    TAKE_TURN = "insert into shop_turn (site, next_at) values ($1, $3) on conflict (site) do update \
        set next_at = excluded.next_at where shop_turn.next_at <= $2";
    NEXT_TURN = "select next_at from shop_turn where site = $1";
    LEAVE_TURN = "update shop_turn set next_at = $2 where site = $1";
    PURGE_TURNS = "delete from shop_turn where site in (select site from shop_turn where next_at < $1 limit $2) \
        and next_at < $1";
}

/// An offer, as far as looking at it goes.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    pub(super) url: String,
    /// What its page is recognised by.
    pub(super) page_key: String,
    variant: String,
    /// Of the last page that was believed.
    pub(super) known: Validators,
    pub(super) check: Check,
}

impl Watched {
    /// No options were chosen on its page.
    pub(super) fn is_plain(&self) -> bool {
        self.variant == "[]"
    }
}

/// How the looks at an offer stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check {
    pub(super) state: PriceCheckState,
    pub(super) checked_at: Timestamp,
    pub(super) failures: i64,
    /// Of the last page that was believed.
    pub(super) price: Option<Money>,
    /// Not believed yet.
    pub(super) doubt: Option<Money>,
}

impl Check {
    /// What it is where the page is still the one that was believed.
    pub(super) fn state_of_same(&self) -> PriceCheckState {
        match self.state {
            PriceCheckState::OutOfStock => PriceCheckState::OutOfStock,
            _ => PriceCheckState::Unchanged,
        }
    }
}

type WatchedRow = (
    String,
    String,
    String,
    Option<Text<PriceCheckState>>,
    Option<Millis>,
    i64,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<Text<Currency>>,
    Option<i64>,
    Option<Text<Currency>>,
);

pub(super) async fn watched(at: impl Into<At<'_>>, offer: OfferId) -> Result<Option<Watched>, StoreError> {
    let row: Option<WatchedRow> = on!(at.into(), |e| query_as(WATCHED).bind(Text(offer)).fetch_optional(e))?;
    let money = |amount: Option<i64>, currency: Option<Text<Currency>>| {
        amount.zip(currency).map(|(amount, currency)| Money::new(amount, currency.0))
    };
    Ok(row.map(|(url, page_key, variant, state, at, failures, etag, last_modified, price, in_, doubt, of)| Watched {
        url,
        page_key,
        variant,
        known: Validators { etag, last_modified },
        check: Check {
            state: state.map_or(PriceCheckState::Ok, |state| state.0),
            checked_at: at.map_or(Timestamp::from_millis(0), |at| at.0),
            failures,
            price: money(price, in_),
            doubt: money(doubt, of),
        },
    }))
}

pub(super) async fn set(tx: &mut Tx, offer: OfferId, check: &Check, known: &Validators) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(SET)
            .bind(Text(offer))
            .bind(Text(check.state))
            .bind(Millis(check.checked_at))
            .bind(check.failures)
            .bind(&known.etag)
            .bind(&known.last_modified)
            .bind(check.price.map(|price| price.amount_minor))
            .bind(check.price.map(|price| Text(price.currency)))
            .bind(check.doubt.map(|price| price.amount_minor))
            .bind(check.doubt.map(|price| Text(price.currency)))
            .execute(e)
            .await
            .map(|_| ())
    })
}

pub(super) async fn state(at: impl Into<At<'_>>, offer: OfferId) -> Result<Option<PriceCheckView>, StoreError> {
    let row: Option<(Text<PriceCheckState>, Millis)> =
        on!(at.into(), |e| query_as(STATE).bind(Text(offer)).fetch_optional(e))?;
    Ok(row.map(|(state, checked_at)| PriceCheckView { state: state.0, checked_at: checked_at.0 }))
}

/// Takes the turn until `until`; false where it is not free at `now`.
pub(super) async fn take_turn(tx: &mut Tx, site: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let taken = query(TAKE_TURN).bind(site).bind(Millis(now)).bind(Millis(until)).execute(e).await;
        taken.map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn next_turn(tx: &mut Tx, site: &str) -> Result<Option<Timestamp>, StoreError> {
    let next: Option<Millis> = on!(&mut *tx, |e| query_scalar(NEXT_TURN).bind(site).fetch_optional(e))?;
    Ok(next.map(|at| at.0))
}

pub(super) async fn leave_turn(tx: &mut Tx, site: &str, next: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(LEAVE_TURN).bind(site).bind(Millis(next)).execute(e).await.map(|_| ()) })
}

pub(super) async fn purge_turns(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(tx, |e| async {
        query(PURGE_TURNS).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}
