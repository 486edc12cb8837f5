//! Products in `typeof` and `property` (RDFa Lite 1.1), with schema.org or GoodRelations words.

use super::Source;
use super::found::Markup;
use super::items::Syntax;
use super::microdata::read_syntax;
use crate::page::{Name, PageEvidence};
use crate::price_text::Hints;

const SYNTAX: Syntax = Syntax { scope: Name::Typeof, kind: Name::Typeof, property: Name::Property };

/// Reads all RDFa of a page.
pub(super) fn read(page: &PageEvidence, hints: &Hints) -> Markup {
    read_syntax(page, hints, &SYNTAX, Source::Rdfa)
}
