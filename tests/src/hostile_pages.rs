//! Pages that a shop could send to hurt whoever reads them: deep, wide, endless, circular.
//! They are generated, so that the proof has them at full size and the everyday test at a fraction of it.
//! Nothing here judges: it only makes bytes.

use std::fmt::Write as _;

/// Elements that a parser nests in ways of their own: plain, formatting, table, paragraph, foreign, list, form.
const TAGS: [&str; 10] = ["div", "b", "a", "font", "table", "p", "svg", "li", "button", "template"];

/// A hostile page, made when it is wanted: together they are too many for one memory.
pub struct HostilePage {
    /// What is hostile in it.
    pub name: String,
    body: Box<dyn Fn() -> String + Send>,
}

impl HostilePage {
    /// The page.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        format!("<!doctype html><title>Shop</title>{}", (self.body)()).into_bytes()
    }
}

/// All of them, at a share of their full size: `all(1)` is full size, `all(50)` a fiftieth.
#[must_use]
pub fn all(part: usize) -> Vec<HostilePage> {
    let part = part.max(1);
    let deep =
        TAGS.iter().map(|tag| page(&format!("{tag} 100,000 deep"), move || format!("<{tag}>").repeat(100_000 / part)));
    let mut pages: Vec<HostilePage> = deep.collect();
    pages.extend([
        page("formatting never closed", move || "<b><i><a href=x><font size=1><p>".repeat(20_000 / part)),
        page("formatting closed in the wrong order", move || "<b><p><i></b><div></i></p>x".repeat(40_000 / part)),
        page("formatting opened again in each paragraph", move || reopened(100_000 / part)),
        page("formatting leaked out of blocks", move || leaked(50_000 / part)),
        page("blocks closed across a table", move || "<div><table><tr><td></div>".repeat(50_000 / part)),
        page("blocks hidden from a scanner by a comment", move || format!("<!-->{}", "<div>".repeat(100_000 / part))),
        page("blocks hidden from a scanner by a quote", move || format!("<p =\">{}", "<div>".repeat(100_000 / part))),
        page("blocks hidden in a drawing", move || format!("<svg><title>{}", "<div>".repeat(100_000 / part))),
        page("blocks closed by nothing", move || "<div><!</div>".repeat(100_000 / part)),
        page("blocks closed by another name", move || "<div></div-x><span><div></span>".repeat(50_000 / part)),
        page("forms that leave their blocks open", move || "<form><div></form>".repeat(50_000 / part)),
        page("attributes hidden from a scanner", move || {
            format!(
                "<!-->{}",
                (0..100_000 / part).fold("<p".to_owned(), |mut all, n| {
                    // Writing to a string does not fail.
                    let _ = write!(all, " a{n}=1");
                    all
                })
            )
        }),
        page("text fostered out of tables", move || "<table>x<tr>y<table>z".repeat(30_000 / part)),
        page("1,000,000 nodes", move || "<i>1</i>".repeat(500_000 / part)),
        page("1,000,000 prices", move || "<p>9,99 €".repeat(1_000_000 / part)),
        page("10,000 scripts", move || linked(PRODUCT).repeat(10_000 / part)),
        page("10,000 script elements in one another", move || "<script><!--<script>".repeat(10_000 / part)),
        page("50 MB of JSON-LD", move || linked(&format!("[{}{{}}]", format!("{PRODUCT},").repeat(500_000 / part)))),
        page("5 MB of JSON-LD that ends nowhere", move || {
            format!("<script type=application/ld+json>[{}", "{\"a\":[".repeat(800_000 / part))
        }),
        page("JSON-LD 1,000,000 deep", move || linked(&"[".repeat(1_000_000 / part))),
        page("JSON-LD 900,000 bytes deep, in objects", move || linked(&"{\"offers\":".repeat(90_000 / part))),
        page("JSON-LD in circles", move || linked(&circles(2_000 / part))),
        page("JSON-LD, each refers to all", move || linked(&crowd((300 / part).max(4)))),
        page("items in one another", move || {
            "<div itemscope itemtype=https://schema.org/Product itemprop=offers>".repeat(50_000 / part)
        }),
        page("items that refer to each other", move || item_references(5_000 / part)),
        page("100,000 attributes", move || {
            format!(
                "<p{}>",
                (0..100_000 / part).fold(String::new(), |mut all, n| {
                    // Writing to a string does not fail.
                    let _ = write!(all, " a{n}=1");
                    all
                })
            )
        }),
        page("an attribute of 5 MB", move || {
            format!("<meta property=og:title content=\"{}\">", "x".repeat(5_000_000 / part))
        }),
        page("a title of 5 MB", move || format!("<title>{}", "x ".repeat(2_500_000 / part))),
        page("5 MB of digits", move || "1".repeat(5_000_000 / part)),
        page("5 MB of numbers", move || "1.1, ".repeat(1_000_000 / part)),
        page("5 MB of <", move || "<".repeat(5_000_000 / part)),
        page("5 MB of comments", move || "<!--".repeat(1_250_000 / part)),
        page("5 MB of entities", move || "&amp;&CounterClockwiseContourIntegral;&#9;".repeat(120_000 / part)),
        page("5 MB of zeros", move || "\0".repeat(5_000_000 / part)),
        page("200,000 pictures", move || "<img src=a.png srcset='b.png 2x, c.png 3x'>".repeat(100_000 / part)),
        page("100,000 pictures, each another", move || {
            (0..100_000 / part).map(|n| format!("<img src=/{n}-a.png width=900>")).collect()
        }),
        page("200,000 meta elements", move || "<meta property=og:image content=/a.png>".repeat(120_000 / part)),
    ]);
    pages
}

