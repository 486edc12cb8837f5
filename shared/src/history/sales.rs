//! Sales: stretches in which it cost clearly less than usual.

use super::Series;
use super::figures::{Span, Window, median, per_mille};

/// Cheaper than usual by so many hundredths at least.
const OFF_PER_CENT: i128 = 5;

/// What sales there were within a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sales {
    /// How many.
    pub count: u32,
    /// How far below the usual price they went, in thousandths of it: half of them no further than this.
    pub typical_per_mille: i64,
    /// The furthest.
    pub deepest_per_mille: i64,
}

impl Series {
    /// The sales of the window, against its median; `None` where there was none.
    #[must_use]
    pub fn sales(&self, window: Window) -> Option<Sales> {
        let usual = self.median(window)?;
        let mut lowest: Vec<i64> = Vec::new();
        let mut before: Option<Span> = None;
        for span in self.spans(window).filter(|span| is_sale(span.amount, usual)) {
            match lowest.last_mut().filter(|_| before.is_some_and(|before| before.end == span.from)) {
                Some(last) => *last = span.amount.min(*last),
                None => lowest.push(span.amount),
            }
            before = Some(span);
        }
        let off: Vec<i64> = lowest.iter().filter_map(|lowest| per_mille(usual - lowest, usual)).collect();
        Some(Sales {
            count: u32::try_from(off.len()).unwrap_or(u32::MAX),
            deepest_per_mille: off.iter().copied().max()?,
            typical_per_mille: median(off.into_iter().map(|off| (off, 1)).collect())?,
        })
    }
}

fn is_sale(amount: i64, usual: i64) -> bool {
    i128::from(amount) * 100 <= i128::from(usual) * (100 - OFF_PER_CENT)
}
