//! The one walk from any [`Dom`] to [`PageEvidence`]: document order, no recursion, nothing without a bound.
//!
//! What it skips (programs, styles, fallbacks, drawings) it skips by element name alone, never by how a page
//! looks, so that the browser's summary and the server's parser keep the same nodes.

use super::dom::{Dom, Kind};
use super::fields::{self, Input};
use super::limits::LIMITS;
use super::scripts::{self, Scripts};
use super::space::{collapse, cut};
use super::{Link, Name, Node, PageEvidence, Span, Tag};
use crate::find::Find;
use crate::product_url;

/// Elements whose content is no page text: programs, styles, fallbacks, drawings, other documents.
pub(super) fn is_skipped(tag: &str) -> bool {
    const SKIPPED: [&str; 14] = [
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "noframes",
        "xmp",
        "plaintext",
    ];
    SKIPPED.contains(&tag)
}

/// Looks at a page once.
#[must_use]
pub fn collect<D: Dom>(dom: &D) -> PageEvidence {
    let mut walk = Walk {
        dom,
        page: PageEvidence { url: dom.url().to_owned(), truncated: dom.truncated(), ..PageEvidence::default() },
        space: false,
        scripts: Scripts::default(),
        base: None,
    };
    walk.run();
    let Walk { mut page, base, scripts, .. } = walk;
    (page.json_ld, page.states) = (scripts.json_ld, scripts.states);
    page.base = base.and_then(|href| product_url::resolve(&page.url, &href)).unwrap_or_else(|| page.url.clone());
    page
}

struct Walk<'d, D: Dom> {
    dom: &'d D,
    page: PageEvidence,
    /// White space stood before the next text.
    space: bool,
    scripts: Scripts,
    base: Option<String>,
}

