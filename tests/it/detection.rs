//! Detection on small pages: each group is one way in which readers of shop pages fail.

use giftos::page::detect_html;
use shared::detect::{Detection, Source, Verdict};
use shared::product::PriceKind;

fn look(html: &str) -> Detection {
    detect_html(html.as_bytes(), "https://shop.example/item/kettle", Some("text/html; charset=utf-8"))
}

fn price(html: &str) -> String {
    match look(html).product.price {
        Some(price) => {
            format!("{} {}", price.value.amount, price.value.currency.map_or("?".to_owned(), |c| c.code().to_owned()))
        }
        None => "none".to_owned(),
    }
}

fn list_price(html: &str) -> String {
    look(html).product.list_price.map_or_else(|| "none".to_owned(), |price| price.value.amount)
}

/// A page without markup: a heading, a picture, this, and a button.
fn plain(middle: &str) -> String {
    format!(
        "<html lang=en><title>Red kettle | Shop</title><nav><a href=/>Home</a></nav><h1>Red kettle</h1>\
         <img src=/kettle.jpg alt='Red kettle' width=400 height=400>{middle}<button>Add to cart</button>"
    )
}

fn json_ld(json: &str) -> String {
    format!("<title>Red kettle</title><script type='application/ld+json'>{json}</script><h1>Red kettle</h1>")
}

#[test]
fn without_markup_the_price_at_the_heading_and_the_button_is_the_price() {
    for (middle, want) in [
        ("<div class=price>$19.99</div>", "19.99 USD"),
        ("<span>1.299,00 €</span>", "1299.00 EUR"),
        ("<p class=price>$<span>249</span><sup>99</sup></p>", "249.99 USD"),
        ("<b>17334 Lei</b>", "17334 RON"),
        ("<div class=price>$249.99<span class=sr-only>$249.99</span></div>", "249.99 USD"),
        ("<div class=price><span>71,91 EUR</span> <s>79,90 EUR</s></div>", "71.91 EUR"),
        ("<div>Price: £30 <small>Delivery £4.95</small></div>", "30 GBP"),
        ("<p>Orders over $50 ship free</p><div class=amount>$18</div>", "18 USD"),
        ("<div class=price>$480</div><div>or $40.00/mo</div>", "480 USD"),
        ("<div class=price>12,90 €</div><div class=unit>25,80 €/kg</div>", "12.90 EUR"),
        ("<div class=price>$30</div><div class=mini-cart>Subtotal $99.00</div>", "30 USD"),
        ("<div class=price>$30</div><div>Save $10 (25%)</div>", "30 USD"),
    ] {
        assert_eq!(price(&plain(middle)), want, "{middle}");
    }
}

#[test]
fn a_price_before_is_the_list_price_and_never_the_price() {
    for (middle, now, before) in [
        ("<del>$40.00</del> <ins>$30.00</ins>", "30.00 USD", "40.00"),
        ("<span class=old-price>40,00 €</span><span class=special-price>30,00 €</span>", "30.00 EUR", "40.00"),
        ("<p>RRP £40.00</p><p>Now £30.00</p>", "30.00 GBP", "40.00"),
        ("<p style='text-decoration:line-through'>40 €</p><p>30 €</p>", "30 EUR", "40"),
        ("<div>40,00 €</div><div>-25%</div><div>30,00 €</div>", "30.00 EUR", "40.00"),
    ] {
        assert_eq!((price(&plain(middle)).as_str(), list_price(&plain(middle)).as_str()), (now, before), "{middle}");
    }
    // Some shops call every price "regular".
    assert_eq!(price(&plain("<span class=regular-price>32,00 €</span>")), "32.00 EUR");
}

#[test]
fn the_visible_price_is_the_witness_against_markup() {
    let markup = "<div itemscope itemtype='http://schema.org/Product'><span itemprop=name>Red kettle</span>\
        <div itemprop=offers itemscope itemtype='http://schema.org/Offer'><del itemprop=price>40.00</del>\
        <meta itemprop=priceCurrency content=USD></div></div><div class=price><del>$40.00</del> <b>$30.00</b></div>";
    assert_eq!(price(&plain(markup)), "30.00 USD");
    let stale = "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Red kettle\",\
        \"offers\":{\"price\":\"23000\",\"priceCurrency\":\"USD\"}}</script><div class='product-price price'>$899</div>";
    assert_eq!(price(&plain(stale)), "899 USD");
}

