//! The program that reads pages: the summary of a page comes in as text, what was found there goes out as text.
//! It is a program of its own, because a worker that wakes for an alarm or a message has no page to read.
//! It never sees the browser, the network or what is stored; it keeps nothing from one page to the next.

use shared::detect::detect;
use shared::json::to_text;
use shared::page::collect;
use shared::page::summary::Summary;
use shared::wire::reading::Reading;
use wasm_bindgen::prelude::wasm_bindgen;

/// The JSON of a [`Reading`]; `None` for a text that is no summary of ours.
#[wasm_bindgen]
#[must_use]
pub fn read(summary: &str) -> Option<String> {
    console_error_panic_hook::set_once();
    let summary = Summary::from_json(summary)?;
    let detection = detect(&collect(&summary.dom()));
    Some(to_text(&Reading { url: summary.url, detection }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SUMMARY: &str = r#"{"version":1,"url":"https://shop.example/p/1","words":["html","script","type"],
        "nodes":[1,0, 2,1, 0,2],"texts":["{\"@type\":\"Product\",\"name\":\"Red kettle\",\"image\":\"/kettle.jpg\",\"offers\":{\"@type\":\"Offer\",\"price\":\"19.99\",\"priceCurrency\":\"EUR\"}}"],
        "attributes":[1,2],"values":["application/ld+json"],"layouts":[],"truncated":false}"#;

    #[test]
    fn a_summary_is_read_into_what_was_found_there() {
        let reading: Reading = serde_json::from_str(&read(SUMMARY).unwrap()).unwrap();
        assert_eq!(reading.url, "https://shop.example/p/1");
        let found = reading.detection;
        assert_eq!(found.product.title.unwrap().value, "Red kettle");
        assert_eq!(found.product.image.unwrap().value, "https://shop.example/kettle.jpg");
        assert_eq!(found.prices.first().unwrap().price.amount, "19.99");
    }

    #[test]
    fn what_is_no_summary_is_refused() {
        for text in [
            "",
            "null",
            "{}",
            "[1]",
            "\"text\"",
            r#"{"version":2}"#,
            &SUMMARY.replace("\"version\":1", "\"version\":2"),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