const PRODUCT: &str = r#"{"@type":"Product","name":"Lamp","image":"a.png","offers":{"@type":"Offer","price":"9.99","priceCurrency":"EUR"}}"#;

fn page(name: &str, body: impl Fn() -> String + Send + 'static) -> HostilePage {
    HostilePage { name: name.to_owned(), body: Box::new(body) }
}

fn linked(json: &str) -> String {
    format!("<script type=\"application/ld+json\">{json}</script>")
}

/// A chain of products whose last refers to the first, through every way of referring.
fn circles(length: usize) -> String {
    let node = |n: usize| {
        let next = (n + 1) % length.max(1);
        format!(
            r##"{{"@id":"#{n}","@type":"Product","name":"P{n}","isVariantOf":{{"@id":"#{next}"}},"offers":{{"@id":"#{next}"}},"hasVariant":[{{"@id":"#{n}"}},{{"@id":"#{next}"}}],"itemOffered":{{"@id":"#{n}"}}}}"##
        )
    };
    format!("{{\"@graph\":[{}]}}", (0..length.max(1)).map(node).collect::<Vec<_>>().join(","))
}

/// Products each of which has all as its variants.
fn crowd(size: usize) -> String {
    let all = (0..size).map(|n| format!("{{\"@id\":\"#{n}\"}}")).collect::<Vec<_>>().join(",");
    let node =
        |n| format!(r##"{{"@id":"#{n}","@type":"Product","name":"P{n}","hasVariant":[{all}],"offers":[{all}]}}"##);
    format!("{{\"@graph\":[{}]}}", (0..size).map(node).collect::<Vec<_>>().join(","))
}

/// Five hundred kinds of formatting that is never closed, then paragraphs.
fn reopened(paragraphs: usize) -> String {
    let fonts: String = (0..500).map(|n| format!("<font a={n}>")).collect();
    fonts + &"<p>x".repeat(paragraphs)
}

/// Formatting that its block's end takes off the stack, and each paragraph opens again.
fn leaked(blocks: usize) -> String {
    (0..blocks).map(|n| format!("<div><font a={n}></div><p>x")).collect()
}

fn item_references(length: usize) -> String {
    (0..length).fold(String::new(), |mut all, n| {
        let next = (n + 1) % length.max(1);
        // Writing to a string does not fail.
        let _ = write!(
            all,
            "<div id=i{n} itemscope itemprop=offers itemtype=https://schema.org/Product itemref='i{next} i{n}'></div>"
        );
        all
    })
}
