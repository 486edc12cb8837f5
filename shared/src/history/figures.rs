//! What a line of prices was at a moment, and over a while.

use super::{HOLDS_MILLIS, Series};
use crate::time::Timestamp;

/// A stretch of time, from its beginning to just before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first moment in it.
    pub since: Timestamp,
    /// The first moment behind it.
    pub until: Timestamp,
}

impl Window {
    /// All of time.
    #[must_use]
    pub const fn all() -> Self {
        Self::since(Timestamp::from_millis(i64::MIN))
    }

    /// From a moment on.
    #[must_use]
    pub const fn since(since: Timestamp) -> Self {
        Self { since, until: Timestamp::from_millis(i64::MAX) }
    }

    /// The `days` days before `now`.
    #[must_use]
    pub fn days_before(days: u16, now: Timestamp) -> Self {
        Self { since: now.plus_millis(-i64::from(days) * 86_400_000), until: now }
    }
}

/// The lowest or highest price of a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extreme {
    /// In the series' minor unit.
    pub amount_minor: i64,
    /// From when on it was that, first.
    pub at: Timestamp,
}

/// How often a price moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How often another price followed.
    pub changes: u32,
    /// For how long the price was known, in milliseconds.
    pub known_millis: i64,
}

impl Pace {
    /// How long a price lasts on the whole; `None` where it never changed.
    #[must_use]
    pub fn millis_a_price(self) -> Option<i64> {
        (self.changes > 0).then(|| self.known_millis / i64::from(self.changes))
    }
}

/// One price for a while, as far as it is known: `[from, end)`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) amount: i64,
    pub(super) from: i64,
    pub(super) end: i64,
    /// It was seen more than once.
    pub(super) confirmed: bool,
}

impl Span {
    pub(super) const fn millis(self) -> i64 {
        self.end.saturating_sub(self.from)
    }
}

impl Series {
    /// What is known within the window, in the order of time.
    pub(super) fn spans(&self, window: Window) -> impl Iterator<Item = Span> {
        let next = self.runs.iter().skip(1).map(|run| run.from.as_millis()).chain([i64::MAX]);
        let span = move |(run, next): (&super::Run, i64)| Span {
            amount: run.amount_minor,
            from: run.from.max(window.since).as_millis(),
            end: run.until.plus_millis(HOLDS_MILLIS + 1).as_millis().min(next).min(window.until.as_millis()),
            confirmed: run.until > run.from,
        };
        self.runs.iter().zip(next).map(span).filter(|span| span.from < span.end)
    }

    /// The price at a moment; `None` where nobody knows.
    #[must_use]
    pub fn price_at(&self, at: Timestamp) -> Option<i64> {
        let window = Window { since: at, until: at.plus_millis(1) };
        self.spans(window).next().map(|span| span.amount)
    }

    /// The lowest price of the window; `None` where nothing is known of it.
    #[must_use]
    pub fn lowest(&self, window: Window) -> Option<Extreme> {
        // The first of several that are alike.
        let lowest = self.spans(window).min_by_key(|span| (span.amount, span.from))?;
        Some(Extreme { amount_minor: lowest.amount, at: Timestamp::from_millis(lowest.from) })
    }

    /// As [`Series::lowest`], of those prices that were seen more than once: a page that was broken for a moment made no low.
    #[must_use]
    pub fn lowest_confirmed(&self, window: Window) -> Option<Extreme> {
        let lowest = self.spans(window).filter(|span| span.confirmed).min_by_key(|span| (span.amount, span.from))?;
        Some(Extreme { amount_minor: lowest.amount, at: Timestamp::from_millis(lowest.from) })
    }

    /// The highest price of the window; `None` where nothing is known of it.
    #[must_use]
    pub fn highest(&self, window: Window) -> Option<Extreme> {
        let highest = self.spans(window).min_by_key(|span| (std::cmp::Reverse(span.amount), span.from))?;
        Some(Extreme { amount_minor: highest.amount, at: Timestamp::from_millis(highest.from) })
    }

    /// Since when it was never below this amount, as far as anybody knows at `at`: since it was last lower, else since it was
    /// first seen. `None` where nothing was seen before.
    #[must_use]
    pub fn never_below_since(&self, amount_minor: i64, at: Timestamp) -> Option<Timestamp> {
        let before = Window { until: at, ..Window::all() };
        let lower = self.spans(before).filter(|span| span.amount < amount_minor).last();
        lower.map(|span| Timestamp::from_millis(span.end)).or(self.first_seen()).filter(|since| *since < at)
    }

    /// The last other price that was known before `at`.
    #[must_use]
    pub fn other_before(&self, amount_minor: i64, at: Timestamp) -> Option<i64> {
        let before = Window { until: at, ..Window::all() };
        self.spans(before).filter(|span| span.amount != amount_minor).last().map(|span| span.amount)
    }

    /// The price that it was at or below for half of the known time; `None` where nothing is known.
    #[must_use]
    pub fn median(&self, window: Window) -> Option<i64> {
        median(self.spans(window).map(|span| (span.amount, span.millis())).collect())
    }

    /// How often it moved within the window.
    #[must_use]
    pub fn pace(&self, window: Window) -> Pace {
        let within = |at: Timestamp| at >= window.since && at < window.until;
        let changed = |pair: &&[super::Run]| match pair {
            [before, after] => before.amount_minor != after.amount_minor && within(after.from),
            _ => false,
        };
        let changes = self.runs.windows(2).filter(changed).count();
        let known_millis = self.spans(window).fold(0_i64, |sum, span| sum.saturating_add(span.millis()));
        Pace { changes: u32::try_from(changes).unwrap_or(u32::MAX), known_millis }
    }
}

/// The lower median of values with weights above nothing.
pub(super) fn median(mut weighed: Vec<(i64, i64)>) -> Option<i64> {
    weighed.sort_unstable();
    let total: i128 = weighed.iter().map(|(_, weight)| i128::from(*weight)).sum();
    let mut below = 0_i128;
    weighed.into_iter().find_map(|(value, weight)| {
        below += i128::from(weight);
        (below * 2 >= total).then_some(value)
    })
}

/// `part` of `whole` in thousandths, rounded down; nothing where `whole` is not above nothing.
pub(super) fn per_mille(part: i64, whole: i64) -> Option<i64> {
    let thousandths = i128::from(part) * 1000 / i128::from(whole).max(1);
    (whole > 0).then(|| i64::try_from(thousandths).ok())?
}