impl<D: Dom> Walk<'_, D> {
    fn run(&mut self) {
        let Some(root) = self.dom.root() else { return };
        // One entry for each open element: the child to look at next, and its place in the list.
        let mut open: Vec<(Option<D::Node>, Option<u32>)> = vec![(self.dom.first_child(root), None)];
        while let Some((next, parent)) = open.last_mut() {
            let Some(node) = *next else {
                let closed = open.pop().and_then(|(_, at)| at);
                self.close(closed);
                continue;
            };
            *next = self.dom.next_sibling(node);
            let parent = *parent;
            if self.page.nodes.len() >= LIMITS.nodes || self.page.strings.len() >= LIMITS.strings {
                self.page.truncated = true;
                break;
            }
            match self.dom.kind(node) {
                Kind::Other => {}
                Kind::Text => self.text(node, parent),
                Kind::Element(name) => {
                    if let Some(at) = self.element(node, name, parent) {
                        if open.len() >= LIMITS.depth {
                            self.page.truncated = true;
                        } else {
                            open.push((self.dom.first_child(node), Some(at)));
                        }
                    }
                }
            }
        }
        while let Some((_, at)) = open.pop() {
            self.close(at);
        }
    }

    fn close(&mut self, at: Option<u32>) {
        let end = number(self.page.nodes.len());
        if let Some(node) = at.and_then(|at| self.page.nodes.get_mut(at as usize)) {
            node.end = end;
        }
    }

    fn text(&mut self, node: D::Node, parent: Option<u32>) {
        let text = self.dom.text(node);
        let start = self.page.strings.len();
        let Some(collapsed) = collapse(&mut self.page.strings, &text, self.space, LIMITS.text) else {
            self.space |= !text.is_empty();
            return;
        };
        self.space = collapsed.space_after;
        let span = Span { start: number(start), len: number(self.page.strings.len() - start) };
        self.push(Tag::Text, parent, span, Span::default());
    }

    fn push(&mut self, tag: Tag, parent: Option<u32>, text: Span, attributes: Span) -> u32 {
        let at = number(self.page.nodes.len());
        self.page.nodes.push(Node { tag, parent: parent.unwrap_or(at), end: at + 1, text, attributes });
        at
    }

    /// Keeps an element and says its place if its children are to be looked at.
    fn element(&mut self, node: D::Node, name: &str, parent: Option<u32>) -> Option<u32> {
        if is_skipped(name) {
            return None;
        }
        let tag = Tag::of(name);
        match tag {
            Tag::Script => {
                self.script(node);
                return None;
            }
            Tag::Title => {
                if self.page.title.is_empty() {
                    self.page.title = self.inner_text(node, LIMITS.text);
                }
                return None;
            }
            Tag::Base => {
                if self.base.is_none() {
                    self.base = self.value(node, Name::Href);
                }
                return None;
            }
            Tag::Meta | Tag::Link => {
                self.head_element(node, tag, parent);
                return None;
            }
            _ => {}
        }
        let attributes = self.attributes(node, tag);
        let at = self.push(tag, parent, Span::default(), attributes);
        if let Some(layout) = self.dom.layout(node) {
            self.page.layouts.push((at, layout.bounded()));
        }
        if tag == Tag::Html {
            self.page.lang = self.page.attribute(at as usize, Name::Lang).unwrap_or("").trim().to_ascii_lowercase();
        }
        // What stands in it may be somebody's own words.
        (tag != Tag::Textarea).then_some(at)
    }

    /// Whether the element's `value` is looked at.
    fn has_open_value(&self, node: D::Node, tag: Tag) -> bool {
        if tag != Tag::Input {
            return fields::is_open(tag);
        }
        let mut input = Input::default();
        self.dom.attributes(node, &mut |name, value| input.note(Name::of(name), value));
        input.is_open()
    }

    /// Keeps the known attributes, in the order of [`Name`], whatever order the tree has.
    fn attributes(&mut self, node: D::Node, tag: Tag) -> Span {
        let has_open_value = self.has_open_value(node, tag);
        let start = self.page.attributes.len();
        let PageEvidence { attributes, strings, .. } = &mut self.page;
        let scripts = &mut self.scripts;
        self.dom.attributes(node, &mut |name, value| {
            let name = Name::of(name);
            if name.holds_state() {
                scripts.add_state(value.to_owned());
                return;
            }
            let is_closed = name == Name::Value && !has_open_value;
            if name == Name::Other || is_closed || strings.len() >= LIMITS.strings {
                return;
            }
            let at = strings.len();
            let value = value.trim();
            if value.len() <= LIMITS.attribute {
                strings.push_str(value);
            } else if matches!(name, Name::Content | Name::Alt | Name::Title | Name::Class | Name::AriaLabel) {
                let mut short = value.get(..LIMITS.attribute + 4).unwrap_or(value).to_owned();
                cut(&mut short, LIMITS.attribute);
                strings.push_str(&short);
            } else {
                // Half an address is a wrong address.
                return;
            }
            attributes.push((name, Span { start: number(at), len: number(strings.len() - at) }));
        });
        if let Some(own) = attributes.get_mut(start..) {
            crate::order::few(own, |(one, _), (other, _)| (*one as u8) < (*other as u8));
        }
        Span { start: number(start), len: number(attributes.len() - start) }
    }

    fn value(&self, node: D::Node, wanted: Name) -> Option<String> {
        let mut found = None;
        self.dom.attributes(node, &mut |name, value| {
            if name == wanted.as_str() && value.len() <= LIMITS.attribute {
                found = Some(value.trim().to_owned());
            }
        });
        found
    }

    fn head_element(&mut self, node: D::Node, tag: Tag, parent: Option<u32>) {
        let (mut item, mut property, mut key, mut content) = (false, false, String::new(), String::new());
        let (mut rel, mut href, mut hreflang) = (String::new(), String::new(), String::new());
        self.dom.attributes(node, &mut |name, value| {
            let value = value.trim();
            let short = value.len() <= LIMITS.attribute;
            match Name::of(name) {
                Name::Itemprop => item = true,
                Name::Property => {
                    property = true;
                    key = value.to_ascii_lowercase();
                }
                Name::NameAttr if key.is_empty() => key = value.to_ascii_lowercase(),
                Name::Content => {
                    content = value.to_owned();
                    cut(&mut content, LIMITS.attribute);
                }
                Name::Rel => rel = value.to_ascii_lowercase(),
                Name::Href if short => href = value.to_owned(),
                Name::Hreflang => hreflang = value.to_ascii_lowercase(),
                _ => {}
            }
        });
        if tag == Tag::Meta && !key.is_empty() && self.page.metas.len() < LIMITS.metas {
            cut(&mut key, 200);
            self.page.metas.push((key, content));
        }
        let kept_rel = rel.parts(" ").any(|word| word == "canonical" || word == "image_src")
            || (rel == "alternate" && !hreflang.is_empty());
        if tag == Tag::Link && kept_rel && !href.is_empty() && self.page.links.len() < LIMITS.links {
            cut(&mut hreflang, 40);
            self.page.links.push(Link { rel, href, hreflang });
        }
        let in_head = parent.is_some_and(|at| self.page.tag(at as usize) == Tag::Head);
        if item || (property && !in_head) {
            let attributes = self.attributes(node, tag);
            self.push(tag, parent, Span::default(), attributes);
        }
    }

    fn script(&mut self, node: D::Node) {
        let kind = self.value(node, Name::Type).unwrap_or_default();
        if scripts::is_json_ld(&kind) {
            let text = self.inner_text(node, usize::MAX);
            self.page.truncated |= !self.scripts.add_json_ld(text);
        } else if scripts::may_hold_state(&kind) && self.speaks_of_prices(node) {
            let text = self.inner_text(node, usize::MAX);
            self.scripts.add_state(text);
        }
    }

    /// Asked before a script's text is copied: most are programs that do not.
    fn speaks_of_prices(&self, node: D::Node) -> bool {
        let mut child = self.dom.first_child(node);
        while let Some(at) = child {
            if self.dom.kind(at) == Kind::Text && scripts::speaks_of_prices(&self.dom.text(at)) {
                return true;
            }
            child = self.dom.next_sibling(at);
        }
        false
    }

    /// The text directly in an element, as written for a script, collapsed otherwise.
    fn inner_text(&self, node: D::Node, limit: usize) -> String {
        let mut out = String::new();
        let mut child = self.dom.first_child(node);
        while let Some(at) = child {
            if self.dom.kind(at) == Kind::Text {
                let text = self.dom.text(at);
                if limit == usize::MAX {
                    out.push_str(&text);
                } else {
                    collapse(&mut out, &text, false, limit);
                }
            }
            child = self.dom.next_sibling(at);
        }
        if limit != usize::MAX {
            out = out.trim().to_owned();
        }
        out
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
