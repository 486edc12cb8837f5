//! The bounded summary of a rendered page that `collect.js` gives, and the [`Dom`] over it: a line of JSON with what only a browser
//! knows, and below it the page's HTML as the browser writes it, which is what a browser hands over fastest.

use std::borrow::Cow;

use super::dom::{Dom, Kind, Layout};
use super::entities::{decoded, piece};
use super::markup::{self, Marked, Marks, NONE, Place, Tree};
use super::tags;
use crate::json::{self, FromJson, Json};

/// The form of the summary that this code reads; `collect.js` carries the same number.
pub const VERSION: u32 = 2;

/// Numbers of one record of [`Facts::elements`] and [`Facts::texts`]: whose, flags (1 visible, 2 struck), font, left, top, width, height.
const LAYOUT: usize = 7;

/// What `collect.js` saw. It comes as text: the completion value of the script is a string.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary<'t> {
    facts: Facts,
    html: &'t str,
}

/// What is not in the markup. All numbers count along the HTML, without what stands in a `template`.
#[derive(Debug, Clone, Default, PartialEq)]
struct Facts {
    /// The address in the address bar.
    url: String,
    /// A bound was reached: more was there than is here.
    truncated: bool,
    /// `noscript` holds elements, as it does where scripts are off.
    noscript: bool,
    /// Units of UTF-16 of all texts: where another number is counted, nothing is known of any text.
    units: u32,
    /// Seven numbers for each `h1`, `h2`, `h3` and `img` whose layout was asked, by its number among them.
    elements: Vec<i32>,
    /// Seven numbers for each text whose element was asked, by the units of text before it.
    texts: Vec<i32>,
    /// Numbers of the `option`s that are chosen now and not by their markup, or the other way round.
    options: Vec<i32>,
    /// The same of the `input`s.
    inputs: Vec<i32>,
}

impl FromJson for Facts {
    fn from_json(json: Json<'_>) -> Option<Self> {
        (json.field::<u32>("version")? == VERSION).then_some(())?;
        Some(Self {
            url: json.field("url")?,
            truncated: json.field("truncated")?,
            noscript: json.field("noscript")?,
            units: json.field("units")?,
            elements: json.field("elements")?,
            texts: json.field("texts")?,
            options: json.field("options")?,
            inputs: json.field("inputs")?,
        })
    }
}

impl<'t> Summary<'t> {
    /// Reads the text that `collect.js` gave; `None` if it is none of ours.
    #[must_use]
    pub fn of(text: &'t str) -> Option<Self> {
        let (facts, html) = text.split_once('\n')?;
        Some(Self { facts: json::parse(facts)?, html })
    }

    /// The summary as a tree.
    #[must_use]
    pub fn dom(&self) -> SummaryDom<'_> {
        let Self { facts, html } = self;
        let marked = Marked {
            elements: Marks::new(&facts.elements, LAYOUT),
            texts: Marks::new(&facts.texts, LAYOUT),
            options: Marks::new(&facts.options, 1),
            inputs: Marks::new(&facts.inputs, 1),
            noscript_is_markup: facts.noscript,
        };
        let texts_from = facts.elements.len() / LAYOUT;
        let Tree { places, units, is_cut } = markup::tree(html, marked, u32::try_from(texts_from).unwrap_or(NONE));
        let truncated = facts.truncated || is_cut;
        // Whose numbers are of another text than this one, of whichever reason, would say of one thing what is true of another.
        let has_texts = truncated || units == facts.units as usize;
        SummaryDom { summary: self, places, has_texts, truncated }
    }
}

/// The tree over a summary. Numbers that point nowhere are ignored: a summary is never trusted.
#[derive(Debug)]
pub struct SummaryDom<'s> {
    summary: &'s Summary<'s>,
    places: Vec<Place>,
    /// What is said of texts is said of these.
    has_texts: bool,
    truncated: bool,
}

/// Stands above the top nodes; it is no node of the summary.
const ROOT: u32 = NONE - 1;

impl SummaryDom<'_> {
    fn place(&self, node: u32) -> Option<&Place> {
        self.places.get(node as usize)
    }

    fn written(&self, place: &Place) -> &str {
        piece(self.summary.html, place.start as usize, place.stop as usize)
    }

    fn name(&self, place: &Place) -> &str {
        let tag = self.written(place);
        piece(tag, 0, tags::name_len(tag.as_bytes()))
    }

    /// This node, if it stands below that one.
    fn below(&self, node: u32, parent: u32) -> Option<u32> {
        self.place(node).is_some_and(|place| place.parent == parent).then_some(node)
    }
}

