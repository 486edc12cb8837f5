//! JSON that hurts parsers, against our readers: of the wire, of a browser's summary, and of the JSON-LD of shops.

use giftos::page::detect_html;
use serde::Deserialize;
use shared::detect::Detection;
use shared::json::{Json, Value};
use shared::page::summary::Summary;

const SUITE: &str = include_str!("../data/json/parsing.jsonl");

#[derive(Deserialize)]
struct Case {
    name: String,
    input: String,
}

/// The suite, and what is nothing but depth.
fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = SUITE.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let deep = |name: &str, input: String| Case { name: name.to_owned(), input };
    cases.push(deep("i_structure_500_nested_arrays", "[".repeat(500) + &"]".repeat(500)));
    cases.push(deep("n_structure_100000_opening_arrays", "[".repeat(100_000)));
    cases.push(deep("n_structure_open_array_object", "[{\"\":".repeat(50_000)));
    assert!(cases.len() > 290);
    cases
}

fn json_ld(json: &str) -> Detection {
    let page = format!("<title>Lamp</title><script type='application/ld+json'>{json}</script><h1>Lamp</h1>");
    detect_html(page.as_bytes(), "https://shop.example/p/1", Some("text/html; charset=utf-8"))
}

#[test]
fn the_wire_accepts_and_refuses_as_the_standard_says() {
    for Case { name, input } in cases() {
        let read = Json::parse(&input).map(Value::of);
        match name.as_bytes()[0] {
            b'y' => assert!(read.is_some(), "{name} was refused"),
            b'n' => assert!(read.is_none(), "{name} was read as {read:?}"),
            _ => {}
        }
        assert_eq!(Summary::of(&(input + "\n<p>")), None, "{name} is no summary");
    }
}

#[test]
fn a_shop_s_json_ld_is_read_past_any_value_and_harmed_by_none() {
    let product = |extra: &str| {
        format!(
            r#"{{"@type":"Product","name":"Lamp","extra":{extra},"offers":{{"@type":"Offer","price":"12.50","priceCurrency":"EUR"}}}}"#
        )
    };
    for Case { name, input } in cases() {
        let alone = json_ld(&input);
        assert!(alone.product.price.is_none() && alone.prices.is_empty(), "{name}: {:?}", alone.prices);
        // A script of HTML ends at its end tag, whatever JSON says of it.
        if name.starts_with('y') && !input.contains("</") {
            let detection = json_ld(&product(&input));
            let price = detection.product.price.map(|price| price.value.amount);
            assert_eq!(price.as_deref(), Some("12.50"), "{name}: {input}");
        } else {
            let _ = json_ld(&product(&input));
        }
    }
}
