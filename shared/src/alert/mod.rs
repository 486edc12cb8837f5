//! Alerts: whether a sighting is what somebody asked to be told of.
//! So that each thing is told once, when it is sure, and again only after it had ended.
//! It never compares two kinds of price or two currencies, and takes nothing for a fact that was seen once.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
mod rule;

use serde::{Deserialize, Serialize};

use crate::history::History;
use crate::product::{Availability, PriceKind};
use crate::{money::Money, time::Timestamp};

pub use rule::{Condition, InvalidCondition, Test};

/// Two sightings count as two when they are so far apart: a page that is broken for a moment is not believed.
pub const APART_MILLIS: i64 = 5 * 60 * 1000;
/// Whoever asked for any change is told once in so long: a price that goes to and fro is one piece of news a day.
pub const PAUSE_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What somebody wants to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What is to be the case.
    pub condition: Condition,
    /// What was seen before is not told.
    pub since: Timestamp,
    /// From then on nothing is told.
    pub until: Option<Timestamp>,
}

/// What a look at an offer gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// When the shop showed it.
    pub at: Timestamp,
    /// What it showed.
    pub seen: Seen,
}

/// What a shop showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Its page of the offer.
    Page {
        /// What one pays, where that is sure, and what that price means.
        price: Option<(Money, PriceKind)>,
        /// Whether it can be bought, where the page tells.
        availability: Option<Availability>,
    },
    /// That there is no such page any more.
    Gone,
    /// Nothing that could be read.
    Unreadable,
}

/// How far a rule is. A new rule starts with the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// What was told last.
    pub told: Option<Told>,
    /// It was told and holds still: nothing is told until it was seen to have ended.
    pub holds: bool,
    /// What was seen once, and is believed when it is seen again.
    pub once: Option<Once>,
    /// Whether it could be bought, as far as that was seen twice.
    pub in_stock: Option<bool>,
    /// The latest sighting that said anything of it.
    pub seen_at: Option<Timestamp>,
}

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The price then, in the minor unit of the rule's currency; nothing where it was about stock.
    pub amount_minor: i64,
    /// Of when the sighting was.
    pub at: Timestamp,
}

/// The first of two sightings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Once {
    /// When it was.
    pub at: Timestamp,
    /// It says that what holds has ended; else that something is to be told.
    pub ends: bool,
    /// The price that was seen.
    pub amount_minor: i64,
    /// What it was held against: the lowest price until then, or the one told last. Where it is held against nothing, 0.
    pub against_minor: i64,
}

/// Why somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// What they had asked for.
    pub condition: Condition,
    /// What it costs now; `null` where it is about stock and no price was seen.
    pub price: Option<Money>,
    /// What it cost before, in the same currency and kind, where that is known.
    pub before: Option<Money>,
    /// Since when it was never cheaper, as far as was seen; `null` where nothing was seen before.
    pub lowest_since: Option<Timestamp>,
}

impl State {
    /// Whether something was seen once: the sooner somebody looks again, the sooner it is told.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.once.is_some()
    }
}

/// Takes in one more observation. `history` is what was seen before it. An observation that is not
/// later than the last one that counted changes nothing, so it may be taken in twice.
#[must_use]
pub fn evaluate(
    rule: &Rule,
    state: &State,
    history: &History,
    observation: &Observation,
    now: Timestamp,
) -> (State, Option<Reason>) {
    let late = state.seen_at.is_some_and(|seen| observation.at <= seen) || observation.at < rule.since;
    if late || rule.until.is_some_and(|until| now >= until) {
        return (*state, None);
    }
    match rule.condition {
        Condition::BackInStock => stock(rule, state, observation),
        Condition::Price { kind, currency, test } => {
            let Some(amount) = payable(observation, (kind, currency)) else { return (*state, None) };
            price(test, state, history, (amount, observation.at), rule)
        }
    }
}

/// What one can pay now, of the rule's kind and in its currency. What is sold out is at no price, and nothing costs nothing.
fn payable(observation: &Observation, wanted: (PriceKind, crate::money::Currency)) -> Option<i64> {
    let Seen::Page { price: Some((price, kind)), availability } = observation.seen else { return None };
    let buyable = availability != Some(Availability::OutOfStock);
    (buyable && (kind, price.currency) == wanted && price.amount_minor > 0).then_some(price.amount_minor)
}

fn price(
    test: Test,
    state: &State,
    history: &History,
    (amount, at): (i64, Timestamp),
    rule: &Rule,
) -> (State, Option<Reason>) {
    let mut next = State { seen_at: Some(at), ..*state };
    let Condition::Price { kind, currency, .. } = rule.condition else { return (next, None) };
    let series = history.of_kind(kind, currency);
    let ends = state.holds;
    let against = match state.once.filter(|once| !once.ends) {
        Some(once) => Some(once.against_minor),
        None => test.against(series, state.told, at),
    };
    let asked = if ends { test.over(amount) } else { test.met(amount, against, state.told, at) };
    let Some(against_minor) = against.filter(|_| asked) else {
        next.once = None;
        return (next, None);
    };
    let first = Once { at, ends, amount_minor: amount, against_minor };
    match state.once.filter(|once| once.ends == ends && test.same_news(once.amount_minor, amount)) {
        None => next.once = Some(first),
        Some(once) if at < once.at.plus_millis(APART_MILLIS) => {}
        Some(_) if ends => (next.holds, next.once) = (false, None),
        Some(_) => {
            (next.holds, next.once) = (test.lasts(), None);
            next.told = Some(Told { amount_minor: amount, at });
            let money = |amount| Money::new(amount, currency);
            let reason = Reason {
                condition: rule.condition,
                price: Some(money(amount)),
                before: series.and_then(|series| series.other_before(amount, at)).map(money),
                lowest_since: series.and_then(|series| series.never_below_since(amount, at)),
            };
            return (next, Some(reason));
        }
    }
    (next, None)
}

fn stock(rule: &Rule, state: &State, observation: &Observation) -> (State, Option<Reason>) {
    let (there, price) = match observation.seen {
        Seen::Page { availability: Some(Availability::InStock), price } => (true, price),
        Seen::Page { availability: Some(Availability::OutOfStock), .. } | Seen::Gone => (false, None),
        Seen::Page { .. } | Seen::Unreadable => return (*state, None),
    };
    let at = observation.at;
    let mut next = State { seen_at: Some(at), ..*state };
    if state.in_stock == Some(there) {
        next.once = None;
        return (next, None);
    }
    match state.once.filter(|once| once.ends != there) {
        None => next.once = Some(Once { at, ends: !there, amount_minor: 0, against_minor: 0 }),
        Some(once) if at < once.at.plus_millis(APART_MILLIS) => {}
        Some(_) => {
            (next.in_stock, next.once) = (Some(there), None);
            if there && state.in_stock == Some(false) {
                next.told = Some(Told { amount_minor: 0, at });
                let price = price.map(|(price, _)| price);
                return (next, Some(Reason { condition: rule.condition, price, before: None, lowest_since: None }));
            }
        }
    }
    (next, None)
}
