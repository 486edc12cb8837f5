//! The history of an offer as people see it: the figures of `shared::history` over what was seen.

use shared::history::{Extreme, History, Run, Series, Window};
use shared::money::Money;
use shared::wire::history::{
    ExtremePriceView, PriceCheckView, PriceHistoryView, PriceMonthView, PriceRunView, PriceSalesView, PriceSeriesView,
};

/// What is told of a history. Nothing in it depends on who asks or on what time it is.
pub(super) fn view(history: &History, check: Option<PriceCheckView>) -> PriceHistoryView {
    PriceHistoryView { check, series: history.series().iter().filter_map(series).collect() }
}

/// `None` for a series without a price, which there is none of.
fn series(series: &Series) -> Option<PriceSeriesView> {
    let all = Window::all();
    let money = |amount_minor: i64| Money::new(amount_minor, series.currency);
    let extreme = |Extreme { amount_minor, at }: Extreme| ExtremePriceView { price: money(amount_minor), at };
    let run = |run: &Run| PriceRunView { price: money(run.amount_minor), seen_at: run.from, seen_until: run.until };
    let sales = series.sales(all).map(|sales| PriceSalesView {
        count: sales.count,
        typical_per_mille: sales.typical_per_mille,
        deepest_per_mille: sales.deepest_per_mille,
    });
    let months = series.months(all).into_iter().map(|figure| PriceMonthView {
        month: figure.month,
        years: figure.years,
        per_mille_of_usual: figure.per_mille_of_usual,
    });
    Some(PriceSeriesView {
        kind: series.kind,
        currency: series.currency,
        runs: series.runs().iter().map(run).collect(),
        lowest: extreme(series.lowest(all)?),
        highest: extreme(series.highest(all)?),
        median: money(series.median(all)?),
        changes: series.pace(all).changes,
        sales,
        months: months.collect(),
    })
}
