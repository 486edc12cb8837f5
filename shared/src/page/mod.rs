//! What a page shows: all that detection may see of it.
//! One walk makes it from any `Dom`, in the browser and on the server, so that both see the same page.
//! It never decides what is a product.

mod collect;
pub mod dom;
mod entities;
mod fields;
mod limits;
mod markup;
pub mod names;
mod scripts;
mod space;
mod spelled;
pub mod summary;
mod tags;

pub use collect::collect;
pub use dom::{Dom, Layout};
pub use limits::{LIMITS, Limits};
pub use names::{Name, Tag};
pub use scripts::speaks_of_prices;
pub(crate) use space::cut;

/// A piece of the evidence's own text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Span {
    start: u32,
    len: u32,
}

/// A `<link>` of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Lower-case relation.
    pub rel: String,
    /// Address as written.
    pub href: String,
    /// Language and region of an alternate ("de-at"), else empty.
    pub hreflang: String,
}

/// An element or a text of the page, in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// Where its parent stands in the list; a top node is its own parent.
    pub parent: u32,
    /// One past the last node of its subtree.
    pub end: u32,
    text: Span,
    attributes: Span,
}

/// All that detection may see of a page. Texts have their white space collapsed to single spaces.
#[derive(Debug, Clone, Default)]
pub struct PageEvidence {
    /// The page's address; empty where unknown.
    pub url: String,
    /// What relative addresses are relative to.
    pub base: String,
    /// Language of the page ("pt-br"), lower-case; empty where it does not say.
    pub lang: String,
    /// Text of `<title>`.
    pub title: String,
    /// Every `<meta>` with a name or a property, as (lower-case key, content).
    pub metas: Vec<(String, String)>,
    /// Every `<link>` that says something of the page itself.
    pub links: Vec<Link>,
    /// Texts of the JSON-LD scripts as written.
    pub json_ld: Vec<String>,
    /// Texts of scripts and attributes in which the shop keeps its own state, as written: JSON or program text, never run.
    pub states: Vec<String>,
    /// A limit was reached: more was there than is here.
    pub truncated: bool,
    nodes: Vec<Node>,
    attributes: Vec<(Name, Span)>,
    layouts: Vec<(u32, Layout)>,
    strings: String,
}

impl PageEvidence {
    /// The kept nodes of the page in document order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// A node; the first one where the number is none.
    #[must_use]
    pub fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// A node's tag; [`Tag::Other`] where there is no such node.
    #[must_use]
    pub fn tag(&self, at: usize) -> Tag {
        self.nodes.get(at).map_or(Tag::Other, |node| node.tag)
    }

    /// The parent, `None` at the top.
    #[must_use]
    pub fn parent(&self, at: usize) -> Option<usize> {
        let parent = self.nodes.get(at)?.parent as usize;
        (parent != at).then_some(parent)
    }

    /// The parent, its parent, and so on.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parent(at), |&up| self.parent(up))
    }

    /// Numbers of the nodes below, without the node itself.
    #[must_use]
    pub fn below(&self, at: usize) -> std::ops::Range<usize> {
        self.nodes.get(at).map_or(0..0, |node| at + 1..node.end as usize)
    }

    /// The text of a text node, with at most one space at each end; empty for an element.
    #[must_use]
    pub fn text(&self, at: usize) -> &str {
        self.nodes.get(at).map_or("", |node| self.str(node.text))
    }

    /// An attribute of an element; an empty one is `Some("")`.
    #[must_use]
    pub fn attribute(&self, at: usize, name: Name) -> Option<&str> {
        let node = self.nodes.get(at)?;
        let range = node.attributes.start as usize..(node.attributes.start + node.attributes.len) as usize;
        let (_, span) = self.attributes.get(range)?.iter().find(|(kept, _)| *kept == name)?;
        Some(self.str(*span))
    }

    /// How an element is drawn, where the browser said so.
    #[must_use]
    pub fn layout(&self, at: usize) -> Option<Layout> {
        let at = u32::try_from(at).ok()?;
        let found = self.layouts.binary_search_by_key(&at, |(node, _)| *node).ok()?;
        self.layouts.get(found).map(|(_, layout)| *layout)
    }

    /// All text below a node (or of it), words of different blocks kept apart, at most `limit` bytes.
    #[must_use]
    pub fn joined_text(&self, at: usize, limit: usize) -> String {
        if !self.text(at).is_empty() {
            return self.text(at).trim().to_owned();
        }
        let mut out = String::new();
        let mut last = at;
        for below in self.below(at) {
            let text = self.text(below);
            let gap = if text.is_empty() {
                self.tag(below).is_block()
            } else {
                text.starts_with(" ") || (last != at && self.block_closed(last, below))
            };
            if gap && !out.is_empty() && !out.ends_with(" ") {
                out.push(' ');
            }
            if !text.is_empty() {
                last = below;
                out.push_str(text.trim_start());
            }
            if out.len() >= limit {
                break;
            }
        }
        cut(&mut out, limit);
        out.truncate(out.trim_end().len());
        out
    }

    /// A block around the text at `from` ended before `to`.
    fn block_closed(&self, from: usize, to: usize) -> bool {
        self.ancestors(from)
            .take_while(|&up| self.nodes.get(up).is_some_and(|node| node.end as usize <= to))
            .any(|up| self.tag(up).is_block())
    }

    /// The same evidence as a parser without a screen would give it.
    #[must_use]
    pub fn without_layout(mut self) -> Self {
        self.layouts.clear();
        self
    }

    /// The first `<meta>` of this key that is not empty.
    #[must_use]
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.metas
            .iter()
            .find(|(kept, content)| kept == key && !content.is_empty())
            .map(|(_, content)| content.as_str())
    }

    fn str(&self, span: Span) -> &str {
        self.strings.get(span.start as usize..(span.start + span.len) as usize).unwrap_or("")
    }
}

/// Equal by what is seen; where the strings lie does not matter.
impl PartialEq for PageEvidence {
    fn eq(&self, other: &Self) -> bool {
        let attributes = |page: &'_ Self, node: &Node| -> Vec<(Name, String)> {
            let start = node.attributes.start as usize;
            let own = page.attributes.get(start..start + node.attributes.len as usize).unwrap_or_default();
            own.iter().map(|(name, span)| (*name, page.str(*span).to_owned())).collect()
        };
        let same_node = |(a, b): (&Node, &Node)| {
            (a.tag, a.parent, a.end) == (b.tag, b.parent, b.end)
                && self.str(a.text) == other.str(b.text)
                && attributes(self, a) == attributes(other, b)
        };
        (&self.url, &self.base, &self.lang, &self.title) == (&other.url, &other.base, &other.lang, &other.title)
            && (&self.metas, &self.links) == (&other.metas, &other.links)
            && (&self.json_ld, &self.states) == (&other.json_ld, &other.states)
            && (self.truncated, &self.layouts) == (other.truncated, &other.layouts)
            && self.nodes.len() == other.nodes.len()
            && self.nodes.iter().zip(&other.nodes).all(same_node)
    }
}
