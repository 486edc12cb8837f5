//! What an offer cost when, on the wire.

use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money};
use crate::product::PriceKind;
use crate::time::Timestamp;

/// What was seen of the prices of one offer, and what can be said of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceHistoryView {
    /// By kind and currency, which are never compared. Empty where nothing was seen.
    pub series: Vec<PriceSeriesView>,
    /// How the server's own looks at the shop's page stand; `null` before the first, and where there are none: for a chosen variant
    /// only visits tell.
    pub check: Option<PriceCheckView>,
}

/// How the server's looks at an offer stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceCheckView {
    /// What the last look gave.
    pub state: PriceCheckState,
    /// When it was.
    pub checked_at: Timestamp,
}

/// What a look gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PriceCheckState {
    /// The page was read, and its price is a new one.
    Ok,
    /// The page was read, or is the one that was read before, and costs the same.
    Unchanged,
    /// The shop says that it cannot be bought now.
    OutOfStock,
    /// The shop did not let it be read, or nothing on it was sure.
    Unreadable,
    /// The shop says that there is no such page.
    Gone,
}

/// The prices of one kind in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceSeriesView {
    /// What these prices mean.
    pub kind: PriceKind,
    /// What they are counted in, all of them.
    pub currency: Currency,
    /// In the order of time, without overlap. A price holds for 14 days after it was last seen, unless another one follows; behind
    /// that nothing is known.
    pub runs: Vec<PriceRunView>,
    /// The lowest of them, and from when on it was that first.
    pub lowest: ExtremePriceView,
    /// The highest of them.
    pub highest: ExtremePriceView,
    /// At or below this it was for half of the known time.
    pub median: Money,
    /// How often another price followed.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub changes: u32,
    /// When it cost clearly less than usual; `null` where it never did.
    pub sales: Option<PriceSalesView>,
    /// The months of the year that were seen in two years or more, from January on (UTC).
    pub months: Vec<PriceMonthView>,
}

/// One price for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceRunView {
    /// The price.
    pub price: Money,
    /// First seen.
    pub seen_at: Timestamp,
    /// Last seen.
    pub seen_until: Timestamp,
}

/// The lowest or the highest price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtremePriceView {
    /// The price.
    pub price: Money,
    /// From when on it was that, first.
    pub at: Timestamp,
}

/// Stretches at 5 % or more below the median.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceSalesView {
    /// How many.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub count: u32,
    /// How far below the median, in thousandths of it: half of them no further.
    pub typical_per_mille: i64,
    /// The furthest.
    pub deepest_per_mille: i64,
}

/// How a month of the year usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceMonthView {
    /// 1 to 12.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 12))]
    pub month: i64,
    /// In how many years it was seen.
    #[cfg_attr(feature = "openapi", schema(minimum = 2))]
    pub years: u32,
    /// Its median in thousandths of the median of all.
    pub per_mille_of_usual: i64,
}
