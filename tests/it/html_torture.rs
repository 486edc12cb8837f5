//! HTML that hurts parsers, against everything from the bytes of a page to what was found there: total, within its limits, and
//! unimpressed where a product stands beside it.

use giftos::page::detect_html;
use serde::Deserialize;
use shared::detect::{Detection, Verdict};

const SUITE: &str = include_str!("../data/html/tree-construction.jsonl");
const PRODUCT: &str = "<title>Lamp</title><script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Lamp\",\
    \"offers\":{\"@type\":\"Offer\",\"price\":\"12.50\",\"priceCurrency\":\"EUR\"}}</script><h1>Lamp</h1>";

#[derive(Deserialize)]
struct Case {
    name: String,
    input: String,
}

fn cases() -> impl Iterator<Item = Case> {
    SUITE.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn found(html: &str) -> Detection {
    detect_html(html.as_bytes(), "https://shop.example/p/1", Some("text/html; charset=utf-8"))
}

fn assert_within_limits(name: &str, found: &Detection) {
    assert!(found.prices.len() <= 12 && found.images.len() <= 24 && found.notes.len() <= 20, "{name}: {found:?}");
    assert!(found.images.iter().all(|image| image.url.starts_with("http")), "{name}: {:?}", found.images);
    assert!(found.prices.iter().all(|price| price.context.chars().count() <= 80), "{name}: {:?}", found.prices);
}

#[test]
fn no_html_alone_is_a_product() {
    let mut read = 0;
    for Case { name, input } in cases() {
        let found = found(&input);
        assert_eq!(found.page, Verdict::NotProduct, "{name}: {input}");
        assert_within_limits(&name, &found);
        read += 1;
    }
    assert!(read > 1_600, "only {read} cases");
}

#[test]
fn a_product_before_it_is_found_and_one_behind_it_harms_nobody() {
    for Case { name, input } in cases() {
        let before = found(&format!("{PRODUCT}{input}"));
        let price = before.prices.iter().any(|price| price.price.amount == "12.50");
        assert!(price && before.product.title.is_some(), "{name}: {:?} after {input}", before.prices);
        assert_within_limits(&name, &before);
        assert_within_limits(&name, &found(&format!("{input}{PRODUCT}")));
    }
}
