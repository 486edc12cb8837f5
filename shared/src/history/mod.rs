//! What an offer cost when: sightings laid out as a line of prices in time, and what can be said of that line.
//! So that charts, alerts and advice all speak of the same history, exactly, in the currency and kind that was seen.
//! It never compares two kinds or two currencies, never asks what time it is, and never says what nobody saw.

mod calendar;
mod figures;
mod layout;
mod months;
#[cfg(test)]
mod properties;
mod sales;

use crate::money::{Currency, Money};
use crate::product::PriceKind;
use crate::time::Timestamp;

pub use figures::{Extreme, Pace, Window};
pub use layout::compact;
pub use months::MonthFigure;
pub use sales::Sales;

/// A sighting speaks for so long after it, unless another one comes first: checks are a week apart at most, and one may fail. Behind
/// that, nothing is known.
pub const HOLDS_MILLIS: i64 = 14 * 24 * 60 * 60 * 1000;

/// A price that was seen for a while: at `seen_at`, at `seen_until`, and nothing else in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// Amount and currency.
    pub price: Money,
    /// What the price means.
    pub kind: PriceKind,
    /// When it was first seen.
    pub seen_at: Timestamp,
    /// When it was last seen, not before `seen_at`.
    pub seen_until: Timestamp,
}

/// A stretch of time with one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// In the minor unit of the series' currency.
    pub amount_minor: i64,
    /// When it was first seen.
    pub from: Timestamp,
    /// When it was last seen.
    pub until: Timestamp,
}

/// The prices of one kind in one currency, in the order of time; no two runs overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What these prices mean.
    pub kind: PriceKind,
    /// What they are counted in.
    pub currency: Currency,
    runs: Vec<Run>,
}

/// All that was seen of one offer, which is one variant at one shop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    series: Vec<Series>,
}

impl History {
    /// Lays out sightings, in whatever order they come. Where two overlap, as when a device that was offline tells late what it
    /// saw, the one that began later holds while it was seen.
    #[must_use]
    pub fn of(sightings: &[Sighting]) -> Self {
        let mut kinds: Vec<(PriceKind, Currency)> =
            sightings.iter().map(|sighting| (sighting.kind, sighting.price.currency)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let lay = |(kind, currency)| Series { kind, currency, runs: layout::runs(sightings, kind, currency) };
        Self { series: kinds.into_iter().map(lay).collect() }
    }

    /// All series, by kind and currency. None is empty.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The prices of this kind in this currency; `None` where there are none.
    #[must_use]
    pub fn of_kind(&self, kind: PriceKind, currency: Currency) -> Option<&Series> {
        self.series.iter().find(|series| (series.kind, series.currency) == (kind, currency))
    }

    /// The prices of this kind in the currency that was seen last.
    #[must_use]
    pub fn latest_of(&self, kind: PriceKind) -> Option<&Series> {
        self.series.iter().filter(|series| series.kind == kind).max_by_key(|series| series.last_seen())
    }
}

impl Series {
    /// In the order of time, none overlapping, neighbours of one price joined.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// When the first of them was seen.
    #[must_use]
    pub fn first_seen(&self) -> Option<Timestamp> {
        self.runs.first().map(|run| run.from)
    }

