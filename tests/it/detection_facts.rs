//! Number, maker and stock of a product on small pages: each row is one way in which shops write them.

use giftos::page::detect_html;
use shared::detect::{DetectedProduct, Source};

fn look_at(html: &str, url: &str) -> DetectedProduct {
    detect_html(html.as_bytes(), url, Some("text/html; charset=utf-8")).product
}

/// A product page with a name, a picture and a price; `head` goes before its header, `under` right under the price.
fn page(name: &str, head: &str, under: &str, button: &str) -> DetectedProduct {
    let html = format!(
        "<html><title>{name}</title><meta property=og:type content=product>{head}<h1>{name}</h1>\
         <img src=/kettle.jpg alt='{name}' width=400 height=400><div class=price>30,00 €</div>{under}{button}"
    );
    look_at(&html, "https://shop.example/item/kettle")
}

fn sku(under: &str) -> Option<String> {
    page("Red kettle", "", under, "<button>Add to cart</button>").sku.map(|field| field.value)
}

#[test]
fn the_number_of_a_product_is_read_where_shops_write_it() {
    for (under, want) in [
        ("<p>SKU: RK-100</p>", Some("RK-100")),
        ("<span class=sku_wrapper>SKU: <span class=sku>RK-100</span></span>", Some("RK-100")),
        ("<table><tr><th>Art.-Nr.<td>12 345</table>", Some("12 345")),
        ("<dl><dt>Référence<dd>RK100</dl>", Some("RK100")),
        ("<div><strong>Артикул</strong> <span>55-12</span></div>", Some("55-12")),
        ("<p>商品番号：RK100</p>", Some("RK100")),
        ("<p>Bestellnummer 106606</p>", Some("106606")),
        ("<div><div>Kód produktu</div><div>RK100</div></div>", Some("RK100")),
        ("<p>Item weight: 300 g</p>", None),
        ("<p>Delivery: 3 days</p>", None),
        ("<p>Call 0800 123456</p>", None),
        ("<footer>SKU: RK-100</footer>", None),
        ("<h2>Related products</h2><div><p>SKU: RK-100</p></div>", None),
    ] {
        assert_eq!(sku(under).as_deref(), want, "{under}");
    }
}

#[test]
fn the_number_that_a_shop_shows_goes_before_one_that_only_its_programs_know() {
    let markup = "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Red kettle\",\"productID\":\"998877\",\
        \"mpn\":\"MK1000\",\"offers\":{\"price\":30,\"priceCurrency\":\"EUR\"}}</script>";
    let number = |under: &str| page("Red kettle", markup, under, "").sku.map(|field| (field.value, field.source));
    assert_eq!(number("<p>Product code: 287807</p>"), Some(("287807".to_owned(), Source::Visible)));
    assert_eq!(number(""), Some(("998877".to_owned(), Source::JsonLd)));
    let own = markup.replace("\"productID\":\"998877\"", "\"sku\":\"S-1\"");
    let found = page("Red kettle", &own, "<p>Reference: MK1000</p>", "").sku.map(|field| field.value);
    assert_eq!(found.as_deref(), Some("S-1"), "the maker's number stays the maker's, whatever its label");
}

#[test]
fn the_number_in_the_address_is_the_last_resort() {
    let html = "<title>Red kettle</title><meta property=og:type content=product><h1>Red kettle</h1>\
        <img src=/k.jpg width=400 height=400><div class=price>30,00 €</div><button>Add to cart</button>";
    let sku = |url: &str| look_at(html, url).sku.map(|field| field.value);
    assert_eq!(sku("https://shop.example/red-kettle-12185160.html").as_deref(), Some("12185160"));
    assert_eq!(sku("https://shop.example/red-kettle-2024").as_deref(), None);
    let product = look_at(html, "https://shop.example/red-kettle-12185160.html");
    assert!(product.sku.is_some_and(|field| field.confidence < 0.7));
}

#[test]
fn the_maker_is_read_where_shops_write_it() {
    for (name, head, under, want) in [
        ("Red kettle", "", "<p>Marke: Riess</p>", Some("Riess")),
        ("Red kettle", "", "<table><tr><td>Výrobce</td><td>Tescoma</td></tr></table>", Some("Tescoma")),
        ("Red kettle", "", "<a href=/brands/riess>Visit the Riess Store</a>", Some("Riess")),
        ("Red kettle", "", "<div class=manufacturer><img src=/r.gif alt=Riess></div>", Some("Riess")),
        ("Bosch kettle TWK7", "", "", Some("Bosch")),
        ("Filter for Bosch kettles", "", "", None),
        ("Kettle Krabbel 3 l", "<nav><a href=/manufacturer/krabbel_4.html>Krabbel</a></nav>", "", Some("Krabbel")),
        (
            "Kettle Krabbel 3 l",
            "<select name=brand><option>Shop by brand<option>Aal<option>Krabbel</select>",
            "",
            Some("Krabbel"),
        ),
        ("Red kettle", "<nav><a href=/manufacturer/krabbel_4.html>Krabbel</a></nav>", "", None),
        ("Red kettle", "", "<p>Brand: All brands</p>", None),
    ] {
        let brand = page(name, head, under, "<button>Add to cart</button>").brand.map(|field| field.value);
        assert_eq!(brand.as_deref(), want, "{name} {head} {under}");
    }
}

#[test]
fn stock_is_read_in_the_languages_of_shops() {
    for (under, button, want) in [
        ("<p>Ausverkauft</p>", "", Some("out_of_stock")),
        ("<p>Vypredané</p>", "", Some("out_of_stock")),
        ("<p>Нет в наличии</p>", "", Some("out_of_stock")),
        ("<p>売り切れ</p>", "", Some("out_of_stock")),
        ("<p>Rupture de stock</p>", "", Some("out_of_stock")),
        ("<p>Direct leverbaar</p>", "", Some("in_stock")),
        ("<p>Skladem 3 ks</p>", "", Some("in_stock")),
        ("<p>Предзаказ</p>", "", Some("preorder")),
        ("", "<button>Add to cart</button>", Some("in_stock")),
        ("", "<button class=add-to-cart disabled>Sold out</button>", Some("out_of_stock")),
        ("", "<button class=add-to-cart><i>Add to cart</i><i>Unavailable</i></button>", Some("in_stock")),
        ("", "<button>Contact seller</button>", Some("in_stock")),
        (
            "<table><tr><td>Shop A<td>4 days<td>Out of stock<td>31,00 €</table>",
            "<button>Buy now</button>",
            Some("in_stock"),
        ),
        ("", "", None),
    ] {
        let found = page("Red kettle", "", under, button).availability.map(|field| field.value.as_str());
        assert_eq!(found, want, "{under}{button}");
    }
}

#[test]
fn what_a_theme_calls_a_header_around_the_product_is_no_site_header() {
    let html = "<title>Red kettle</title><div class=page-header><h1>Red kettle</h1><img src=/k.jpg width=400 height=400>\
        <div class=price><s>40,00 €</s> <b>30,00 €</b></div><p>SKU: RK-100</p><button>Add to cart</button></div>\
        <p>A kettle that whistles.</p><p>It holds three litres.</p>";
    let product = look_at(html, "https://shop.example/item/kettle");
    assert_eq!(product.price.map(|price| price.value.amount).as_deref(), Some("30.00"));
    assert_eq!(product.sku.map(|sku| sku.value).as_deref(), Some("RK-100"));
}
