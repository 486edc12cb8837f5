//! State as platforms print it, in small.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::product::{Availability, PriceKind};

fn read_at(url: &str, states: &[&str]) -> Option<Found> {
    let mut page = PageEvidence::default();
    url.clone_into(&mut page.url);
    page.states = states.iter().map(|state| (*state).to_owned()).collect();
    read(&page, &Hints::new(None, &["de"], "shop.example"), &["Emaillebecher Gipfel"])
}

fn read_one(state: &str) -> Option<Found> {
    read_at("https://shop.example/p/becher", &[state])
}

/// Price, currency, number, maker and stock in one line.
fn line(found: &Found) -> String {
    let offer = found.offers.iter().find(|offer| offer.kind == PriceKind::Current);
    let stock = found.availability.map_or("?", Availability::as_str);
    format!(
        "{} {} {} {} {stock}",
        offer.map_or("-", |offer| offer.amount.as_str()),
        offer.and_then(|offer| offer.currency).map_or("-".to_owned(), |currency| currency.code().to_owned()),
        found.sku.as_deref().or(found.number.as_deref()).unwrap_or("-"),
        found.brand.as_deref().unwrap_or("-"),
    )
}

#[test]
fn each_platform_says_it_in_its_own_way() {
    for (state, want) in [
        // Shopify, `{{ product | json }}`: hundredths.
        (
            r#"{"id":7,"title":"Emaillebecher Gipfel","vendor":"Riess","available":true,"price":2490,"compare_at_price":null,
            "variants":[{"id":9,"title":"Rot","price":2490,"sku":"EB-ROT","available":true,"option1":"Rot"}]}"#,
            "24.90 - EB-ROT Riess in_stock",
        ),
        // Shopify, storefront interface: decimals.
        (
            r#"{"product":{"title":"Emaillebecher Gipfel","vendor":"Riess","variants":[{"price":{"amount":"24.9","currencyCode":"EUR"},"sku":"EB-1"}]}}"#,
            "24.9 EUR EB-1 Riess ?",
        ),
        (
            r#"var meta = {"product":{"id":7,"vendor":"Riess","variants":[{"id":9,"price":2490,"name":"Emaillebecher Gipfel - Rot","sku":"EB-ROT"}]}};"#,
            "24.90 - EB-ROT Riess ?",
        ),
        // Google's tag manager, both generations, as program text.
        (
            "dataLayer.push({ event: 'view_item', ecommerce: { currency: 'CHF', items: [{ item_name: 'Emaillebecher Gipfel', \
             item_id: 'EB-1', item_brand: 'Riess', price: 24.5 }] } });",
            "24.5 CHF EB-1 Riess ?",
        ),
        (
            r#"dataLayer = [{"ecommerce":{"currencyCode":"EUR","detail":{"products":[{"name":"Emaillebecher Gipfel","id":"EB-1","price":"24.90","brand":"Riess"}]}}}];"#,
            "24.90 EUR EB-1 Riess ?",
        ),
        // A single-page shop's store, and one printed in pieces of strings.
        (
            r#"{"props":{"pageProps":{"product":{"name":"Emaillebecher Gipfel","sku":"EB-1","brand":{"name":"Riess"},
            "price":{"value":24.9,"currency":"EUR"},"inStock":false}}}}"#,
            "24.9 EUR EB-1 Riess out_of_stock",
        ),
        (
            r#"window.__APOLLO_STATE__={"Product:7":{"__typename":"Product","name":"Emaillebecher Gipfel","sku":"EB-1","priceRange":{"minimumPrice":{"finalPrice":{"value":24.9,"currency":"EUR"}}},"price":{"value":24.9}}}"#,
            "24.9 - EB-1 - ?",
        ),
        (
            &format!(
                r#"self.__next_f.push([1,"{}{{\"product\":{{\"name\":\"Emaillebecher Gipfel\",\"sku\":\"EB-1\",\"price\":24.9,\"brand\":\"Ri\\u0065ss\"}}}}"])"#,
                "x".repeat(200)
            ),
            "24.9 - EB-1 Riess ?",
        ),
        // Magento: settings without a name.
        (
            r#"{"[data-role=priceBox]":{"priceBox":{"priceConfig":{"productId":"44","prices":{"oldPrice":{"amount":30},"finalPrice":{"amount":24.9}}}}}}"#,
            "24.9 - - - ?",
        ),
        // commercetools counts hundredths and says so.
        (
            r#"{"name":"Emaillebecher Gipfel","sku":"EB-1","price":{"type":"centPrecision","currencyCode":"EUR","centAmount":2490,"fractionDigits":2}}"#,
            "24.90 EUR EB-1 - ?",
        ),
    ] {
        assert_eq!(read_one(state).map(|found| line(&found)).as_deref(), Some(want), "{state}");
    }
}

