//! Laying sightings out without overlap, and joining what says the same.

use super::{HOLDS_MILLIS, Run, Sighting};
use crate::money::{Currency, Money};
use crate::product::PriceKind;
use crate::time::Timestamp;

/// The runs of one kind and currency, in the order of time.
pub(super) fn runs(sightings: &[Sighting], kind: PriceKind, currency: Currency) -> Vec<Run> {
    let mut seen: Vec<Run> = sightings
        .iter()
        .filter(|sighting| (sighting.kind, sighting.price.currency) == (kind, currency))
        .map(|sighting| Run {
            amount_minor: sighting.price.amount_minor,
            from: sighting.seen_at,
            until: sighting.seen_until.max(sighting.seen_at),
        })
        .collect();
    // Of two that began together the shorter one lies over the longer one; of two that are alike in that, the higher price counts,
    // so that nothing looks cheaper than it was.
    seen.sort_unstable_by_key(|run| (run.from, std::cmp::Reverse(run.until), run.amount_minor));
    let mut laid: Vec<Run> = Vec::with_capacity(seen.len());
    for run in seen {
        lay_over(&mut laid, run);
    }
    joined(laid)
}

/// Puts a run over those that are there. None of them begins after it, but for what an earlier one left behind its end.
fn lay_over(laid: &mut Vec<Run>, run: Run) {
    let mut behind = Vec::new();
    while let Some(last) = laid.pop_if(|last| last.until >= run.from) {
        if last.until > run.until {
            behind.push(Run { from: last.from.max(run.until.plus_millis(1)), ..last });
        }
        if last.from < run.from {
            laid.push(Run { until: run.from.plus_millis(-1), ..last });
            break;
        }
    }
    laid.push(run);
    laid.extend(behind.into_iter().rev());
}

/// Neighbours of one price are one run, where the first speaks until the second begins. So nothing that can be asked is answered
/// otherwise: between them it was that price in any case.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match joined.last_mut() {
            Some(last)
                if last.amount_minor == run.amount_minor && run.from <= last.until.plus_millis(HOLDS_MILLIS + 1) =>
            {
                last.until = run.until;
            }
            _ => joined.push(run),
        }
    }
    joined
}

/// Fewer sightings of one offer that give the same history, now and with whatever is seen from `before` on. What reaches to `before`
/// or further, and what overlaps with that, is left as it is.
#[must_use]
pub fn compact(sightings: &[Sighting], before: Timestamp) -> Vec<Sighting> {
    let mut cut = before;
    while let Some(from) = sightings.iter().filter(|seen| seen.seen_until >= cut).map(|seen| seen.seen_at).min() {
        if from >= cut {
            break;
        }
        cut = from;
    }
    let (old, young): (Vec<Sighting>, Vec<Sighting>) = sightings.iter().partition(|seen| seen.seen_until < cut);
    let mut fewer = Vec::new();
    for series in super::History::of(&old).series() {
        let (kind, currency) = (series.kind, series.currency);
        fewer.extend(series.runs().iter().map(|run| Sighting {
            price: Money::new(run.amount_minor, currency),
            kind,
            seen_at: run.from,
            seen_until: run.until,
        }));
    }
    fewer.extend(young);
    fewer
}