impl Dom for SummaryDom<'_> {
    type Node = u32;

    fn url(&self) -> &str {
        &self.summary.facts.url
    }

    fn root(&self) -> Option<u32> {
        Some(ROOT)
    }

    fn first_child(&self, node: u32) -> Option<u32> {
        if node == ROOT { self.below(0, NONE) } else { self.below(node + 1, node) }
    }

    fn next_sibling(&self, node: u32) -> Option<u32> {
        let place = self.place(node)?;
        self.below(place.end.max(node + 1), place.parent)
    }

    fn kind(&self, node: u32) -> Kind<'_> {
        match self.place(node) {
            Some(place) if place.end == 0 => Kind::Text,
            Some(place) => Kind::Element(self.name(place)),
            None => Kind::Other,
        }
    }

    fn text(&self, node: u32) -> Cow<'_, str> {
        let Some(place) = self.place(node) else { return Cow::Borrowed("") };
        let text = self.written(place);
        let is_raw = self.place(place.parent).is_some_and(|parent| tags::is_raw(self.name(parent)));
        if is_raw { Cow::Borrowed(text) } else { decoded(text) }
    }

    fn attributes(&self, node: u32, give: &mut dyn FnMut(&str, &str)) {
        let Some(place) = self.place(node) else { return };
        let name = self.name(place);
        let chosen = if name == "option" { "selected" } else { "checked" };
        let mut is_turned = place.is_turned;
        let tag = self.written(place);
        tags::attributes(piece(tag, name.len(), tag.len()), &mut |name, value| {
            if place.is_turned && name == chosen {
                is_turned = false;
            } else {
                give(name, &value);
            }
        });
        if is_turned {
            give(chosen, "");
        }
    }

    fn layout(&self, node: u32) -> Option<Layout> {
        let record = self.place(node)?.drawn as usize;
        let Facts { elements, texts, .. } = &self.summary.facts;
        let of_elements = elements.len() / LAYOUT;
        let (list, record) = if record < of_elements { (elements, record) } else { (texts, record - of_elements) };
        let start = record.checked_mul(LAYOUT).filter(|_| self.has_texts || std::ptr::eq(list, elements))?;
        match *list.get(start..start.checked_add(LAYOUT)?)? {
            [_, flags, font_px, left, top, width, height] => {
                Some(Layout { visible: flags & 1 != 0, struck: flags & 2 != 0, font_px, left, top, width, height })
            }
            _ => None,
        }
    }

    fn truncated(&self) -> bool {
        self.truncated
    }
}