#[test]
fn json_ld_is_read_in_all_its_shapes() {
    for (json, want) in [
        (r#"{"@type":"Product","name":"Red kettle","offers":{"price":19.99,"priceCurrency":"EUR"}}"#, "19.99 EUR"),
        (
            r#"[{"@type":["Thing","http://schema.org/Product"],"name":"Red kettle","offers":[{"price":"1,299.00","priceCurrency":"usd"}]}]"#,
            "1299.00 USD",
        ),
        (
            r#"{"@graph":[{"@id":"o","@type":"Offer","price":"5","priceCurrency":"GBP"},{"@type":"Product","name":"Red kettle","offers":{"@id":"o"}}]}"#,
            "5 GBP",
        ),
        (
            r#"{"@type":"Product","name":"Red kettle","offers":{"@type":"AggregateOffer","lowPrice":"10","highPrice":"12","priceCurrency":"EUR"}}"#,
            "10 EUR",
        ),
        (
            r#"{"@type":"ProductGroup","name":"Red kettle","hasVariant":[{"@type":"Product","offers":{"price":"7","priceCurrency":"EUR"}}]}"#,
            "7 EUR",
        ),
        (
            r#"{"@type":"Product","name":"Red kettle","offers":{"priceSpecification":{"price":"8.50","priceCurrency":"CHF"}}}"#,
            "8.50 CHF",
        ),
        (
            r#"{"@type":"Product","name":"Red kettle","offers":{"price":"1509.000","priceCurrency":"COP"}}"#,
            "1509000 COP",
        ),
        (r#"{"@type":"Product","name":"Red kettle","offers":{"price":"15","priceCurrency":"RUR"}}"#, "15 RUB"),
        (r#"{"@type":"Product","name":"Red kettle","price":"9","priceCurrency":"EUR"}"#, "9 EUR"),
        (
            r#"{"@type":"Offer","price":"9","priceCurrency":"EUR","itemOffered":{"@type":"Product","name":"Red kettle"}}"#,
            "9 EUR",
        ),
        (r#"{"@type":"Product","name":"Red kettle","offers":{"price":"0","priceCurrency":"EUR"}}"#, "none"),
    ] {
        assert_eq!(price(&json_ld(json)), want, "{json}");
    }
}

#[test]
fn kinds_of_price_in_markup_are_kept_apart() {
    let html = json_ld(
        r#"{"@type":"Product","name":"Red kettle","offers":{"price":"80","priceCurrency":"EUR","priceSpecification":[
        {"price":"100","priceType":"https://schema.org/ListPrice","priceCurrency":"EUR"},
        {"price":"70","priceCurrency":"EUR","validForMemberTier":{"name":"Gold"}},
        {"price":"16","priceCurrency":"EUR","referenceQuantity":{"value":1,"unitCode":"LTR"}}]}}"#,
    );
    let seen = look(&html);
    let kinds: Vec<_> = seen.prices.iter().map(|p| (p.kind, p.price.amount.as_str())).collect();
    for wanted in
        [(PriceKind::Current, "80"), (PriceKind::List, "100"), (PriceKind::Member, "70"), (PriceKind::Unit, "16")]
    {
        assert!(kinds.contains(&wanted), "{wanted:?} in {kinds:?}");
    }
    assert_eq!((price(&html).as_str(), list_price(&html).as_str()), ("80 EUR", "100"));
}

#[test]
fn an_open_sign_and_a_missing_one_are_decided_by_the_page() {
    let at = |lang: &str, url: &str, shown: &str| {
        let page = plain(&format!("<div class=price>{shown}</div>")).replace("lang=en", &format!("lang={lang}"));
        let seen = detect_html(page.as_bytes(), url, Some("text/html; charset=utf-8"));
        seen.product.price.and_then(|price| price.value.currency).map(|currency| currency.code().to_owned())
    };
    for (lang, url, shown, want) in [
        ("en-CA", "https://shop.example/k", "$20", "CAD"),
        ("en", "https://shop.example.com.au/k", "$20", "AUD"),
        ("sv", "https://shop.example.se/k", "199 kr", "SEK"),
        ("nb-NO", "https://shop.example.no/k", "199 kr", "NOK"),
        ("ja", "https://shop.example.jp/k", "¥2,900", "JPY"),
        ("zh-TW", "https://shop.example.tw/k", "990元", "TWD"),
        ("de", "https://shop.example.de/k", "19,90", "EUR"),
    ] {
        assert_eq!(at(lang, url, shown).as_deref(), Some(want), "{lang} {url} {shown}");
    }
}

#[test]
fn the_title_is_the_name_without_shop_and_slogan() {
    let title = |html: &str| look(html).product.title.map(|title| title.value).unwrap_or_default();
    for (html, want) in [
        (plain("<p class=price>$5</p>"), "Red kettle"),
        (json_ld(r#"{"@type":"Product","name":"Red &amp; blue kettle","offers":{"price":"5","priceCurrency":"EUR"}}"#).replace("<h1>Red", "<h1>Red &amp; blue").replace("<title>Red", "<title>Red &amp; blue"), "Red & blue kettle"),
        ("<title>Buy Red kettle online | Kettles Inc</title><meta property=og:site_name content='Kettles Inc'><meta property=og:type content=product><h1>Red kettle</h1><p class=price>$5</p><button>Buy now</button>".to_owned(), "Red kettle"),
    ] {
        assert_eq!(title(&html), want, "{html}");
    }
}

#[test]
fn the_picture_is_no_logo_pixel_or_page() {
    let image = |middle: &str| look(&plain(middle)).product.image.map(|image| image.value).unwrap_or_default();
    let kettle = "https://shop.example/kettle.jpg";
    for middle in [
        "<meta property=og:image content='/img/logo.png'><p class=price>$5</p>",
        "<meta property=og:image content='data:image/gif;base64,AA'><p class=price>$5</p>",
        "<meta property=og:image content='file:///etc/passwd'><p class=price>$5</p>",
        "<img src='https://t.example/pixel.gif' width=1 height=1><p class=price>$5</p>",
        "<a href=/other><img src=/teapot.jpg alt='Blue teapot' width=200 height=200></a><p class=price>$5</p>",
        "<meta property=og:image content='https://shop.example/item/kettle'><p class=price>$5</p>",
    ] {
        assert_eq!(image(middle), kettle, "{middle}");
    }
    let lazy = plain("<p class=price>$5</p>").replace(
        "src=/kettle.jpg",
        "src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-srcset='/small.jpg 200w, /large.jpg 900w'",
    );
    assert_eq!(look(&lazy).product.image.map(|image| image.value).as_deref(), Some("https://shop.example/large.jpg"));
}

#[test]
fn availability_comes_from_markup_words_or_the_button() {
    let said = |html: &str| look(html).product.availability.map(|field| (field.value.as_str(), field.source));
    assert_eq!(said(&plain("<p class=price>$5</p>")), Some(("in_stock", Source::Visible)));
    assert_eq!(said(&plain("<p class=price>$5</p><p>Sold out</p>")), Some(("out_of_stock", Source::Visible)));
    let one_size_left = r#"{"@type":"Product","name":"Red kettle","offers":[
        {"price":"5","priceCurrency":"EUR","availability":"OutOfStock"},{"price":"5","priceCurrency":"EUR","availability":"InStock"}]}"#;
    assert_eq!(said(&json_ld(one_size_left)), Some(("in_stock", Source::JsonLd)));
    let gone = r#"{"@type":"Product","name":"Red kettle","offers":{"price":"5","priceCurrency":"EUR","availability":"InStock"}}"#;
    assert_eq!(said(&format!("{}<p class=stock>Sold out</p>", json_ld(gone))), Some(("out_of_stock", Source::Visible)));
}

#[test]
fn pages_that_are_no_product_page_are_none() {
    let card = |n: u32| {
        format!(
            "<li class=card><a href=/item/{n}><img src=/{n}.jpg><h3>Kettle {n}</h3></a><span class=price>${n}.00</span></li>"
        )
    };
    let cards: String = (10..30).map(card).collect();
    let article = r#"<title>How to boil water</title><script type="application/ld+json">{"@type":"Article","headline":"How to boil water",
        "mentions":{"@type":"Product","name":"Red kettle","offers":{"price":"5","priceCurrency":"EUR"}}}</script><h1>How to boil water</h1><p>Take a kettle (about $5).</p>"#;
    let list = r#"<title>Kettles</title><script type="application/ld+json">{"@type":"ItemList","itemListElement":[
        {"@type":"Product","name":"A","offers":{"price":"1","priceCurrency":"EUR"}},{"@type":"Product","name":"B","offers":{"price":"2","priceCurrency":"EUR"}},
        {"@type":"Product","name":"C","offers":{"price":"3","priceCurrency":"EUR"}},{"@type":"Product","name":"D","offers":{"price":"4","priceCurrency":"EUR"}}]}</script><h1>Kettles</h1>"#;
    for html in [
        format!("<title>Kettles | Shop</title><h1>Kettles</h1><ul>{cards}</ul>"),
        article.to_owned(),
        list.to_owned(),
        "<title>Sign in</title><h1>Sign in</h1><input type=password><button>Sign in</button>".to_owned(),
        "<title>Not found</title><h1>404</h1>".to_owned(),
        String::new(),
    ] {
        assert_eq!(look(&html).page, Verdict::NotProduct, "{html}");
    }
    let cart = detect_html(plain("<p class=price>$5</p>").as_bytes(), "https://shop.example/checkout/cart", None);
    assert_eq!(cart.page, Verdict::NotProduct);
}

