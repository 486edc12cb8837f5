//! How far a price with its currency may be trusted.

use super::{PriceSigns, Sources};
use crate::detect::Source;
use crate::detect::logistic::likelihood;
use crate::detect::sign::{share, signs};

/// What is known of a price that won.
pub(in crate::detect) struct PriceFacts {
    /// Who gives it as the current price.
    pub(in crate::detect) sources: Sources,
    /// Points of the place where it is seen.
    pub(in crate::detect) shown: i32,
    /// Points of the best place where any price is seen.
    pub(in crate::detect) best_shown: i32,
    /// Points by which it leads.
    pub(in crate::detect) lead: i32,
    /// It came with a currency; otherwise the page's region told one.
    pub(in crate::detect) own_currency: bool,
    /// Markup says another price.
    pub(in crate::detect) contradicted: bool,
    /// Prices are given in several currencies.
    pub(in crate::detect) currencies: usize,
    /// It is seen as the price before.
    pub(in crate::detect) seen_as_list: bool,
    /// How many prices are shown in just the same way.
    pub(in crate::detect) like_it: usize,
}

signs! { f: PriceFacts, for {
    written = f.sources.written() > 0,
    written_twice = f.sources.written() > 1,
    json_ld = f.sources.has(Source::JsonLd),
    shown = f.shown >= 45,
    shown_well = share(f.shown, 100),
    written_and_shown = f.sources.written() > 0 && f.shown >= 45,
    lead = share(f.lead, 60),
    own_currency = f.own_currency,
} against {
    contradicted = f.contradicted,
    other_shown_better = f.shown < 45 && f.best_shown >= 60,
    only_programs = f.sources.written() == 1 && f.sources.has(Source::State),
    currencies = f.currencies > 1,
    seen_as_list = f.seen_as_list,
    like_others = share(f.like_it, 6),
    close = f.lead < 15,
} }

impl PriceFacts {
    /// The signs and how likely such a price is right.
    pub(in crate::detect) fn judge(&self, weights: &[f32]) -> (PriceSigns, f32) {
        let signs = values(self);
        (signs, likelihood(weights, &signs))
    }
}