/// A summary of this HTML as a browser gives it of a page that nobody touched and that is not drawn.
#[cfg(test)]
pub(super) fn written(html: &str) -> String {
    format!(
        r#"{{"version":2,"url":"https://shop.example/p/1","truncated":false,"noscript":false,"units":0,"elements":[],"texts":[],"options":[],"inputs":[]}}
{html}"#
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page::{LIMITS, Name, PageEvidence, Tag, collect};

    fn seen(text: &str) -> PageEvidence {
        collect(&Summary::of(text).unwrap().dom())
    }

    /// Tags with their parents, and texts.
    fn shown(html: &str) -> String {
        let page = seen(&written(html));
        let node = |at: usize| match page.tag(at) {
            Tag::Text => format!("{:?}", page.text(at)),
            tag => format!(
                "{}{}",
                tag.as_str(),
                page.parent(at).map_or(String::new(), |up| format!("<{}", page.tag(up).as_str()))
            ),
        };
        (0..page.nodes().len()).map(node).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn html_becomes_a_tree() {
        for (html, tree) in [
            (
                r#"<html><body><h1 class="name">Red  &amp; blue</h1><p>19,99&nbsp;€<br>now</p></body></html>"#,
                r#"html body<html h1<body "Red & blue" p<body "19,99 €" br<p "now""#,
            ),
            ("<p>a<!-- <b>x</b> -->b<!---->c</p>d", r#"p "a" "b" "c" "d""#),
            ("<p>a<svg><style>b > c</style><p>x</p></svg><noscript><p>y</noscript>d</p>", r#"p "a" "d""#),
            ("<div><template><div><p>x</p></div></template><p>a</p></div>", r#"div p<div "a""#),
            (r#"<p title="a > b < c &quot;">x</p>"#, r#"p "x""#),
            ("<p>a</b></i>b</p></p>c", r#"p "a" "b" "c""#),
            ("<p>a<p>b", r#"p "a" p<p "b""#),
            ("a < b <1 <", r#""a" "b" "1""#),
            ("<p", "p"),
            (r#"<p class="x"#, "p"),
            ("<!-- a", ""),
            ("<!doctype html><?xml x?>a<br />b</br>c", r#""a" br "b" "c""#),
            ("", ""),
        ] {
            let without_spaces = shown(html).replace("\" ", "\"").replace(" \"", "\"");
            assert_eq!(without_spaces, tree.replace("\" ", "\"").replace(" \"", "\""), "{html}");
        }
    }

    #[test]
    fn scripts_are_as_written_and_attributes_as_meant() {
        let page = seen(&written(
            r#"<html lang="EN"><script type="application/ld+json">{"name":"A &amp; <b>"}</script><a href="/x?a=1&amp;b=2" hidden="">x</a></html>"#,
        ));
        assert_eq!(page.json_ld, [r#"{"name":"A &amp; <b>"}"#]);
        assert_eq!((page.lang.as_str(), page.attribute(1, Name::Href)), ("en", Some("/x?a=1&b=2")));
        assert_eq!((page.attribute(1, Name::Hidden), page.attribute(1, Name::Class)), (Some(""), None));
        assert_eq!(page.base, "https://shop.example/p/1");
    }

    const MARKED: &str = r#"<body><style>p::before { content: "&nbsp;" }</style><template><h1>no</h1>no</template><h1>€&nbsp;1</h1><svg><img></svg><p><b>1 &lt; 2</b>
        <s>5,00 €</s><img></p><option selected="">a</option><option>b</option><input type="radio"></body>"#;

    fn marked(facts: &str) -> PageEvidence {
        seen(&written(MARKED).replace(r#""units":0,"elements":[],"texts":[],"options":[],"inputs":[]"#, facts))
    }

    fn tags_with<T: PartialEq>(page: &PageEvidence, of: impl Fn(usize) -> Option<T>, wanted: &T) -> Vec<Tag> {
        (0..page.nodes().len()).filter(|at| of(*at).as_ref() == Some(wanted)).map(|at| page.tag(at)).collect()
    }

    #[test]
    fn what_is_said_of_a_node_finds_it() {
        // 31 units of style, 3 of the heading, 5 of <b>, 9 between, 6 of <s>, 2 of the options.
        let facts = r#""units":56,"elements":[0,1,32,0,0,9,9, 2,1,0,0,0,8,8],"texts":[34,1,11,0,0,1,1, 48,3,12,0,0,1,1],"options":[0,1],"inputs":[0]"#;
        let page = marked(facts);
        let font = |at| page.layout(at).map(|layout| layout.font_px);
        for (px, tag) in [(32, Tag::H1), (0, Tag::Img), (11, Tag::B), (12, Tag::S)] {
            assert_eq!(tags_with(&page, font, &px), [tag], "{px}");
        }
        assert!(page.layout(page.nodes().iter().position(|node| node.tag == Tag::S).unwrap()).unwrap().struck);
        let chosen =
            |name| (0..page.nodes().len()).filter(|at| page.attribute(*at, name).is_some()).collect::<Vec<_>>();
        let options: Vec<_> = (0..page.nodes().len()).filter(|at| page.tag(*at) == Tag::Option).collect();
        assert_eq!(chosen(Name::Selected), [options[1]]);
        assert_eq!(chosen(Name::Checked).len(), 1);
    }

    #[test]
    fn of_another_count_of_text_no_text_is_known() {
        let page =
            marked(r#""units":57,"elements":[0,1,32,0,0,9,9],"texts":[34,1,11,0,0,1,1],"options":[],"inputs":[]"#);
        assert_eq!((0..page.nodes().len()).filter(|at| page.layout(*at).is_some()).count(), 1);
    }

    #[test]
    fn numbers_that_point_nowhere_are_ignored() {
        let page = marked(
            r#""units":56,"elements":[-1,1,1,1,1,1,1, 2,1,-2147483648,-2147483648,2147483647,-5,2147483647, 1,1,1,1,1,1,1, 5],
            "texts":[2147483647,1,1,1,1,1,1, 34,1,1,1,1,1,1],"options":[-7,9,0],"inputs":[4]"#
            .replace('\n', "").as_str(),
        );
        let layouts: Vec<_> = (0..page.nodes().len()).filter_map(|at| page.layout(at)).collect();
        assert_eq!(layouts.len(), 2);
        let layout = layouts[1];
        assert_eq!((layout.font_px, layout.left, layout.top), (0, -(1 << 25), 1 << 25));
        assert_eq!((layout.width, layout.height), (0, 1 << 25));
    }

    #[test]
    fn what_has_no_bounds_is_cut() {
        for html in [
            "<p>".repeat(200_000),
            "<p>1</p>".repeat(200_000),
            "</p>".repeat(200_000),
            "<svg>".repeat(200_000),
            format!("<p {}>", "a=\"\" ".repeat(200_000)),
            "<!--".repeat(200_000),
            "<script>".repeat(200_000),
            "<p a=\"".repeat(200_000),
            "&".repeat(1_000_000),
            "é".repeat(9_000_000),
        ] {
            let text = written(&html);
            let summary = Summary::of(&text).unwrap();
            let dom = summary.dom();
            assert!(dom.places.len() <= 3 * LIMITS.nodes);
            let page = collect(&dom);
            assert!(page.nodes().len() <= LIMITS.nodes);
        }
    }

    #[test]
    fn another_version_is_refused() {
        assert!(Summary::of(&written("<p>")).is_some());
        assert_eq!(Summary::of(&written("<p>").replace("\"version\":2", "\"version\":1")), None);
        assert_eq!(Summary::of("<p>\n<p>"), None);
        assert_eq!(Summary::of(&written("").replace('\n', "")), None);
    }
}
