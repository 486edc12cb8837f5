//! What can be asked for, and when that is the case. All of it exact: hundredths are multiplied out, never rounded.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{PAUSE_MILLIS, Told};
use crate::history::{Series, Window};
use crate::money::Currency;
use crate::product::PriceKind;
use crate::time::Timestamp;

/// What is told has ended when the price is so many hundredths beyond what was asked for.
const CLEARLY: i128 = 2;
/// A new low is told when it is so many hundredths below the one that was told.
const STEP: i128 = 1;

/// What is to be the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Condition {
    /// About the price: of this kind and in this currency alone, whatever else the shop shows.
    Price {
        /// What the price means.
        kind: PriceKind,
        /// What it is counted in.
        currency: Currency,
        /// What is asked of it.
        test: Test,
    },
    /// It was sold out or gone, and can be bought again.
    BackInStock,
}

/// What is asked of a price. Amounts are in the minor unit of the condition's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Test {
    /// So much or less.
    AtMost {
        /// The target.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_007_199_254_740_991_i64))]
        amount_minor: i64,
    },
    /// So many hundredths below a price, or more.
    FallenBy {
        /// 1 to 95.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 95))]
        per_cent: u8,
        /// The price that it is held against, as when the rule was made.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_007_199_254_740_991_i64))]
        from_minor: i64,
    },
    /// So many hundredths above a price, or more.
    RisenBy {
        /// 1 to 200.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200))]
        per_cent: u8,
        /// The price that it is held against, as when the rule was made.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_007_199_254_740_991_i64))]
        from_minor: i64,
    },
    /// Lower than ever seen before.
    LowestEver,
    /// Lower than in so many days before.
    LowestIn {
        /// 1 to 3,650.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
        days: u16,
    },
    /// Another one than told last, or than when the rule was made. Told once a day at most.
    AnyChange {
        /// The price when the rule was made.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_007_199_254_740_991_i64))]
        from_minor: i64,
    },
}

/// Why a condition is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidCondition {
    /// A price that nothing costs.
    Amount,
    /// Hundredths beyond what is possible.
    PerCent,
    /// Days beyond ten years, or none.
    Days,
}

impl fmt::Display for InvalidCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Amount => "a price to compare with is 1 minor unit or more",
            Self::PerCent => "a price falls by 1 to 95 per cent, and rises by 1 to 200",
            Self::Days => "a number of days is 1 to 3,650",
        })
    }
}

impl std::error::Error for InvalidCondition {}

impl Condition {
    /// Whether it can be the case at all.
    ///
    /// # Errors
    /// The field that is beyond its limits.
    pub fn check(&self) -> Result<(), InvalidCondition> {
        let Self::Price { test, .. } = *self else { return Ok(()) };
        let within = |is: bool, otherwise| if is { Ok(()) } else { Err(otherwise) };
        let amount = |amount: i64| within((1..=9_007_199_254_740_991).contains(&amount), InvalidCondition::Amount);
        match test {
            Test::AtMost { amount_minor } => amount(amount_minor),
            Test::FallenBy { per_cent, from_minor } => {
                within((1..=95).contains(&per_cent), InvalidCondition::PerCent)?;
                amount(from_minor)
            }
            Test::RisenBy { per_cent, from_minor } => {
                within((1..=200).contains(&per_cent), InvalidCondition::PerCent)?;
                amount(from_minor)
            }
            Test::LowestEver => Ok(()),
            Test::LowestIn { days } => within((1..=3650).contains(&days), InvalidCondition::Days),
            Test::AnyChange { from_minor } => amount(from_minor),
        }
    }
}

impl Test {
    /// What a price is held against; `None` where there is nothing yet, so that nothing can be said.
    pub(super) fn against(self, series: Option<&Series>, told: Option<Told>, at: Timestamp) -> Option<i64> {
        let lowest = |window| Some(series?.lowest_confirmed(window)?.amount_minor);
        match self {
            Self::AtMost { .. } | Self::FallenBy { .. } | Self::RisenBy { .. } => Some(0),
            Self::AnyChange { from_minor } => Some(told.map_or(from_minor, |told| told.amount_minor)),
            Self::LowestEver => lowest(Window { until: at, ..Window::all() }),
            Self::LowestIn { days } => lowest(Window::days_before(days, at)),
        }
    }

    /// Whether it is the case.
    pub(super) fn met(self, amount: i64, against: Option<i64>, told: Option<Told>, at: Timestamp) -> bool {
        let (amount, below) = (i128::from(amount), against.is_some_and(|against| amount < against));
        // A low that lies within what is looked at is only news where it is clearly lower than the one that was told.
        let a_step = |told: Told| amount * 100 <= i128::from(told.amount_minor) * (100 - STEP);
        match self {
            Self::AtMost { .. } | Self::FallenBy { .. } => amount * 100 <= self.hundredfold(),
            Self::RisenBy { .. } => amount * 100 >= self.hundredfold(),
            Self::LowestEver => below && told.is_none_or(a_step),
            Self::LowestIn { days } => {
                let since = Window::days_before(days, at).since;
                below && told.filter(|told| told.at >= since).is_none_or(a_step)
            }
            Self::AnyChange { .. } => {
                against.is_some_and(|against| amount != i128::from(against))
                    && told.is_none_or(|told| at >= told.at.plus_millis(PAUSE_MILLIS))
            }
        }
    }

    /// Whether it is clearly the case no more. A price at the very edge of what was asked for neither holds nor ends.
    pub(super) fn over(self, amount: i64) -> bool {
        match self {
            Self::AtMost { .. } | Self::FallenBy { .. } => {
                i128::from(amount) * 10_000 > self.hundredfold() * (100 + CLEARLY)
            }
            Self::RisenBy { .. } => i128::from(amount) * (100 + CLEARLY) < self.hundredfold(),
            Self::LowestEver | Self::LowestIn { .. } | Self::AnyChange { .. } => false,
        }
    }

    /// Whether what was told holds until it ends. A new low or another price is an event, and over when it is told.
    pub(super) const fn lasts(self) -> bool {
        matches!(self, Self::AtMost { .. } | Self::FallenBy { .. } | Self::RisenBy { .. })
    }

    /// Whether two sightings say the same: of *another price* they do when it is the same other one.
    pub(super) const fn same_news(self, first: i64, second: i64) -> bool {
        !matches!(self, Self::AnyChange { .. }) || first == second
    }

    /// The price that is asked for, in hundredths of a minor unit.
    fn hundredfold(self) -> i128 {
        match self {
            Self::AtMost { amount_minor } => i128::from(amount_minor) * 100,
            Self::FallenBy { per_cent, from_minor } => i128::from(from_minor) * (100 - i128::from(per_cent)),
            Self::RisenBy { per_cent, from_minor } => i128::from(from_minor) * (100 + i128::from(per_cent)),
            Self::LowestEver | Self::LowestIn { .. } | Self::AnyChange { .. } => 0,
        }
    }
}
