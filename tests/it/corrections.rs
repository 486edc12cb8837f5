//! What a person picked instead is used on the next page of that shop, there alone, and makes nothing surer.

use giftos::page::evidence;
use shared::detect::corrections::{
    Correctable, Correction, Corrections, ElementPath, Kept, Remembered, Shown, applied, detect_corrected,
    picked as picked_on,
};
use shared::detect::{Detection, Source, Verdict, detect};
use shared::json::to_text;
use shared::money::Money;
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
    corrections.remember(Correction::title(&first, "Kessel, feuerfest").unwrap());
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
    assert_eq!(applied(&corrected).collect::<Vec<_>>(), [Correctable::Title, Correctable::Price, Correctable::Image]);
    assert_eq!(applied(&plain).count(), 0);
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
    let export = to_text(&corrections);
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

fn shown(detection: &Detection) -> Shown {
    Shown {
        title: detection.product.title.as_ref().map(|title| title.value.clone()),
        price: detection.product.price.as_ref().and_then(|price| price.value.money()),
        image: detection.product.image.as_ref().map(|image| image.value.clone()),
    }
}

#[test]
fn what_was_kept_in_place_of_what_was_shown_is_learned_and_found_again() {
    let first = page(SHOP, &product("Kessel", "100", "119,00"));
    let shown = shown(&detect(&first));
    let kept = Kept {
        title: Some("Kessel, feuerfest".to_owned()),
        price: Money::from_decimal("119.00", "EUR".parse().unwrap()),
        image: shown.image.clone(),
    };
    let picks = picked_on(&first, &shown, &kept);
    let fields: Vec<Correctable> = picks.iter().map(|pick| pick.field).collect();
    assert_eq!(fields, [Correctable::Title, Correctable::Price]);
    let mut all = Remembered::default();
    all.remember(SHOP, picks);
    let next = page("https://werk.example/p/topf", &product("Topf", "40", "47,60"));
    let corrected = detect_corrected(&next, all.at(&next.url).unwrap());
    assert_eq!(price(&corrected), Some(("47.60".to_owned(), Source::Visible)));
    assert_eq!(corrected.product.title.unwrap().value, "Topf, feuerfest");
}

#[test]
fn what_was_typed_or_left_alone_teaches_nothing() {
    let first = page(SHOP, &product("Kessel", "100", "119,00"));
    let shown = shown(&detect(&first));
    assert_eq!(picked_on(&first, &shown, &shown), []);
    let typed = Kept {
        title: Some("For Ana".to_owned()),
        price: Money::from_decimal("7.00", "EUR".parse().unwrap()),
        image: Some("https://elsewhere.example/x.jpg".to_owned()),
    };
    assert_eq!(picked_on(&first, &shown, &typed), []);
    assert_eq!(picked_on(&first, &shown, &Kept::default()), []);
}

#[test]
fn shops_are_forgotten_when_asked_and_when_there_are_too_many() {
    let pick = picked().picks.remove(0);
    let mut all = Remembered::default();
    for number in 0..120 {
        all.remember(&format!("https://www.shop{number}.example/p"), vec![pick.clone()]);
    }
    all.remember("https://shop50.example/q", vec![pick.clone(), pick]);
    assert_eq!((all.0.len(), all.0[0].shop.as_str(), all.0[0].picks.len()), (100, "shop50.example", 1));
    assert!(all.at("https://shop19.example/").is_none());
    all.forget("shop50.example");
    assert_eq!((all.0.len(), all.at("https://shop50.example/q")), (99, None));
}
