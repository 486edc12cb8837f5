//! The program that reads pages: the summary of a page comes in as text, what was found there goes out as text.
//! It is a program of its own, because a worker that wakes for an alarm or a message has no page to read.
//! It never sees the browser, the network or what is stored; it keeps nothing from one page to the next, not even itself.

use shared::detect::corrections::{Kept, Remembered, Shown, detect_corrected, picked};
use shared::detect::detect;
use shared::detect::listing::{self, ListItem};
use shared::json::{Json, Object, Record, parse, to_text};
use shared::json_record;
use shared::page::summary::Summary;
use shared::page::{PageEvidence, collect};
use shared::wire::reading::Reading;
use shared::wire::seen::Seen;
use wasm_bindgen::prelude::wasm_bindgen;

/// Gives no memory back: `reader.js` drops the instance after each answer, and all of it goes at once. What would free it all over
/// the program was a twentieth of it.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: mini_alloc::MiniAlloc = mini_alloc::MiniAlloc::INIT;

#[wasm_bindgen]
extern "C" {
    /// Takes texts as they are: made into values of JavaScript first, they would bring the table of such values with them.
    #[wasm_bindgen(js_namespace = console)]
    fn error(file: &str, line: u32, said: &str);
}

/// What went wrong where, for whoever looks into the console; whole reports would weigh as much as a capability.
/// Where there is no console, the report of the standard library stays.
fn report_panics() {
    #[cfg(target_family = "wasm")]
    std::panic::set_hook(Box::new(|panic| {
        let Some(place) = panic.location() else { return };
        let said = panic.payload_as_str().unwrap_or_default();
        error(place.file(), place.line(), said);
    }));
}

fn page_of(summary: &str) -> Option<PageEvidence> {
    report_panics();
    let summary = Summary::of(summary)?;
    let page = collect(&summary.dom());
    Some(page)
}

fn remembered(corrections: Option<String>) -> Remembered {
    corrections.and_then(|text| parse(&text)).unwrap_or_default()
}

/// The JSON of a [`Reading`]; `None` for a text that is no summary of ours. `corrections` is the JSON of what was picked at shops.
#[wasm_bindgen]
#[must_use]
pub fn read(summary: &str, corrections: Option<String>) -> Option<String> {
    let page = page_of(summary)?;
    let detection = match remembered(corrections).at(&page.url) {
        Some(known) => detect_corrected(&page, known),
        None => detect(&page),
    };
    Some(to_text(&Reading { url: page.url, detection }))
}

/// The things that the page lists, as JSON with a name for each field that our import knows; `None` for a text that is no summary of ours.
#[wasm_bindgen]
#[must_use]
pub fn list(summary: &str) -> Option<String> {
    let found = listing::items(&page_of(summary)?);
    Some(to_text(&found.iter().map(Listed).collect::<Vec<_>>()))
}

struct Listed<'i>(&'i ListItem);

json_record!(object Listed<'_>);
impl Record for Listed<'_> {
    fn put_into(&self, object: &mut Object<'_>) {
        let ListItem { title, url, image, price } = self.0;
        object.put("title", title).put("url", url).put("image", image);
        if let Some(price) = price {
            object.put("price", &price.amount).put("currency", &price.currency);
        }
    }
}

/// What was picked at shops by now, after `kept` (the JSON of a draft) was saved where `shown` (the JSON of a detection) was shown of
/// this page; `None` where nothing new is to be remembered.
#[wasm_bindgen]
#[must_use]
pub fn learn(shown: &str, kept: &str, summary: &str, corrections: Option<String>) -> Option<String> {
    let seen: Seen = parse(shown)?;
    let shown =
        Shown { title: seen.text("title"), price: seen.price().map(|seen| seen.price), image: seen.text("image") };
    let kept = Json::parse(kept)?;
    let kept = Kept { title: kept.field("title")?, price: kept.field("price")?, image: kept.field("image")? };
    let page = page_of(summary)?;
    let picks = picked(&page, &shown, &kept);
    if picks.is_empty() {
        return None;
    }
    let mut all = remembered(corrections);
    all.remember(&page.url, picks);
    Some(to_text(&all))
}

