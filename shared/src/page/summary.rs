//! The bounded summary of a rendered page that `collect.js` gives, and the [`Dom`] over it.
//! It is a tree in flat lists: that is what a browser hands over fastest, and what reads without recursion.

use serde::{Deserialize, Serialize};

use super::dom::{Dom, Kind, Layout};
use crate::json::{self, FromJson, Json};

/// The form of the summary that this code reads; `collect.js` carries the same number.
pub const VERSION: u32 = 1;

/// Numbers for one drawn element in [`Summary::layouts`]: node, flags (1 visible, 2 struck), font, left, top, width, height.
const LAYOUT: usize = 7;

/// What `collect.js` saw. It comes as JSON text: the completion value of the script is a string.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// [`VERSION`].
    pub version: u32,
    /// The address in the address bar.
    pub url: String,
    /// Names of tags and attributes, in order of first use.
    pub words: Vec<String>,
    /// Two numbers for each node in document order: the word of its tag plus one (0 for a text), and its parent plus one (0 at the top).
    pub nodes: Vec<u32>,
    /// The texts of the text nodes, in order.
    pub texts: Vec<String>,
    /// Two numbers for each attribute, in order of its node: the node, and the word of its name.
    pub attributes: Vec<u32>,
    /// The values of the attributes, in the same order.
    pub values: Vec<String>,
    /// Seven numbers for each element whose layout was asked, in order of its node.
    pub layouts: Vec<i32>,
    /// A bound was reached: more was there than is here.
    pub truncated: bool,
}

impl Summary {
    /// Reads the text that `collect.js` gave; `None` if it is none of ours.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        json::parse::<Self>(text).filter(|summary| summary.version == VERSION)
    }

    /// The summary as a tree.
    #[must_use]
    pub fn dom(&self) -> SummaryDom<'_> {
        SummaryDom::new(self)
    }
}

// Field by field in one go, because a summary is megabytes long.
impl FromJson for Summary {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (mut summary, mut fields) = (Self::default(), 0);
        for (name, value) in json.fields() {
            match name.text()?.as_str() {
                "version" => summary.version = u32::from_json(value)?,
                "url" => summary.url = value.text()?,
                "words" => summary.words = Vec::from_json(value)?,
                "nodes" => summary.nodes = Vec::from_json(value)?,
                "texts" => summary.texts = Vec::from_json(value)?,
                "attributes" => summary.attributes = Vec::from_json(value)?,
                "values" => summary.values = Vec::from_json(value)?,
                "layouts" => summary.layouts = Vec::from_json(value)?,
                "truncated" => summary.truncated = bool::from_json(value)?,
                _ => return None,
            }
            fields += 1;
        }
        (fields == 9).then_some(summary)
    }
}

/// The tree over a summary. Numbers that point nowhere are ignored: a summary is never trusted.
#[derive(Debug)]
pub struct SummaryDom<'s> {
    summary: &'s Summary,
    nodes: Vec<Place>,
    first: u32,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    /// 0 for a text, else word + 1.
    word: u32,
    first_child: u32,
    last_child: u32,
    next: u32,
    /// Which of the texts, or which attributes.
    text: u32,
    attributes: (u32, u32),
    layout: u32,
}

const NONE: u32 = u32::MAX;

impl<'s> SummaryDom<'s> {
    fn new(summary: &'s Summary) -> Self {
        let mut nodes: Vec<Place> = Vec::with_capacity(summary.nodes.len() / 2);
        let (mut first, mut last_top, mut texts) = (NONE, NONE, 0u32);
        for pair in summary.nodes.chunks_exact(2) {
            let (Some(&word), Some(&parent)) = (pair.first(), pair.get(1)) else { continue };
            let at = u32::try_from(nodes.len()).unwrap_or(NONE);
            let text = if word == 0 {
                texts += 1;
                texts - 1
            } else {
                NONE
            };
            let place =
                Place { word, first_child: NONE, last_child: NONE, next: NONE, text, attributes: (0, 0), layout: NONE };
            nodes.push(place);
            // A parent stands before its children, so a loop cannot be told.
            let parent = if parent == 0 || parent > at { NONE } else { parent - 1 };
            let previous = match nodes.get_mut(parent as usize) {
                Some(up) => {
                    if up.first_child == NONE {
                        up.first_child = at;
                    }
                    std::mem::replace(&mut up.last_child, at)
                }
                None => {
                    if first == NONE {
                        first = at;
                    }
                    std::mem::replace(&mut last_top, at)
                }
            };
            if let Some(previous) = nodes.get_mut(previous as usize) {
                previous.next = at;
            }
        }
        for (at, pair) in (0u32..).zip(summary.attributes.chunks_exact(2)) {
            if let Some(place) = pair.first().and_then(|&node| nodes.get_mut(node as usize)) {
                if place.attributes.1 <= place.attributes.0 {
                    place.attributes = (at, at);
                }
                place.attributes.1 = at + 1;
            }
        }
        for (at, layout) in summary.layouts.chunks_exact(LAYOUT).enumerate() {
            let node = layout.first().and_then(|&node| usize::try_from(node).ok());
            if let Some(place) = node.and_then(|node| nodes.get_mut(node)) {
                place.layout = u32::try_from(at).unwrap_or(NONE);
            }
        }
        Self { summary, nodes, first }
    }

