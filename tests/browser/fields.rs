//! What stands in the fields of a page: the table of docs/DESIGN.md, held against what the summary of a real Chromium holds,
//! and against what the server's parser sees in the same bytes.

use std::collections::BTreeSet;
use std::path::Path;

use giftos_tests::chromium::Launch;
use giftos_tests::shop::{Asked, Given, PageServer};
use shared::page::summary::Summary;

const PAGE: &str = "http://fields.example/";

/// Every type of the HTML Standard (4.10.5), one that is misspelt, and none.
const TYPES: &str = "hidden text search tel url email password date month week time datetime-local number range color checkbox radio \
     file submit image reset button PASSWORD Submit texxt";

/// Other elements that have a `value`, and elements of the page's own that keep there what was typed.
const ELEMENTS: &str = "option button data meter progress li param textarea select div my-input";

/// The rows of the table: the words in backticks of what is looked at, and whether a mark is needed.
fn table() -> Vec<(BTreeSet<String>, bool)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/DESIGN.md");
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with("| whose `value`")).skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .filter(|line| !line.trim_end().ends_with("| never |"))
        .map(|line| {
            let (whose, when) = line.trim_matches('|').split_once('|').unwrap();
            (whose.split('`').skip(1).step_by(2).map(str::to_owned).collect(), when.contains("`itemprop`"))
        })
        .collect()
}

/// Whether the table lets this one be looked at.
fn is_open(element: &str, kind: &str, is_marked: bool) -> bool {
    table().iter().any(|(words, needs_mark)| {
        let of_type = words.contains("input");
        let named = if of_type { element == "input" && words.contains(kind) } else { words.contains(element) };
        named && (is_marked || !needs_mark)
    })
}

#[test]
fn of_fields_the_summary_holds_what_the_table_says_and_nothing_else() {
    assert_eq!(table().len(), 3, "the table of docs/DESIGN.md is read");
    let (mut html, mut open, mut closed) =
        (String::from("<!doctype html><title>Fields</title>"), Vec::new(), Vec::new());
    let inputs = TYPES.split(' ').chain(["none"]).map(|kind| ("input", kind));
    let cases = inputs.chain(ELEMENTS.split(' ').map(|element| (element, "")));
    for (number, (element, kind, mark)) in
        cases.flat_map(|(element, kind)| ["", "itemprop", "property"].map(|mark| (element, kind, mark))).enumerate()
    {
        let words = format!("own words {number}.");
        let kind_says = if kind.is_empty() || kind == "none" { String::new() } else { format!("type=\"{kind}\"") };
        let mark_says = if mark.is_empty() { String::new() } else { format!("{mark}=\"name\"") };
        html += &format!("<{element} {kind_says} {mark_says} value=\"{words}\">");
        if element != "input" && element != "param" {
            html += &format!("</{element}>");
        }
        let is_open = is_open(element, &kind.to_ascii_lowercase(), !mark.is_empty());
        if is_open { open.push(words) } else { closed.push((words, element, kind, mark)) }
    }
    html += "<textarea>own words in it</textarea><p>after</p>";
    assert!(open.len() > 20 && closed.len() > 40, "{} {}", open.len(), closed.len());

    let given = html.clone();
    let server = PageServer::start(move |asked: &Asked| {
        (asked.url.as_str() == PAGE).then(|| Given::new("text/html; charset=utf-8", given.clone()))
    })
    .unwrap();
    let chromium = Launch::default().through(server.address()).start().unwrap();
    let page = chromium.open(PAGE).unwrap();
    // What a person types, and what a program of the page makes of it.
    let types = "const own = ['hidden', 'submit', 'image', 'reset', 'button', 'checkbox', 'radio', 'file']; \
         for (const field of document.querySelectorAll('input, textarea, my-input')) { if (own.includes(field.type)) continue; \
         field.value = 'own words typed'; field.setAttribute('value', 'own words typed'); } 1";
    page.evaluate(types).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension/collect.js");
    let answer = page.evaluate(&std::fs::read_to_string(script).unwrap()).unwrap();
    let text = answer.as_str().unwrap();
    for words in &open {
        assert!(text.contains(words.as_str()), "{words} is left out of {text}");
    }
    for (words, element, kind, mark) in &closed {
        assert!(!text.contains(words.as_str()), "the value of <{element} type={kind} {mark}> is in the summary");
    }
    assert!(!text.contains("own words typed") && !text.contains("own words in it"));
    let seen = shared::page::collect(&Summary::of(text).unwrap().dom());
    assert_eq!(seen.without_layout(), giftos::page::evidence(html.as_bytes(), PAGE, Some("text/html; charset=utf-8")));
}