    /// When the last of them was seen.
    #[must_use]
    pub fn last_seen(&self) -> Option<Timestamp> {
        self.runs.last().map(|run| run.until)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DAY: i64 = 86_400_000;

    fn euro(amount_minor: i64, kind: PriceKind, from: i64, until: i64) -> Sighting {
        let price = Money::new(amount_minor, "EUR".parse().unwrap());
        let at = |day: i64| Timestamp::from_millis(day * DAY);
        Sighting { price, kind, seen_at: at(from), seen_until: at(until) }
    }

    #[test]
    fn kinds_and_currencies_are_lines_of_their_own() {
        let dollars = Sighting { price: Money::new(3000, "USD".parse().unwrap()), ..euro(0, PriceKind::Current, 4, 4) };
        let seen = [
            euro(4000, PriceKind::Current, 0, 3),
            euro(5000, PriceKind::List, 0, 3),
            euro(3500, PriceKind::Member, 1, 3),
            dollars,
        ];
        let history = History::of(&seen);
        assert_eq!(history.series().len(), 4);
        let current = history.of_kind(PriceKind::Current, seen[0].price.currency).unwrap();
        assert_eq!(current.lowest(Window::all()).unwrap().amount_minor, 4000);
        // The shop counts in dollars by now: that is said, and nothing is converted.
        assert_eq!(history.latest_of(PriceKind::Current).unwrap().currency.code(), "USD");
        assert_eq!(history.latest_of(PriceKind::Used), None);
    }

    #[test]
    fn what_comes_late_cuts_the_run_that_it_lies_in() {
        let kind = PriceKind::Current;
        let late = History::of(&[euro(40, kind, 0, 10), euro(30, kind, 5, 5)]);
        let amounts: Vec<i64> = late.series()[0].runs().iter().map(|run| run.amount_minor).collect();
        assert_eq!(amounts, [40, 30, 40]);
        let in_order = History::of(&[euro(30, kind, 5, 5), euro(40, kind, 0, 10)]);
        assert_eq!(late, in_order);
    }

    #[test]
    fn nothing_is_known_behind_what_a_sighting_speaks_for() {
        let history = History::of(&[euro(40, PriceKind::Current, 0, 1), euro(40, PriceKind::Current, 100, 100)]);
        let series = &history.series()[0];
        let at = |day: i64| series.price_at(Timestamp::from_millis(day * DAY));
        assert_eq!(
            (at(-1), at(0), at(1), at(15), at(16), at(99), at(100)),
            (None, Some(40), Some(40), Some(40), None, None, Some(40))
        );
    }

    #[test]
    fn figures_are_weighed_by_time() {
        let kind = PriceKind::Current;
        // 60 days at 100.00, a sale of 4 days at 70.00, 30 days at 100.00, a sale of 2 days at 80.00, 10 days at 100.00.
        let seen = [
            euro(10_000, kind, 0, 60),
            euro(7_000, kind, 61, 64),
            euro(10_000, kind, 65, 95),
            euro(8_000, kind, 96, 97),
            euro(10_000, kind, 98, 108),
        ];
        let history = History::of(&seen);
        let series = &history.series()[0];
        assert_eq!(series.median(Window::all()), Some(10_000));
        let lowest = series.lowest(Window::all()).unwrap();
        assert_eq!((lowest.amount_minor, lowest.at), (7_000, Timestamp::from_millis(61 * DAY)));
        let lately = Window::since(Timestamp::from_millis(70 * DAY));
        assert_eq!(series.lowest(lately).unwrap().amount_minor, 8_000);
        assert_eq!(series.highest(lately).unwrap().amount_minor, 10_000);
        let sales = series.sales(Window::all()).unwrap();
        assert_eq!((sales.count, sales.typical_per_mille, sales.deepest_per_mille), (2, 200, 300));
        assert_eq!(series.pace(Window::all()).changes, 4);
        let now = Timestamp::from_millis(109 * DAY);
        let day = |day: i64| Some(Timestamp::from_millis(day * DAY));
        assert_eq!((series.never_below_since(7_500, now), series.never_below_since(6_000, now)), (day(65), day(0)));
        assert_eq!((series.other_before(10_000, now), series.other_before(8_000, now)), (Some(8_000), Some(10_000)));
    }

    #[test]
    fn a_month_is_told_when_two_years_were_seen() {
        let kind = PriceKind::Current;
        // 2024-01-01 to 2026-01-01; each November at 80.00, else 100.00.
        let day = |year: i64, month: i64, day: i64| calendar::days(year, month, day);
        let mut seen = Vec::new();
        for year in [2024, 2025] {
            seen.push(euro(10_000, kind, day(year, 1, 1), day(year, 10, 31)));
            seen.push(euro(8_000, kind, day(year, 11, 1), day(year, 11, 30)));
            seen.push(euro(10_000, kind, day(year, 12, 1), day(year, 12, 31)));
        }
        let months = History::of(&seen).series()[0].months(Window::all());
        assert_eq!(months.len(), 12);
        let november = months.iter().find(|figure| figure.month == 11).unwrap();
        assert_eq!((november.years, november.per_mille_of_usual), (2, 800));
        assert!(months.iter().filter(|figure| figure.month != 11).all(|figure| figure.per_mille_of_usual == 1000));
        // One year and its November: no month was seen twice.
        assert_eq!(History::of(&seen[..2]).series()[0].months(Window::all()), []);
    }

    #[test]
    fn compaction_leaves_alone_what_is_younger() {
        let kind = PriceKind::Current;
        let seen = [euro(40, kind, 0, 1), euro(40, kind, 2, 3), euro(40, kind, 4, 5), euro(40, kind, 6, 7)];
        let fewer = compact(&seen, Timestamp::from_millis(4 * DAY));
        assert_eq!(fewer, [euro(40, kind, 0, 3), seen[2], seen[3]]);
        // One that reaches over the border is young, and so is what it overlaps.
        let over = [euro(40, kind, 0, 1), euro(40, kind, 2, 3), euro(50, kind, 1, 9)];
        assert_eq!(compact(&over, Timestamp::from_millis(4 * DAY)).len(), 3);
    }
}
