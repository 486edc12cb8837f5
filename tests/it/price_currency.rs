//! An open sign ("$", "kr") on pages of many countries: what the page, its address and the other prices say of it.

use giftos::page::detect_html;

/// The currency of a page without markup at this address, with this head and these prices.
fn currency(url: &str, head: &str, prices: &str) -> String {
    let html = format!(
        "{head}<title>Red kettle | Shop</title><h1>Red kettle</h1>\
         <img src=/kettle.jpg alt='Red kettle' width=400 height=400>{prices}<button>Add to cart</button>"
    );
    let detection = detect_html(html.as_bytes(), url, Some("text/html; charset=utf-8"));
    let price = detection.product.price.map(|price| price.value);
    price.and_then(|price| price.currency).map_or("none".to_owned(), |currency| currency.to_string())
}

const PRICE: &str = "<div class=price>$129.00</div>";

#[test]
fn the_address_and_the_language_say_whose_dollar_it_is() {
    for (url, head, want) in [
        ("https://shop.example/p/kettle", "", "USD"),
        ("https://shop.com.au/p/kettle", "<html lang=en>", "AUD"),
        ("https://shop.com/p/kettle", "<html lang=en-CA>", "CAD"),
        ("https://shop.com/en-ca/p/kettle", "<html lang=en-US>", "CAD"),
        ("https://shop.com/p/kettle", "<html lang=es><meta property=og:locale content=es_MX>", "MXN"),
        (
            "https://shop.com/nz/kettle",
            "<html lang=en><link rel=alternate hreflang=en-us href=/us/kettle><link rel=alternate hreflang=en-nz href=/nz/kettle>",
            "NZD",
        ),
    ] {
        assert_eq!(currency(url, head, PRICE), want, "{url} {head}");
    }
}

#[test]
fn crowns_are_those_of_the_page() {
    for (lang, want) in [("sv", "SEK"), ("da", "DKK"), ("nb", "NOK"), ("is-IS", "ISK"), ("en", "SEK")] {
        let page = format!("<html lang={lang}>");
        assert_eq!(currency("https://shop.com/p/kettle", &page, "<div class=price>1 299 kr</div>"), want, "{lang}");
    }
}

#[test]
fn where_the_page_is_silent_the_other_prices_speak() {
    let beside = |other: &str| format!("{PRICE}<p>Was <s>{other}</s></p>");
    let url = "https://shop.com/p/kettle";
    assert_eq!(currency(url, "<html lang=en>", &beside("CA$149.00")), "CAD");
    assert_eq!(currency(url, "<html lang=en>", &beside("149.00 NZD")), "NZD");
    // Another money says nothing of dollars, and what the page says goes before what other prices say.
    assert_eq!(currency(url, "<html lang=en>", &beside("149,00 €")), "USD");
    assert_eq!(currency(url, "<html lang=en-AU>", &beside("CA$149.00")), "AUD");
}
