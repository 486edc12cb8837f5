//! What the page says of the product's number and its maker: labelled, in an element named after it, in a link to the maker.

use super::label::{Label, label, labelled, maker, number};
use super::makers::{leads_to_maker, listed, maker_in};
use super::title::{Heading, title_parts};
use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::find::Find;
use crate::join::joined;
use crate::page::{Name, PageEvidence, Tag};

/// A text with how much speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::detect) struct Said {
    pub(in crate::detect) text: String,
    pub(in crate::detect) points: i32,
}

/// The best of each.
#[derive(Debug, Clone, Default)]
pub(in crate::detect) struct Named {
    pub(in crate::detect) sku: Option<Said>,
    pub(in crate::detect) brand: Option<Said>,
}

impl Named {
    fn offer(&mut self, kind: Label, text: &str, points: i32) {
        let (slot, found) = match kind {
            Label::Sku => (&mut self.sku, number(text)),
            Label::Model => (&mut self.sku, number(text)),
            Label::Brand => (&mut self.brand, maker(text)),
        };
        let points = points - if kind == Label::Model { 25 } else { 0 };
        if let Some(text) = found
            && slot.as_ref().is_none_or(|known| points > known.points)
        {
            *slot = Some(Said { text, points });
        }
    }
}

/// Nodes behind the heading that still belong to it.
const CLOSE: usize = 16;

/// Nodes around the heading in which a maker's link is the product's and not one of a row of makers.
const NEAR: usize = 120;

/// Looks from the heading on, and shortly before it.
pub(super) fn named(page: &PageEvidence, zones: &Zones, heading: Option<&Heading>) -> Named {
    let mut named = Named::default();
    let name = heading.map_or("", |heading| heading.text.as_str());
    let from = heading.map_or(0, |heading| heading.node);
    for at in from.saturating_sub(80)..page.nodes().len() {
        let around = zones.around(at);
        if around & (ELSEWHERE | flag::REVIEW | flag::CRUMB) != 0 {
            continue;
        }
        // The nearer to the heading the better; a table of facts stands further down and still counts.
        let far = i32::try_from(at.abs_diff(from) / 40).unwrap_or(i32::MAX).min(30);
        if page.tag(at) == Tag::Text {
            // A number right under the heading is the one that the shop wants to be asked with.
            let close = if at > from && at - from <= CLOSE { 10 } else { 0 };
            by_label(page, at, 60 - far + close, &mut named);
        } else if around & flag::HIDDEN == 0 && far < 8 {
            by_element(page, zones, at, 45 - far, at.abs_diff(from) <= NEAR, &mut named);
        }
    }
    if named.brand.as_ref().is_none_or(|said| said.points < 45) {
        let title = joined(&title_parts(&page.title), " ");
        let makers = listed(page, zones);
        let found = [name, title.as_str()]
            .iter()
            .find_map(|text| maker_in(&makers, text).map(|(maker, points)| Said { text: maker.to_owned(), points }));
        if let Some(found) = found
            && named.brand.as_ref().is_none_or(|said| said.points < found.points)
        {
            named.brand = Some(found);
        }
    }
    named
}

fn by_label(page: &PageEvidence, at: usize, points: i32, named: &mut Named) {
    let text = page.text(at);
    if text.len() > 120 {
        return;
    }
    if let Some((kind, value)) = labelled(text) {
        named.offer(kind, value, points);
    } else if let Some(kind) = label(text) {
        // A bare word is a label only where something stands beside it.
        let sure = text.trim_end().ends(|sign| matches!(sign, ':' | '：' | '#' | '.')) || is_term(page, at);
        if let Some(value) = beside(page, at) {
            named.offer(kind, &value, points - if sure { 0 } else { 15 });
        }
    }
}

/// It stands in the cell, the term or the emphasis that tables and lists of facts use for labels.
fn is_term(page: &PageEvidence, at: usize) -> bool {
    page.ancestors(at)
        .take(3)
        .any(|up| matches!(page.tag(up), Tag::Th | Tag::Td | Tag::Dt | Tag::Label | Tag::Strong | Tag::B))
}

/// The text behind a label: the next one in the same small box.
fn beside(page: &PageEvidence, at: usize) -> Option<String> {
    for up in page.ancestors(at).take(4) {
        let below = page.below(up);
        if below.len() > 24 {
            return None;
        }
        // A sign in an element of its own parts them ("SKU", ":", "20441").
        let says = |next: &usize| page.text(*next).has(char::is_alphanumeric) || alt(page, *next).is_some();
        let next = (at + 1..below.end).find(says);
        if let Some(next) = next {
            if let Some(alt) = alt(page, next) {
                return Some(alt.to_owned());
            }
            // The whole of what holds it, as far as that stands apart from the label.
            let whole = page.ancestors(next).take_while(|up| *up > at).last().unwrap_or(next);
            let whole = if page.below(whole).len() > 8 { next } else { whole };
            return Some(page.joined_text(whole, 120));
        }
    }
    None
}

fn alt(page: &PageEvidence, at: usize) -> Option<&str> {
    if page.tag(at) == Tag::Img { page.attribute(at, Name::Alt).filter(|alt| !alt.trim().is_empty()) } else { None }
}

/// Elements that are named for what they hold.
fn by_element(page: &PageEvidence, zones: &Zones, at: usize, points: i32, near: bool, named: &mut Named) {
    let has_word = |name: Name, wanted: &str| {
        let mut words = page.attribute(at, name).unwrap_or("").as_bytes().split(|b| *b == b' ');
        words.any(|word| word.eq_ignore_ascii_case(wanted.as_bytes()))
    };
    if has_word(Name::Class, "sku") || has_word(Name::Itemprop, "sku") || has_word(Name::Id, "sku") {
        let text = page.attribute(at, Name::Content).map_or_else(|| page.joined_text(at, 60), str::to_owned);
        named.offer(Label::Sku, text.behind_last(":"), points);
    }
    if let Some(sku) = page.attribute(at, Name::DataSku) {
        named.offer(Label::Sku, sku, points - 10);
    }
    if let Some(brand) = page.attribute(at, Name::DataBrand) {
        named.offer(Label::Brand, brand, points - 5);
    }
    let small = page.below(at).len() <= 6;
    let linked = || page.tag(at) == Tag::A && page.attribute(at, Name::Href).is_some_and(leads_to_maker);
    let is_named = || zones.own(at) & flag::BRAND != 0 || has_word(Name::Itemprop, "brand");
    if near && small && (is_named() || linked()) {
        let text = page.joined_text(at, 80);
        let text = match text.is_empty() {
            true => page.below(at).find_map(|below| alt(page, below)).unwrap_or("").to_owned(),
            false => text,
        };
        let value = labelled(&text).map_or(text.as_str(), |(_, value)| value);
        named.offer(Label::Brand, value, points - 5);
    }
}
