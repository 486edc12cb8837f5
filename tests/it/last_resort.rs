//! The hook for a last reader: asked only where all else abstains, held to what the page shows, and never a reason to be sure.

use std::cell::Cell;

use giftos::page::evidence;
use shared::detect::last_resort::{LastResort, Missing, Proposal, TRUST, detect_with};
use shared::detect::{Detection, PriceText, SURE, Source, Verdict, detect};
use shared::page::PageEvidence;

/// A reader that answers the same for every page and counts how often it is asked.
struct Model {
    proposal: Proposal,
    asked: Cell<usize>,
}

impl LastResort for Model {
    fn propose(&self, _: &PageEvidence, missing: Missing) -> Proposal {
        assert!(missing.title || missing.price || missing.image);
        self.asked.set(self.asked.get() + 1);
        self.proposal.clone()
    }
}

fn model(title: &str, amount: &str, image: &str) -> Model {
    let price = PriceText { amount: amount.to_owned(), currency: "EUR".parse().ok() };
    let proposal = Proposal { title: Some(title.to_owned()), price: Some(price), image: Some(image.to_owned()) };
    Model { proposal, asked: Cell::new(0) }
}

fn page(html: &str) -> PageEvidence {
    evidence(html.as_bytes(), "https://shop.example/item/kettle", Some("text/html; charset=utf-8"))
}

/// A product's page whose price is written in a way that no source takes for one.
const OPEN: &str = "<html lang=en><title>Red kettle | Shop</title>\
    <script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Red kettle\",\"sku\":\"K1\",\"image\":\"/k.jpg\"}</script>\
    <h1>Red kettle</h1><img src=/k.jpg alt='Red kettle' width=400 height=400>\
    <p>It leaves our workshop in Jena for 49, all found.</p><button>Add to cart</button>";

const WHOLE: &str = "<html lang=en><title>Red kettle | Shop</title>\
    <script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Red kettle\",\"image\":\"/k.jpg\",\
    \"offers\":{\"price\":\"49.00\",\"priceCurrency\":\"EUR\"}}</script><h1>Red kettle</h1>\
    <img src=/k.jpg alt='Red kettle' width=400 height=400><p class=price>49,00 €</p><button>Add to cart</button>";

fn price_source(detection: &Detection) -> Option<(Source, f64)> {
    detection.product.price.as_ref().map(|price| (price.source, price.confidence))
}

#[test]
fn it_fills_what_is_open_says_so_and_never_makes_a_page_sure() {
    let evidence = page(OPEN);
    let plain = detect(&evidence);
    assert_eq!((plain.page, plain.product.price.is_none()), (Verdict::Check, true), "{plain:?}");
    let model = model("Another name", "49", "/other.jpg");
    let filled = detect_with(&evidence, &model);
    assert_eq!((model.asked.get(), filled.page), (1, Verdict::Check));
    assert_eq!(price_source(&filled), Some((Source::LastResort, TRUST)));
    assert_eq!(filled.prices.first().map(|price| price.source), Some(Source::LastResort));
    assert_eq!(filled.notes.first().map(String::as_str), Some("last resort: the price"));
    // What was there stays.
    assert_eq!((&filled.product.title, &filled.product.image), (&plain.product.title, &plain.product.image));
    assert!([SURE.0, SURE.1, SURE.2].iter().all(|bar| TRUST < bar / 2.0), "no threshold is within its reach");
}

#[test]
fn it_is_not_asked_where_the_general_sources_suffice_or_the_page_is_no_product() {
    let listing = "<html lang=en><title>Kettles</title><h1>Kettles</h1><p>All our kettles and their stories.</p>";
    for (html, verdict) in [(WHOLE, Verdict::Sure), (listing, Verdict::NotProduct)] {
        let (evidence, model) = (page(html), model("Kettles", "49", "/k.jpg"));
        let detection = detect_with(&evidence, &model);
        assert_eq!((detection.page, model.asked.get()), (verdict, 0));
        assert_eq!(detection, detect(&evidence));
    }
}

#[test]
fn what_the_page_does_not_show_is_dropped() {
    let evidence = page(OPEN);
    for amount in ["48", "4", "0", "-49", "49 EUR", "", "NaN"] {
        let detection = detect_with(&evidence, &model("x", amount, "x"));
        assert_eq!(detection.product.price, None, "{amount}");
        assert_eq!(detection, detect(&evidence));
    }
}
