//! The same page from html5ever's tokenizer, which is spared nothing, and from html5gum's as it is used here.

#![allow(clippy::unwrap_used)]
use std::cell::Cell;

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5gum::Tokenizer;
use scraper::{Html, HtmlTreeSink, Node};
use shared::page::{Name, PageEvidence};

use super::tokens::Tokens;
use crate::page::HtmlDom;

fn ours(text: &str) -> Html {
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for Ok(()) in Tokenizer::new_with_emitter(text, Tokens::new(&builder, &Cell::new(true), false)) {}
    builder.sink.finish()
}

fn theirs(text: &str) -> Html {
    html5ever::parse_document(HtmlTreeSink::new(Html::new_document()), html5ever::ParseOpts::default()).one(text)
}

/// Each node by its depth and what may be seen of it, text that nobody looks at left out.
fn shape(html: &Html) -> Vec<String> {
    let unseen = |node: &ego_tree::NodeRef<'_, Node>| {
        let parent = node.parent().and_then(|up| up.value().as_element().map(scraper::node::Element::name));
        node.value().is_text()
            && parent.is_some_and(|name| {
                matches!(name, "script" | "style" | "noscript" | "iframe" | "textarea" | "noframes" | "noembed" | "xmp")
            })
    };
    let nodes = html.tree.root().descendants().filter(|node| !unseen(node));
    nodes
        .map(|node| {
            let seen = match node.value() {
                Node::Element(element) => {
                    let attributes: Vec<_> =
                        element.attrs().filter(|(name, _)| Name::of(name) != Name::Other).collect();
                    format!("{:?} {attributes:?}", element.name)
                }
                Node::Text(text) => format!("{:?}", &**text),
                Node::Comment(_) => "comment".to_owned(),
                other => format!("{other:?}"),
            };
            format!("{} {seen}", node.ancestors().count())
        })
        .collect()
}

fn evidence(html: &Html) -> PageEvidence {
    shared::page::collect(&HtmlDom::new(html, "https://shop.example/item/1", false))
}

fn same(text: &str) {
    let (ours, theirs) = (ours(text), theirs(text));
    assert_eq!(ours.quirks_mode, theirs.quirks_mode, "{text:?}");
    assert_eq!(shape(&ours), shape(&theirs), "{text:?}");
    assert_eq!(evidence(&ours), evidence(&theirs), "{text:?}");
}

#[test]
fn odd_pages_are_read_alike() {
    for text in [
        "",
        "<",
        "</",
        "</>a<!>b<?c>d</%e>f<!",
        "\u{feff}a\r\nb\rc\r",
        "<!doctype html public \"-//W3C//DTD HTML 4.01 Transitional//EN\"><p>1<table><!DOCTYPE x>",
        "<!-->a<!--->b<!---->c<!--d--!>e<!----!-->f<!--g--h-->i<!--",
        "<p =a==b c='d\"' e=f/g/ h/i j = k\n/>x<p l=\"m",
        "<DIV CLASS=a class=b Id=\0c>\0d&\0e</DiV foo=1>",
        "<title>a&amp;b</titl></title x>c<textarea>\n<p>&lt;</textarea>d",
        "<script>a<!--<script></script>--></script>b<script>price</script>c<script type=x/json>d</SCRIPT/>e",
        "<svg><![CDATA[a]]b]]>c<title><p></title><style>d</style></svg><![CDATA[e]]>",
        "<svg><script>1<2</script><p><math><annotation-xml encoding=text/html><div>x",
        "<pre>\n\na</pre><pre>&#10;b</pre><plaintext>a</plaintext>",
        "<table>a&nbsp;<tr> <td>b<a href=1>c<a href=2>d",
        "<b a=1><b a=2><b a=3><b a=4></b><p>x</b></b></b><noscript><p></noscript><iframe><p></iframe>",
        "<select><option selected>a<option value='&amp;&copy=1'>b</select><xmp></xmp a='>'>c",
        "a < b <3 c <= d &#x41 &ampx; &notin",
    ] {
        same(text);
    }
}

#[test]
fn of_xml_the_slash_and_marked_text_are_heeded() {
    let page = "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><script src=\"a.js\"/>\
                <title>Lamp</title></head><body><div class=\"a\"/><h1>Lamp<br/>red</h1><p><![CDATA[9 < 10 €]]></p></body></html>";
    let seen = |kind: &str| {
        let seen = crate::page::evidence(page.as_bytes(), "", Some(kind));
        (seen.title.clone(), seen.joined_text(0, 100))
    };
    assert_eq!(seen("application/xhtml+xml; charset=utf-8"), ("Lamp".to_owned(), "Lamp red 9 < 10 €".to_owned()));
    assert_eq!(seen("text/html").0, "");
}

/// The shops of the tests, whole pages as they are served.
#[test]
fn whole_pages_are_read_alike() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/shops");
    let pages: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(pages.len() > 300);
    for page in pages.iter().filter(|page| page.extension().is_some_and(|extension| extension == "html")) {
        same(&std::fs::read_to_string(page).unwrap());
    }
}

#[test]
fn pages_put_together_by_chance_are_read_alike() {
    #[rustfmt::skip]
    const PIECES: [&str; 64] = [
        "<", ">", "</", "/>", "<!--", "-->", "--!>", "-", "<!", "<?", "<![CDATA[", "]]>", "\"", "'", "=", " ", "\n",
        "\r\n", "\0", "&", "&amp", "&amp;", "&not", "in;", "&#", "x41", ";", "128;", "a", "b", "price", "é", "<p>",
        "<p ", "</p>", "<div class=", "<DIV>", "</div>", "<b>", "</b>", "<a href=", "</a>", "<table>", "<tr>", "<td>",
        "</table>", "<script>", "<script ", "</script>", "</script ", "<style>", "</style>", "<title>", "</title>",
        "<textarea>", "</textarea>", "<svg>", "</svg>", "<math>", "<select>", "<option>", "<!doctype html>",
        "<plaintext>", "type=json",
    ];
    let mut seed = 1_u64;
    let mut chance = |of: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % of
    };
    for _ in 0..20_000 {
        let text: String = (0..1 + chance(24)).map(|_| PIECES[chance(PIECES.len())]).collect();
        same(&text);
    }
}
