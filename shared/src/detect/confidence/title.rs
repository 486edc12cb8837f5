//! How far a title may be trusted.

use super::{Sources, TitleSigns};
use crate::detect::Source;
use crate::detect::logistic::likelihood;
use crate::detect::sign::{share, signs};

/// What is known of a title that won.
pub(in crate::detect) struct TitleFacts {
    /// Who gives it, nearly word for word.
    pub(in crate::detect) sources: Sources,
    /// A heading is it.
    pub(in crate::detect) heading: bool,
    /// How much of it is in the page's title, in thousandths.
    pub(in crate::detect) in_page_title: usize,
    /// Points by which it leads what says something else.
    pub(in crate::detect) lead: i32,
    /// How many of the others say something else.
    pub(in crate::detect) others: usize,
    /// Its length in words.
    pub(in crate::detect) words: usize,
}

signs! { f: TitleFacts, for {
    written = f.sources.written() > 0,
    written_twice = f.sources.written() > 1,
    json_ld = f.sources.has(Source::JsonLd),
    heading = f.heading,
    heading_and_written = f.heading && f.sources.written() > 0,
    in_page_title = share(f.in_page_title, 1000),
    lead = share(f.lead, 40),
    words = share(f.words, 5),
} against {
    others = share(f.others, 3),
    long = f.words > 25,
    close = f.lead < 8,
} }

impl TitleFacts {
    /// The signs and how likely such a title is right.
    pub(in crate::detect) fn judge(&self, weights: &[f32]) -> (TitleSigns, f32) {
        let signs = values(self);
        (signs, likelihood(weights, &signs))
    }
}
