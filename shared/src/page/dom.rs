//! What the one walk needs of a tree, so that the browser's summary and the server's parser give the same evidence.

use std::borrow::Cow;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// An element with its lower-case name.
    Element(&'a str),
    /// A text node. No two of them stand side by side: they are one text to whoever reads.
    Text,
    /// A comment, a doctype: never looked at.
    Other,
}

/// How an element is drawn. Only a browser knows; lengths in CSS pixels from the top left of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// It is drawn at all and not fully transparent.
    pub visible: bool,
    /// A line goes through its text.
    pub struck: bool,
    /// Font size.
    pub font_px: i32,
    /// Left edge.
    pub left: i32,
    /// Top edge.
    pub top: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Layout {
    /// The same with lengths that a browser can draw (its own largest is 2^25 pixels): a summary may say anything.
    #[must_use]
    pub(super) fn bounded(self) -> Self {
        let length = |px: i32| px.clamp(-(1 << 25), 1 << 25);
        Self {
            font_px: self.font_px.clamp(0, 10_000),
            left: length(self.left),
            top: length(self.top),
            width: length(self.width).max(0),
            height: length(self.height).max(0),
            ..self
        }
    }
}

/// A page as a tree.
pub trait Dom {
    /// A handle on a node, cheap to copy.
    type Node: Copy;

    /// The page's address, absolute; empty where unknown.
    fn url(&self) -> &str;
    /// The top of the tree (its children are walked).
    fn root(&self) -> Option<Self::Node>;
    /// The first child in document order.
    fn first_child(&self, node: Self::Node) -> Option<Self::Node>;
    /// The next sibling in document order.
    fn next_sibling(&self, node: Self::Node) -> Option<Self::Node>;
    /// What the node is.
    fn kind(&self, node: Self::Node) -> Kind<'_>;
    /// The text of a text node.
    fn text(&self, node: Self::Node) -> Cow<'_, str>;
    /// Gives every attribute of an element as (lower-case name, value).
    fn attributes(&self, node: Self::Node, give: &mut dyn FnMut(&str, &str));
    /// How it is drawn, where that is known.
    fn layout(&self, node: Self::Node) -> Option<Layout>;
    /// The tree was cut before it reached us.
    fn truncated(&self) -> bool;
}