#[test]
fn what_is_not_the_pages_own_is_left() {
    for state in [
        r#"{"name":"Another mug","sku":"X","price":3}"#,
        r#"{"recommendations":[{"name":"Emaillebecher Gipfel","price":3}]}"#,
        r#"{"cart":{"items":[{"name":"Emaillebecher Gipfel","price":3}]}}"#,
        r#"{"a":{"priceConfig":{"productId":1,"prices":{"finalPrice":{"amount":1}}}},"b":{"priceConfig":{"productId":2,"prices":{"finalPrice":{"amount":2}}}}}"#,
        "function price(){ return {name: 'Emaillebecher Gipfel' }; }",
    ] {
        assert!(read_one(state).is_none(), "{state}");
    }
}

#[test]
fn the_address_chooses_the_variant() {
    let state = r#"{"title":"Emaillebecher Gipfel","vendor":"Riess","variants":[
        {"id":9001,"price":2490,"compare_at_price":2990,"sku":"EB-ROT","available":false,"color":"Rot","public_title":"Rot"},
        {"id":9002,"price":2690,"sku":"EB-BLAU","available":true,"color":"Blau","public_title":"Blau"}]}"#;
    for (url, want) in [
        ("https://shop.example/p/becher?variant=9001&utm=1", "24.90 - EB-ROT Riess out_of_stock"),
        ("https://shop.example/p/becher?variant=9002", "26.90 - EB-BLAU Riess in_stock"),
        ("https://shop.example/p/becher#9001", "24.90 - EB-ROT Riess out_of_stock"),
        // Nobody chose: the first that can be had.
        ("https://shop.example/p/becher", "26.90 - EB-BLAU Riess in_stock"),
    ] {
        let found = read_at(url, &[state]).unwrap();
        assert_eq!(line(&found), want, "{url}");
    }
    let chosen = read_at("https://shop.example/p/becher?variant=9001", &[state]).unwrap();
    assert_eq!(chosen.offers.iter().map(|offer| offer.kind).collect::<Vec<_>>(), [PriceKind::Current, PriceKind::List]);
    assert_eq!(chosen.variant.first().map(|option| option.value.as_str()), Some("Rot"));
}

#[test]
fn woocommerce_lists_its_variations_in_an_attribute() {
    let state = r#"[{"variation_id":31,"display_price":19.9,"display_regular_price":24.9,"sku":"W-31","is_in_stock":false,"image":{"url":"https://shop.example/w.jpg"}},
        {"variation_id":32,"display_price":21.9,"display_regular_price":21.9,"sku":"W-32","is_in_stock":true}]"#;
    let found = read_at("https://shop.example/p/becher?variation_id=31", &[state]).unwrap();
    assert_eq!(line(&found), "19.9 - W-31 - out_of_stock");
    assert_eq!(found.images, ["https://shop.example/w.jpg"]);
    assert_eq!(line(&read_one(state).unwrap()), "21.9 - W-32 - in_stock");
}

#[test]
fn what_one_source_of_state_leaves_out_another_gives() {
    let found = read_at(
        "https://shop.example/p/becher",
        &[
            r#"{"name":"Emaillebecher Gipfel","price":"24.90","currency":"EUR"}"#,
            r#"{"name":"Emaillebecher Gipfel","sku":"EB-1","brand":"Riess"} /* no price, only a word */"#,
        ],
    );
    assert_eq!(line(&found.unwrap()), "24.90 EUR EB-1 Riess ?");
}