/// What was picked at shops, without this shop; nothing at all where none is named.
#[wasm_bindgen]
#[must_use]
pub fn forget(shop: Option<String>, corrections: Option<String>) -> String {
    let mut all = remembered(corrections.filter(|_| shop.is_some()));
    all.forget(&shop.unwrap_or_default());
    to_text(&all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FACTS: &str = r#"{"version":2,"url":"https://www.shop.example/p/1","truncated":false,"noscript":false,"units":0,"elements":[],"texts":[],"options":[],"inputs":[]}"#;

    fn summary(html: &str) -> String {
        format!("{FACTS}\n{html}")
    }

    const PRODUCT: &str = r#"<html><script type="application/ld+json">{"@type":"Product","name":"Red kettle","image":"/kettle.jpg","offers":{"@type":"Offer","price":"19.99","priceCurrency":"EUR"}}</script></html>"#;

    #[test]
    fn a_summary_is_read_into_what_was_found_there() {
        let reading: Reading = serde_json::from_str(&read(&summary(PRODUCT), None).unwrap()).unwrap();
        assert_eq!(reading.url, "https://www.shop.example/p/1");
        let found = reading.detection;
        assert_eq!(found.product.title.unwrap().value, "Red kettle");
        assert_eq!(found.product.image.unwrap().value, "https://www.shop.example/kettle.jpg");
        assert_eq!(found.prices.first().unwrap().price.amount, "19.99");
    }

    #[test]
    fn what_a_page_lists_comes_out_by_the_names_that_the_import_knows() {
        // As a browser writes it: every value in quotes.
        let card =
            |n: u8| format!(r#"<li><a href="/k/{n}"><img src="/{n}.jpg"><h3>Kettle {n}</h3></a><b>€{n}0.00</b></li>"#);
        let listed =
            list(&summary(&format!("<html lang=en><h1>Kettles</h1><ul>{}{}{}</ul></html>", card(2), card(3), card(4))))
                .unwrap();
        let wanted = |n: u8| {
            serde_json::json!({"title": format!("Kettle {n}"), "url": format!("https://www.shop.example/k/{n}"),
                "image": format!("https://www.shop.example/{n}.jpg"), "price": format!("{n}0.00"), "currency": "EUR"})
        };
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        assert_eq!(listed, serde_json::json!([wanted(2), wanted(3), wanted(4)]));
        assert_eq!((list(&summary(PRODUCT)).as_deref(), list("[]")), (Some("[]"), None));
    }

    const SHOP: &str = r#"<html><h1>Red kettle</h1><p class="price net">€19.00</p><p class="price gross">€23.00</p><button>Add to basket</button></html>"#;

    fn price(summary: &str, corrections: Option<String>) -> String {
        let reading: Reading = serde_json::from_str(&read(summary, corrections).unwrap()).unwrap();
        reading.detection.product.price.unwrap().value.amount
    }

    #[test]
    fn what_was_picked_is_found_on_the_next_page_until_it_is_forgotten() {
        let shown = r#"{"page":"check","product":{"title":{"value":"Red kettle"},
            "price":{"value":{"amount":"23.00","currency":"EUR"},"source":"visible"}}}"#;
        let kept = r#"{"title":"Red kettle","price":{"amount_minor":1900,"currency":"EUR"},"image":null}"#;
        let other = r#"[{"shop":"other.example","picks":[]}]"#.to_owned();
        let shop = summary(SHOP);
        let all = learn(shown, kept, &shop, Some(other.clone())).unwrap();
        let next = shop.replace("€19.00", "€40.00").replace("€23.00", "€48.00").replace("/p/1", "/p/2");
        assert_eq!((price(&next, None).as_str(), price(&next, Some(all.clone())).as_str()), ("48.00", "40.00"));
        assert_eq!(price(&next.replace("shop.example", "else.example"), Some(all.clone())), "48.00");
        assert_eq!(forget(Some("shop.example".to_owned()), Some(all.clone())), other);
        assert_eq!(forget(None, Some(all)), "[]");
        assert_eq!(price(&next, Some("no JSON".to_owned())), "48.00");
    }

    #[test]
    fn what_was_typed_teaches_nothing() {
        let shown = r#"{"page":"check","product":{}}"#;
        let kept = r#"{"title":"For Ana","price":{"amount_minor":700,"currency":"EUR"},"image":null}"#;
        assert_eq!(learn(shown, kept, &summary(SHOP), None), None);
        assert_eq!(learn(shown, kept, "[]", None), None);
    }

    #[test]
    fn what_is_no_summary_is_refused() {
        let older = summary(PRODUCT).replace("\"version\":2", "\"version\":1");
        for text in ["", "null", "{}", "{}\n", "[1]\n<p>", "\"text\"", r#"{"version":2}"#, FACTS, PRODUCT, &older] {
            assert_eq!(read(text, None), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000), None), None);
    }
}
