//! Which part of the page a node stands in: header, cart, recommendations, the article itself.

use super::related::is_related_heading;
use super::words::{Flags, flag, flags_of};
use crate::page::{Name, PageEvidence, Tag};

/// Flags that hold for everything below an element.
const INHERITED: Flags = flag::HEADER
    | flag::NAV
    | flag::FOOTER
    | flag::RELATED
    | flag::CART
    | flag::REVIEW
    | flag::HIDDEN
    | flag::CRUMB
    | flag::ASIDE
    | flag::FILTER
    | flag::SHIPPING
    | flag::INSTALMENT;

/// Parts of a page that never hold the product's own price or name.
pub(super) const ELSEWHERE: Flags = flag::HEADER | flag::NAV | flag::FOOTER | flag::RELATED | flag::CART | flag::FILTER;

/// Flags of every node, own and inherited.
pub(in crate::detect) struct Zones {
    pub(in crate::detect) own: Vec<Flags>,
    pub(in crate::detect) around: Vec<Flags>,
}

/// Names that were read before: the cards and lines of a page share their classes.
#[derive(Default)]
struct Seen<'p>(Vec<(&'p str, Flags)>);

impl<'p> Seen<'p> {
    const SLOTS: usize = 1024;

    fn flags_of(&mut self, names: &'p str) -> Flags {
        let mixed = names.bytes().fold(0_usize, |mixed, b| mixed.wrapping_mul(31) ^ usize::from(b));
        self.0.resize(Self::SLOTS, ("", 0));
        let Some(slot) = self.0.get_mut((mixed ^ (mixed >> 10)) % Self::SLOTS) else { return flags_of(names) };
        if slot.0 != names {
            *slot = (names, flags_of(names));
        }
        slot.1
    }

    fn own_flags(&mut self, page: &'p PageEvidence, at: usize) -> Flags {
        let class = page.attribute(at, Name::Class).map_or(0, |names| self.flags_of(names));
        class | page.attribute(at, Name::Id).map_or(0, |names| self.flags_of(names))
    }
}

impl Zones {
    pub(in crate::detect) fn read(page: &PageEvidence) -> Self {
        let count = page.nodes().len();
        let mut zones = Self { own: vec![0; count], around: vec![0; count] };
        let half = count / 2;
        let mut seen = Seen::default();
        for (at, node) in page.nodes().iter().enumerate() {
            let above = page.parent(at).and_then(|up| zones.around.get(up)).copied().unwrap_or(0);
            let mut own = 0;
            if node.tag != Tag::Text {
                own = seen.own_flags(page, at) | by_tag(page, at, node.tag);
                // A flag on the frame of the whole page says nothing of what is in it.
                let size = node.end as usize - at;
                if matches!(node.tag, Tag::Html | Tag::Body | Tag::Main) || (size > half && count > 60) {
                    own &= !INHERITED;
                }
            }
            if let Some(slot) = zones.own.get_mut(at) {
                *slot = own;
            }
            if let Some(slot) = zones.around.get_mut(at) {
                *slot = above | (own & INHERITED);
            }
        }
        zones.mark_related(page);
        zones
    }

    /// Everything after a heading like "You may also like", as far as the box goes that holds no main heading.
    fn mark_related(&mut self, page: &PageEvidence) {
        let main_headings: Vec<usize> = (0..page.nodes().len()).filter(|at| page.tag(*at) == Tag::H1).collect();
        let third = page.nodes().len() / 3;
        for at in 0..page.nodes().len() {
            let heading = page.tag(at).heading().is_some_and(|level| level >= 2)
                || self.own.get(at).is_some_and(|own| own & flag::TITLE != 0 && page.below(at).len() <= 4);
            if !heading || !is_related_heading(&page.joined_text(at, 100)) {
                continue;
            }
            let mut top = at;
            for up in page.ancestors(at).take(4) {
                let range = page.below(up);
                // A box that belongs to the heading begins with it.
                let begins = !(up..at).any(|before| !page.text(before).is_empty());
                let holds_title = main_headings.iter().any(|h1| range.contains(h1));
                if holds_title
                    || !begins
                    || range.len() > third
                    || matches!(page.tag(up), Tag::Body | Tag::Main | Tag::Html)
                {
                    break;
                }
                top = up;
            }
            let end = if top == at {
                // The heading's siblings up to the next heading of its kind.
                let parent_end = page.parent(at).map_or(at, |up| page.below(up).end);
                let tag = page.tag(at);
                (page.below(at).end..parent_end)
                    .find(|next| page.tag(*next) == tag || page.tag(*next) == Tag::H1)
                    .unwrap_or(parent_end)
            } else {
                page.below(top).end
            };
            if let Some(range) = self.around.get_mut(at.min(top)..end) {
                range.iter_mut().for_each(|flags| *flags |= flag::RELATED);
            }
        }
    }

