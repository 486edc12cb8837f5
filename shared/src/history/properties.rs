//! Held against a model that is too plain to be wrong: it asks of each hour alone which sighting speaks for it.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{HOLDS_MILLIS, History, Sighting, Window, compact};
use crate::money::{Currency, Money};
use crate::product::PriceKind;
use crate::time::Timestamp;

/// The grid of the model: everything is seen on a full hour.
const HOUR: i64 = 3_600_000;
/// Three months of hours, so that gaps are longer than what a sighting speaks for.
const HOURS: i64 = 24 * 90;

fn hour(hour: i64) -> Timestamp {
    Timestamp::from_millis(hour * HOUR)
}

fn sighting() -> impl Strategy<Value = Sighting> {
    let length = prop_oneof![3 => Just(0), 2 => 0..5_i64, 1 => 0..HOURS / 4];
    (0..HOURS, length, 0..4_i64, any::<bool>(), any::<bool>()).prop_map(|(from, length, amount, list, dollars)| {
        Sighting {
            price: Money::new(amount, if dollars { "USD" } else { "EUR" }.parse().unwrap()),
            kind: if list { PriceKind::List } else { PriceKind::Current },
            seen_at: hour(from),
            // To the end of its last hour, so that the grid's hours are whole.
            seen_until: hour(from + length + 1).plus_millis(-1),
        }
    })
}

/// What one hour cost by the plainest reading: of those that were seen in it, the one that began last; else whatever was seen last
/// before it, within what it speaks for.
fn plain(sightings: &[Sighting], kind: PriceKind, currency: Currency, at: Timestamp) -> Option<i64> {
    let of_series: Vec<&Sighting> =
        sightings.iter().filter(|seen| (seen.kind, seen.price.currency) == (kind, currency)).collect();
    let over = |moment: Timestamp| {
        of_series
            .iter()
            .filter(|seen| seen.seen_at <= moment && moment <= seen.seen_until)
            .max_by_key(|seen| (seen.seen_at, std::cmp::Reverse(seen.seen_until), seen.price.amount_minor))
            .map(|seen| seen.price.amount_minor)
    };
    let last = of_series.iter().map(|seen| seen.seen_until).filter(|until| *until <= at).max();
    over(at).or_else(|| last.filter(|last| at <= last.plus_millis(HOLDS_MILLIS)).and_then(over))
}

fn prices(sightings: &[Sighting], kind: PriceKind, currency: Currency, window: (i64, i64)) -> Vec<Option<i64>> {
    (window.0..window.1).map(|at| plain(sightings, kind, currency, hour(at))).collect()
}

fn plain_median(prices: &[Option<i64>]) -> Option<i64> {
    let mut known: Vec<i64> = prices.iter().flatten().copied().collect();
    known.sort_unstable();
    known.get(known.len().checked_sub(1)? / 2).copied()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_answer_is_the_plain_one(seen in prop::collection::vec(sighting(), 0..12), a in 0..HOURS, b in 0..HOURS) {
        let (since, until) = (a.min(b), a.max(b));
        let window = Window { since: hour(since), until: hour(until) };
        let history = History::of(&seen);
        for kind in [PriceKind::Current, PriceKind::List] {
            for currency in ["EUR", "USD"].map(|code| code.parse().unwrap()) {
                let prices = prices(&seen, kind, currency, (since, until));
                let series = history.of_kind(kind, currency);
                let known: Vec<i64> = prices.iter().flatten().copied().collect();
                let first = |wanted: Option<&i64>| {
                    wanted.map(|wanted| (*wanted, hour(since + prices.iter().position(|price| *price == Some(*wanted)).unwrap() as i64)))
                };
                let lowest = series.and_then(|series| series.lowest(window)).map(|lowest| (lowest.amount_minor, lowest.at));
                prop_assert_eq!(lowest, first(known.iter().min()));
                let highest = series.and_then(|series| series.highest(window)).map(|highest| (highest.amount_minor, highest.at));
                prop_assert_eq!(highest, first(known.iter().max()));
                prop_assert_eq!(series.and_then(|series| series.median(window)), plain_median(&prices));
                let known_millis = series.map_or(0, |series| series.pace(window).known_millis);
                prop_assert_eq!(known_millis, known.len() as i64 * HOUR);
                for (at, price) in prices.iter().enumerate().step_by(7) {
                    let at = hour(since + at as i64);
                    prop_assert_eq!(series.and_then(|series| series.price_at(at)), *price);
                }
            }
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(seen in prop::collection::vec(sighting(), 0..12), turn in 0..12_usize) {
        let mut turned = seen.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        prop_assert_eq!(History::of(&turned), History::of(&seen));
        turned.reverse();
        prop_assert_eq!(History::of(&turned), History::of(&seen));
    }

    /// A history is equal to another one in each of its runs, and everything that can be asked is asked of the runs: so equal
    /// histories answer alike.
    #[test]
    fn compaction_changes_no_answer(
        seen in prop::collection::vec(sighting(), 0..20),
        later in prop::collection::vec(sighting(), 0..8),
        before in 0..HOURS,
    ) {
        let fewer = compact(&seen, hour(before));
        prop_assert!(History::of(&fewer) == History::of(&seen));
        // With whatever is seen from then on, too, and when it is done again.
        let later: Vec<Sighting> = later.into_iter().filter(|seen| seen.seen_at >= hour(before)).collect();
        let with = |base: &[Sighting]| History::of(&[base, &later].concat());
        prop_assert!(with(&fewer) == with(&seen));
        prop_assert_eq!(compact(&fewer, hour(before)).len(), fewer.len());
    }

    #[test]
    fn compaction_leaves_one_sighting_a_price(hours in prop::collection::btree_map(0..HOURS, 0..3_i64, 1..60)) {
        let hours: BTreeMap<i64, i64> = hours;
        let seen: Vec<Sighting> = hours.iter().map(|(at, amount)| Sighting {
            price: Money::new(*amount, "EUR".parse().unwrap()),
            kind: PriceKind::Current,
            seen_at: hour(*at),
            seen_until: hour(*at),
        }).collect();
        let fewer = compact(&seen, hour(HOURS));
        let joins = |pair: &&[Sighting]| pair[0].price != pair[1].price
            || pair[1].seen_at > pair[0].seen_until.plus_millis(HOLDS_MILLIS + 1);
        prop_assert_eq!(fewer.len(), 1 + seen.windows(2).filter(joins).count());
    }
}