#[test]
fn every_field_carries_its_source_and_a_confidence() {
    let seen = look(&json_ld(
        r#"{"@type":"Product","name":"Red kettle","sku":"SKU: K-7","brand":{"name":"Acme"},"gtin13":"4006381333931","image":{"@type":"ImageObject","name":"x","url":"/k.jpg"},
        "aggregateRating":{"ratingValue":"8.8","bestRating":"10","reviewCount":"12"},"category":"Home > Kitchen > Kettles","offers":{"price":"5","priceCurrency":"EUR"}}"#,
    ));
    let product = seen.product;
    assert_eq!(product.sku.as_ref().map(|sku| sku.value.as_str()), Some("K-7"));
    assert_eq!(product.brand.as_ref().map(|brand| brand.value.as_str()), Some("Acme"));
    assert_eq!(product.gtin.as_ref().map(|gtin| gtin.value.as_str()), Some("4006381333931"));
    assert_eq!(product.category.as_ref().map(|category| category.value.as_str()), Some("Kettles"));
    let rating = product.rating.unwrap();
    assert_eq!((format!("{:.1}", rating.value.value), rating.value.count), ("4.4".to_owned(), Some(12)));
    let image = product.image.unwrap();
    assert_eq!((image.value.as_str(), image.source), ("https://shop.example/k.jpg", Source::JsonLd));
    assert!((0.0..=1.0).contains(&image.confidence) && image.confidence > 0.5);
    assert_eq!(
        look(&json_ld(r#"{"@type":"Product","name":"Red kettle","gtin13":"4006381333932"}"#)).product.gtin,
        None
    );
}

#[test]
fn a_page_is_sure_only_with_title_price_currency_and_picture() {
    let whole = r#"{"@type":"Product","name":"Red kettle","image":"/kettle.jpg","offers":{"price":"5.00","priceCurrency":"EUR"}}"#;
    let page =
        |json: &str| plain(&format!("<p class=price>5,00 €</p><script type='application/ld+json'>{json}</script>"));
    assert_eq!(look(&page(whole)).page, Verdict::Sure);
    // Seen where a price stands on a page with one picture and one button: such prices are right, as the fitting counted.
    assert_eq!(look(&plain("<p class=price>5,00 €</p>")).page, Verdict::Sure);
    let several = plain("<p>5,00 €</p><p>6,00 €</p><p>8,00 €</p><p>9,00 €</p><p>11,00 €</p>");
    assert_eq!(look(&several).page, Verdict::Check, "which of them: a person should look");
    let no_button = "<title>Red kettle</title><h1>Red kettle</h1><img src=/k.jpg><p>From 5,00 € in most shops</p>";
    assert_ne!(look(no_button).page, Verdict::Sure);
    let no_picture = page(&whole.replace(r#""image":"/kettle.jpg","#, "")).replace("src=/kettle.jpg", "");
    assert_eq!(look(&no_picture).page, Verdict::Check);
    let no_price = plain(
        r#"<script type='application/ld+json'>{"@type":"Product","name":"Red kettle","image":"/kettle.jpg","sku":"7"}</script>"#,
    );
    assert_ne!(look(&no_price).page, Verdict::Sure);
}

#[test]
fn a_price_of_the_markup_that_the_page_explains_leaves_no_doubt() {
    let page = |markup: &str, shown: &str| {
        plain(&format!(
            "<div itemscope itemtype=http://schema.org/Product><meta itemprop=name content='Red kettle'>\
             <div itemprop=offers itemscope itemtype=http://schema.org/Offer><meta itemprop=price content={markup}>\
             <meta itemprop=priceCurrency content=EUR></div></div>{shown}"
        ))
    };
    let before = page("6.00", "<div class=price><del>6,00 €</del> <b>5,00 €</b></div>");
    let net = page("4.20", "<div class=price>5,00 €</div><p>4,20 € exkl. MwSt.</p>");
    let other = page("7.00", "<div class=price>5,00 €</div>");
    for (html, verdict) in [(before, Verdict::Sure), (net, Verdict::Sure), (other, Verdict::Check)] {
        assert_eq!((price(&html).as_str(), look(&html).page), ("5.00 EUR", verdict), "{html}");
    }
}
