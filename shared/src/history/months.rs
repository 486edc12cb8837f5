//! The seasons of a price: whether a month of the year is dearer or cheaper than usual.

use super::calendar::{days, year_and_month};
use super::figures::{Window, median, per_mille};
use super::{Series, Timestamp};

const DAY_MILLIS: i64 = 86_400_000;
/// A month of a year counts where the price was known for so long.
const KNOWN_MILLIS: i64 = 7 * DAY_MILLIS;
/// One year says nothing of seasons.
const YEARS: usize = 2;
/// No history is longer; what a broken clock wrote is not walked month by month.
const MOST_MONTHS: usize = 12 * 50;

/// How a month of the year usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthFigure {
    /// 1 to 12.
    pub month: i64,
    /// In how many years it was seen, 2 at least.
    pub years: u32,
    /// The month's median in thousandths of the window's: half of the years no higher than this.
    pub per_mille_of_usual: i64,
}

impl Series {
    /// The months that were seen in two years or more, from January on. Months are those of UTC.
    #[must_use]
    pub fn months(&self, window: Window) -> Vec<MonthFigure> {
        let Some(usual) = self.median(window) else { return Vec::new() };
        let mut of_month: [Vec<(i64, i64)>; 12] = Default::default();
        let spans: Vec<_> = self.spans(window).collect();
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Vec::new() };
        let (mut year, mut month) = year_and_month(first.from.div_euclid(DAY_MILLIS));
        for _ in 0..MOST_MONTHS {
            let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            let at = |year, month| Timestamp::from_millis(days(year, month, 1).saturating_mul(DAY_MILLIS));
            let within =
                Window { since: at(year, month).max(window.since), until: at(next_year, next_month).min(window.until) };
            if within.since.as_millis() >= last.end {
                break;
            }
            if self.pace(within).known_millis >= KNOWN_MILLIS
                && let Some(share) = self.median(within).and_then(|median| per_mille(median, usual))
                && let Some(shares) = usize::try_from(month - 1).ok().and_then(|at| of_month.get_mut(at))
            {
                shares.push((share, 1));
            }
            (year, month) = (next_year, next_month);
        }
        let figure = |(month, shares): (i64, Vec<(i64, i64)>)| {
            let years = u32::try_from(shares.len()).ok()?;
            let per_mille_of_usual = (shares.len() >= YEARS).then(|| median(shares))??;
            Some(MonthFigure { month, years, per_mille_of_usual })
        };
        (1..).zip(of_month).filter_map(figure).collect()
    }
}
