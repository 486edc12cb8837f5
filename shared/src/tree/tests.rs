#![allow(clippy::unwrap_used)]
use super::*;
use crate::detect::Detection;
use crate::money::Money;
use crate::wire::items::{NewItem, Quantity};
use crate::wire::message::{Request, SaveDraft, Settings};
use crate::wire::problem::Problem;
use serde::Serialize;

const DETECTION: &str = r#"{"page":"sure","page_confidence":0.97,"product":{"title":{"value":"Kettle","source":"json_ld",
    "confidence":0.9},"price":{"value":{"amount":"19.99","currency":"EUR"},"source":"visible","confidence":0.8},
    "list_price":null,"image":null,"brand":null,"availability":{"value":"in_stock","source":"microdata","confidence":1.0},
    "sku":null,"gtin":null,"description":null,"category":null,"rating":{"value":{"value":4.5,"count":3},"source":"rdfa",
    "confidence":0.5},"variant":[{"name":"Colour","value":"Red"}]},"canonical_url":null,"prices":[],"images":[],"notes":["x"]}"#;
const DRAFT: &str = r#"{"tab_id":-7,"url":"https://shop.example/p","title":"x","price":{"amount_minor":-5,"currency":"EUR"},
    "image":null,"boards":["01936f3e-0000-7000-8000-000000000000"],"quantity":"any","checked":true}"#;

/// Both readers agree on it, or both refuse it.
fn agrees<T: DeserializeOwned + Serialize>(text: &str) -> bool {
    let plain = serde_json::from_str::<T>(text).ok().map(|value| serde_json::to_string(&value).unwrap());
    let ours = parse::<T>(text).map(|value| serde_json::to_string(&value).unwrap());
    assert_eq!(ours, plain, "{text}");
    ours.is_some()
}

#[test]
fn it_reads_what_serde_json_reads() {
    assert!(agrees::<Detection>(DETECTION));
    assert!(agrees::<SaveDraft>(DRAFT));
    assert!(agrees::<Request>(&format!(r#"{{"type":"item.save","save":{DRAFT}}}"#)));
    assert!(agrees::<Settings>(r#"{"theme":"dark","detect_everywhere":false}"#));
    assert!(agrees::<Problem>(r#"{"type":"/problems/new","title":"x","status":418}"#));
    assert!(agrees::<NewItem>(
        r#"{"id":"01936f3e-0000-7000-8000-000000000000","boards":"default","title":"x","quantity":3}"#
    ));
    assert!(agrees::<Result<u8, String>>(r#"{"Ok":7}"#));
    assert!(agrees::<(u32, Option<bool>)>("[7,null]"));
    assert!(agrees::<Value>(DETECTION));
    assert!(agrees::<std::collections::BTreeMap<String, f64>>(r#"{"a":1,"b":-2,"c":0.5}"#));
}

#[test]
fn it_refuses_what_serde_json_refuses() {
    for text in [
        "",
        "{",
        "null",
        "7",
        "\"x\"",
        "[]",
        "{}",
        r#"{"amount_minor":"5","currency":"EUR"}"#,
        r#"{"amount_minor":5,"currency":"€"}"#,
        r#"{"amount_minor":5.5,"currency":"EUR"}"#,
        r#"{"amount_minor":5,"currency":"EUR","more":1}"#,
        r#"{"amount_minor":5}"#,
    ] {
        assert!(!agrees::<Money>(text), "{text}");
    }
    for text in ["-1", "70000", "1.5", "\"some\"", "null", "{}"] {
        assert!(!agrees::<Quantity>(text), "{text}");
    }
    assert!(!agrees::<Settings>(r#"{"theme":"pink","detect_everywhere":false}"#));
    assert!(!agrees::<Settings>(r#"{"theme":{"dark":1},"detect_everywhere":false}"#));
    assert!(!agrees::<u8>("256"));
}