    /// What the shop calls a header but holds the product's own heading is the head of the article, not of the site.
    pub(super) fn open_header(&mut self, page: &PageEvidence, heading: usize) {
        let top = page.ancestors(heading).filter(|up| self.own(*up) & flag::HEADER != 0).last();
        let Some(range) = top.and_then(|top| self.around.get_mut(top..page.below(top).end)) else { return };
        range.iter_mut().for_each(|flags| *flags &= !flag::HEADER);
    }

    pub(in crate::detect) fn around(&self, at: usize) -> Flags {
        self.around.get(at).copied().unwrap_or(0)
    }

    pub(in crate::detect) fn own(&self, at: usize) -> Flags {
        self.own.get(at).copied().unwrap_or(0)
    }

    /// Own flags of the node and of up to `levels - 1` above it, boxes of more than `limit` nodes left out.
    pub(in crate::detect) fn near(&self, page: &PageEvidence, at: usize, levels: usize, limit: usize) -> Flags {
        std::iter::once(at)
            .chain(page.ancestors(at))
            .take(levels)
            .take_while(|up| page.below(*up).len() <= limit)
            .fold(0, |flags, up| flags | self.own(up))
    }
}

/// The style draws nothing: "display: none".
fn hides(style: &str) -> bool {
    const NOTHING: &[u8] = b"display:none";
    let said = style.bytes().filter(|b| *b != b' ');
    let mut met = 0;
    for b in said {
        // No start of it stands again within it, so that a mismatch begins anew.
        met = if NOTHING.get(met) == Some(&b) { met + 1 } else { usize::from(b == b'd') };
        if met == NOTHING.len() {
            return true;
        }
    }
    false
}

fn by_tag(page: &PageEvidence, at: usize, tag: Tag) -> Flags {
    let mut flags = match tag {
        // A header inside the article is the product's own.
        Tag::Header
            if page.ancestors(at).all(|up| !matches!(page.tag(up), Tag::Article | Tag::Section | Tag::Main)) =>
        {
            flag::HEADER
        }
        Tag::Nav => flag::NAV,
        Tag::Footer => flag::FOOTER,
        Tag::Aside => flag::ASIDE,
        _ => 0,
    };
    match page.attribute(at, Name::Role) {
        Some("navigation" | "menu" | "menubar") => flags |= flag::NAV,
        Some("banner") => flags |= flag::HEADER,
        Some("contentinfo") => flags |= flag::FOOTER,
        Some("dialog") => flags |= flag::ASIDE,
        _ => {}
    }
    if page.attribute(at, Name::Hidden).is_some_and(|hidden| hidden != "until-found")
        || page.attribute(at, Name::Style).is_some_and(hides)
    {
        flags |= flag::HIDDEN;
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_that_draws_nothing_is_known_by_its_words() {
        for (style, want) in [
            ("display:none", true),
            ("color: red; display : none !important", true),
            ("ddisplay:disdisplay: none", true),
            ("display:block", false),
            ("display:non", false),
            ("", false),
        ] {
            assert_eq!(hides(style), want, "{style}");
            assert_eq!(style.replace(' ', "").contains("display:none"), want, "{style}");
        }
    }
}
