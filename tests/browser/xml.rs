//! Pages that are XML: a browser writes those as XML, unless it is told otherwise, and is then read as the server reads the bytes.

use std::path::Path;

use giftos_tests::shop::{Asked, Given, PageServer};
use giftos_tests::{chromium, firefox};
use shared::money::Money;
use shared::page::PageEvidence;
use shared::page::summary::Summary;

const PLAIN: &str = "http://xml.example/p/lamp";
const MARKED: &str = "http://xml.example/p/lamp?marked";
const KIND: &str = "application/xhtml+xml; charset=utf-8";

fn page(ld: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"de\" \
         lang=\"de\"><head><title>Lampe &amp; Schirm</title><script src=\"a.js\"/><style/><script type=\"application/ld+json\">{ld}</script></head>\
         <body><div class=\"top\"/><h1>Lampe &amp;<br/>Schirm</h1><ul><li>rot</li><li/></ul><p class=\"price\" title=\"a &amp; b\">19,99&#160;€</p>\
         <p><![CDATA[Statt 24 < 25 €]]></p><form><input type=\"text\" value=\"own words\"/><button>In den Warenkorb</button></form></body></html>"
    )
}

fn plain() -> String {
    page("{\"@type\":\"Product\",\"name\":\"Lampe\"}")
}

fn marked() -> String {
    page("//<![CDATA[\n{\"@type\":\"Product\",\"name\":\"<Lampe>\"}\n//]]>")
}

fn server() -> PageServer {
    PageServer::start(move |asked: &Asked| {
        let given = if asked.url.query().is_some() { marked() } else { plain() };
        Some(Given::new(KIND, given).with_header("Content-Security-Policy", "default-src 'none'"))
    })
    .unwrap()
}

/// `summary` gives what `collect.js` makes of the page at an address.
fn is_read_as_any_other(summary: &dyn Fn(&str, &str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension/collect.js");
    // As an expression.
    let script = std::fs::read_to_string(path).unwrap().trim_end().trim_end_matches(';').to_owned();
    let evidence = |summary: &str| shared::page::collect(&Summary::of(summary).unwrap().dom());
    let text = summary(PLAIN, &script);
    assert!(!text.contains("own words"), "{text}");
    let seen = evidence(&text);
    let drawn: Vec<_> = (0..seen.nodes().len()).filter(|at| seen.layout(*at).is_some()).collect();
    let texts: Vec<_> = drawn.iter().map(|at| seen.joined_text(*at, 100)).collect();
    assert_eq!(texts, ["Lampe & Schirm", "19,99 €", "Statt 24 < 25 €"]);
    let on_server =
        |page: String, url: &str| -> PageEvidence { giftos::page::evidence(page.as_bytes(), url, Some(KIND)) };
    assert_eq!(seen.without_layout(), on_server(plain(), PLAIN));
    for (whom, evidence) in [("browser", evidence(&summary(MARKED, &script))), ("server", on_server(marked(), MARKED))]
    {
        let found = shared::detect::detect(&evidence);
        let price = found.product.price.map(|price| price.value.money().unwrap());
        assert_eq!(price, Money::from_decimal("19.99", "EUR".parse().unwrap()), "{whom}");
        assert!(evidence.json_ld[0].contains("<Lampe>"), "{whom}");
    }
}

#[test]
fn a_page_that_is_xml_is_read_as_any_other_in_chromium() {
    let server = server();
    let chromium = chromium::Launch::default().through(server.address()).start().unwrap();
    is_read_as_any_other(&|url, script| {
        chromium.open(url).unwrap().evaluate(script).unwrap().as_str().unwrap().to_owned()
    });
}

#[test]
fn a_page_that_is_xml_is_read_as_any_other_in_firefox() {
    let server = server();
    let firefox = firefox::Launch::for_extension("none@giftos.test").through(server.address()).start().unwrap();
    is_read_as_any_other(&|url, script| {
        firefox.open(url).unwrap().frame().evaluate(script).unwrap().as_str().unwrap().to_owned()
    });
}
