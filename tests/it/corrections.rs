//! What a person picked instead is used on the next page of that shop, there alone, and makes nothing surer.

use giftos::page::evidence;
use shared::detect::corrections::{Correctable, Correction, Corrections, ElementPath, detect_corrected};
use shared::detect::{Detection, Source, Verdict, detect};
use shared::page::PageEvidence;

fn page(url: &str, html: &str) -> PageEvidence {
    evidence(html.as_bytes(), url, Some("text/html; charset=utf-8"))
}

/// A shop whose markup holds one part of the price, whose heading is a slogan, and whose first picture is a banner.
fn product(name: &str, net: &str, gross: &str) -> String {
    format!(
        "<html lang=de><title>{name} | Werk</title><script type='application/ld+json'>{{\"@type\":\"Product\",\
         \"name\":\"{name}\",\"image\":\"/{net}-banner.jpg\",\"offers\":{{\"price\":\"{net}.00\",\"priceCurrency\":\"EUR\"}}}}</script>\
         <div id=buybox><h1>{name}</h1><p class='subline x9f3a'>{name}, feuerfest</p>\
         <img class='shot js-zoom' src=/{net}-shot.jpg alt='{name}' width=500 height=500>\
         <p class='price basis'>{net},00 €</p><p class='price gross'>{gross} €</p><button>In den Warenkorb</button></div>"
    )
}

const SHOP: &str = "https://www.werk.example/p/kessel";

fn price(detection: &Detection) -> Option<(String, Source)> {
    detection.product.price.as_ref().map(|price| (price.value.amount.clone(), price.source))
}

/// Price, title and picture picked by hand on one page of the shop.
fn picked() -> Corrections {
    let first = page(SHOP, &product("Kessel", "100", "119,00"));
    let detection = detect(&first);
    let gross = detection.prices.iter().find(|candidate| candidate.price.amount == "119.00").unwrap();
    let mut corrections = Corrections::new(SHOP);
    corrections.remember(Correction::price(&first, gross).unwrap());
    corrections.remember(Correction::title(&first, Source::Visible, "Kessel, feuerfest").unwrap());
    let mut shot = detection.images[0].clone();
    (shot.url, shot.source) = ("https://www.werk.example/100-shot.jpg".to_owned(), Source::Visible);
    corrections.remember(Correction::image(&first, &shot).unwrap());
    corrections
}

#[test]
fn a_pick_is_used_on_the_next_page_of_the_shop() {
    let (corrections, html) = (picked(), product("Topf", "40", "47,60"));
    let next = page("https://werk.example/p/topf", &html);
    let (plain, corrected) = (detect(&next), detect_corrected(&next, &corrections));
    assert_eq!(price(&plain), Some(("40.00".to_owned(), Source::JsonLd)), "the markup wins without a pick");
    assert_eq!(price(&corrected), Some(("47.60".to_owned(), Source::Visible)));
    assert_eq!(corrected.product.price.as_ref().unwrap().value.currency, "EUR".parse().ok());
    assert_eq!(corrected.product.title.as_ref().unwrap().value, "Topf, feuerfest");
    assert_eq!(corrected.product.image.as_ref().unwrap().value, "https://werk.example/40-shot.jpg");
    // Nothing is surer than before, and all else is as it was.
    assert_eq!(corrected.page, plain.page);
    let trust = |detection: &Detection| detection.product.price.as_ref().map_or(0.0, |price| price.confidence);
    assert!((trust(&corrected) - trust(&plain)).abs() < f64::EPSILON);
    assert_eq!((&corrected.prices, &corrected.images), (&plain.prices, &plain.images));
    assert_eq!(corrected.notes.iter().filter(|note| note.starts_with("corrections: ")).count(), 3);
}

#[test]
fn a_pick_changes_nothing_elsewhere_or_where_its_element_is_gone() {
    let corrections = picked();
    let other = product("Topf", "40", "47,60");
    let changed = other
        .replace("class='price gross'", "class='total'")
        .replace("subline", "slogan")
        .replace("shot js-zoom", "pic");
    for (url, html) in [("https://other.example/p/topf", &other), ("https://werk.example/p/topf", &changed)] {
        let next = page(url, html);
        assert_eq!(detect_corrected(&next, &corrections), detect(&next), "{url}");
    }
}

#[test]
fn no_pick_makes_a_product_of_a_page_that_is_none() {
    let cards: String =
        (1..20).map(|n| format!("<li><a href=/p/{n}>Topf {n}</a><p class='price gross'>{n},00 €</p></li>")).collect();
    let html = format!(
        "<html lang=de><title>Töpfe</title><h1>Töpfe</h1><div id=buybox><p class='price gross'>9,00 €</p></div><ul>{cards}</ul>"
    );
    let listing = page("https://werk.example/toepfe", &html);
    let corrected = detect_corrected(&listing, &picked());
    assert_eq!(corrected.page, Verdict::NotProduct);
    assert_eq!(corrected, detect(&listing));
}

#[test]
fn a_pick_of_markup_prefers_that_source() {
    let first = page(SHOP, &product("Kessel", "100", "119,00"));
    let json_ld = detect(&first).prices.iter().find(|candidate| candidate.source == Source::JsonLd).cloned().unwrap();
    let mut corrections = picked();
    corrections.remember(Correction::price(&first, &json_ld).unwrap());
    assert_eq!(corrections.picks.iter().filter(|pick| pick.field == Correctable::Price).count(), 1);
    let next = page("https://werk.example/p/topf", &product("Topf", "40", "47,60"));
    assert_eq!(price(&detect_corrected(&next, &corrections)), Some(("40.00".to_owned(), Source::JsonLd)));
}

#[test]
fn an_export_holds_no_content_and_begins_a_page_case() {
    let corrections = picked();
    let export = corrections.export();
    for content in ["Kessel", "feuerfest", "119", "100", "x9f3a", "/p/", "jpg"] {
        assert!(!export.contains(content), "{content} in {export}");
    }
    assert_eq!(serde_json::from_str::<Corrections>(&export).unwrap(), corrections);
    let outline = corrections.outline();
    assert!(outline.contains(r#"<p class="price gross">{price}</p>"#), "{outline}");
    let filled = outline.replace("{title}", "Pfanne").replace("{price}", "12,90 €").replace("{image}", "/pfanne.jpg");
    let case = page(SHOP, &filled);
    let found = |field: Correctable| {
        let pick = corrections.picks.iter().find(|pick| pick.field == field).unwrap();
        let path = ElementPath { nth: 0, ..pick.path.clone().unwrap() };
        path.find(&case).unwrap()
    };
    assert_eq!(case.joined_text(found(Correctable::Price), 80), "12,90 €");
    assert_eq!(case.joined_text(found(Correctable::Title), 80), "Pfanne");
    assert_eq!(case.attribute(found(Correctable::Image), shared::page::Name::Src), Some("/pfanne.jpg"));
}
