//! How far a picture may be trusted.

use super::{ImageSigns, Sources};
use crate::detect::Source;
use crate::detect::logistic::likelihood;
use crate::detect::sign::{share, signs};

/// What is known of a picture that won.
pub(in crate::detect) struct ImageFacts {
    /// Who gives it, at any size.
    pub(in crate::detect) sources: Sources,
    /// Points of the place where it is seen.
    pub(in crate::detect) shown: i32,
    /// Its text is the product's name.
    pub(in crate::detect) named: bool,
    /// Points by which it leads.
    pub(in crate::detect) lead: i32,
    /// Markup gives another picture first.
    pub(in crate::detect) contradicted: bool,
}

signs! { f: ImageFacts, for {
    written = f.sources.written() > 0,
    written_twice = f.sources.written() > 1,
    json_ld = f.sources.has(Source::JsonLd),
    shown = f.sources.has(Source::Visible),
    shown_well = share(f.shown, 90),
    written_and_shown = f.sources.written() > 0 && f.sources.has(Source::Visible),
    named = f.named,
    lead = share(f.lead, 40),
} against {
    contradicted = f.contradicted,
    close = f.lead < 8,
} }

impl ImageFacts {
    /// The signs and how likely such a picture is right.
    pub(in crate::detect) fn judge(&self, weights: &[f32]) -> (ImageSigns, f32) {
        let signs = values(self);
        (signs, likelihood(weights, &signs))
    }
}