    fn word(&self, word: u32) -> &str {
        self.summary.words.get(word as usize).map_or("", String::as_str)
    }
}

/// The root stands above the top nodes; it is no node of the summary.
const ROOT: u32 = NONE - 1;

impl Dom for SummaryDom<'_> {
    type Node = u32;

    fn url(&self) -> &str {
        &self.summary.url
    }

    fn root(&self) -> Option<u32> {
        Some(ROOT)
    }

    fn first_child(&self, node: u32) -> Option<u32> {
        let child = if node == ROOT {
            self.first
        } else {
            self.nodes.get(node as usize).map_or(NONE, |place| place.first_child)
        };
        (child != NONE).then_some(child)
    }

    fn next_sibling(&self, node: u32) -> Option<u32> {
        let next = self.nodes.get(node as usize).map_or(NONE, |place| place.next);
        (next != NONE).then_some(next)
    }

    fn kind(&self, node: u32) -> Kind<'_> {
        match self.nodes.get(node as usize) {
            Some(place) if place.word == 0 => {
                Kind::Text(self.summary.texts.get(place.text as usize).map_or("", String::as_str))
            }
            Some(place) => Kind::Element(self.word(place.word - 1)),
            None => Kind::Other,
        }
    }

    fn attributes(&self, node: u32, give: &mut dyn FnMut(&str, &str)) {
        let Some(place) = self.nodes.get(node as usize) else { return };
        for at in place.attributes.0..place.attributes.1 {
            let name = self.summary.attributes.get(at as usize * 2 + 1);
            if let (Some(&name), Some(value)) = (name, self.summary.values.get(at as usize)) {
                give(self.word(name), value);
            }
        }
    }

    fn layout(&self, node: u32) -> Option<Layout> {
        let place = self.nodes.get(node as usize).filter(|place| place.layout != NONE)?;
        let start = place.layout as usize * LAYOUT;
        match *self.summary.layouts.get(start..start + LAYOUT)? {
            [_, flags, font_px, left, top, width, height] => {
                Some(Layout { visible: flags & 1 != 0, struck: flags & 2 != 0, font_px, left, top, width, height })
            }
            _ => None,
        }
    }

    fn truncated(&self) -> bool {
        self.summary.truncated
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page::{Name, Tag, collect};

    fn summary() -> Summary {
        Summary::from_json(
            r#"{"version":1,"url":"https://shop.example/p/1","words":["html","body","h1","class","span"],
            "nodes":[1,0, 2,1, 3,2, 0,3, 5,2, 0,5],"texts":["Red  kettle","19,99 €"],
            "attributes":[2,3],"values":["name"],"layouts":[2,1,32,10,20,300,40],"truncated":false}"#,
        )
        .unwrap()
    }

    #[test]
    fn a_summary_becomes_evidence() {
        let page = collect(&summary().dom());
        assert_eq!(
            page.nodes().iter().map(|node| node.tag).collect::<Vec<_>>(),
            [Tag::Html, Tag::Body, Tag::H1, Tag::Text, Tag::Span, Tag::Text]
        );
        assert_eq!(page.attribute(2, Name::Class), Some("name"));
        assert_eq!(page.text(3), "Red kettle");
        assert_eq!(page.joined_text(1, 100), "Red kettle 19,99 €");
        assert_eq!(page.layout(2).map(|layout| layout.font_px), Some(32));
        assert_eq!(page.base, "https://shop.example/p/1");
    }

    #[test]
    fn numbers_that_point_nowhere_are_ignored() {
        let mut odd = summary();
        odd.nodes = vec![9, 7, 0, 1, 0, 99, 3, 3, 1];
        odd.attributes = vec![77, 1, 0, 88, 1];
        odd.layouts = vec![-1, 1, 1, 1, 1, 1, 1, 5];
        let page = collect(&odd.dom());
        assert_eq!(page.nodes().len(), 3);
        let mut huge = summary();
        huge.layouts = vec![2, 1, i32::MIN, i32::MIN, i32::MAX, -5, i32::MAX];
        let layout = collect(&huge.dom()).layout(2).unwrap();
        assert_eq!((layout.font_px, layout.left, layout.top), (0, -(1 << 25), 1 << 25));
        assert_eq!((layout.width, layout.height), (0, 1 << 25));
    }

    #[test]
    fn another_version_is_refused() {
        assert_eq!(Summary::from_json(r#"{"version":2}"#), None);
    }
}
