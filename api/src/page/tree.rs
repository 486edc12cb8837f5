//! The [`Dom`] over scraper's tree.

use std::borrow::Cow;

use scraper::{Html, Node};
use shared::page::Layout;
use shared::page::dom::{Dom, Kind};

type NodeRef<'h> = ego_tree::NodeRef<'h, Node>;

/// A parsed page.
#[derive(Debug)]
pub struct HtmlDom<'h> {
    html: &'h Html,
    url: &'h str,
    truncated: bool,
}

impl<'h> HtmlDom<'h> {
    /// A page with its address (empty where unknown); `truncated` says that there was more.
    #[must_use]
    pub fn new(html: &'h Html, url: &'h str, truncated: bool) -> Self {
        Self { html, url, truncated }
    }
}

impl<'h> Dom for HtmlDom<'h> {
    type Node = NodeRef<'h>;

    fn url(&self) -> &str {
        self.url
    }

    fn root(&self) -> Option<Self::Node> {
        Some(self.html.tree.root())
    }

    fn first_child(&self, node: Self::Node) -> Option<Self::Node> {
        node.first_child()
    }

    fn next_sibling(&self, node: Self::Node) -> Option<Self::Node> {
        node.next_sibling()
    }

    fn kind(&self, node: Self::Node) -> Kind<'_> {
        match node.value() {
            Node::Element(element) => Kind::Element(element.name()),
            Node::Text(_) => Kind::Text,
            _ => Kind::Other,
        }
    }

    fn text(&self, node: Self::Node) -> Cow<'_, str> {
        Cow::Borrowed(node.value().as_text().map_or("", |text| text))
    }

    fn attributes(&self, node: Self::Node, give: &mut dyn FnMut(&str, &str)) {
        if let Node::Element(element) = node.value() {
            for (name, value) in element.attrs() {
                give(name, value);
            }
        }
    }

    fn layout(&self, _: Self::Node) -> Option<Layout> {
        None
    }

    fn truncated(&self) -> bool {
        self.truncated
    }
}
