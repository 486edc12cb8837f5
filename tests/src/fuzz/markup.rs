//! Pages and JSON-LD, broken at random: whatever comes in, a detection comes out, and what it hands on is harmless.

use giftos::page::detect_html;
use shared::detect::{Detection, Field};

use crate::guard::Outcome;
use crate::guard::mutation::Chance;

const URL: &str = "https://shop.example/p/1?b=2";

const PAGES: [&str; 4] = [
    include_str!("../../pages/demo-kettle/page.html"),
    include_str!("../../pages/demo-headphones/page.html"),
    include_str!("../../pages/necklace-il/page.html"),
    include_str!("../../pages/chair-se/page.html"),
];

const LINKED: [&str; 3] = [
    r##"{"@context":"https://schema.org","@graph":[{"@id":"#p","@type":"Product","name":"Lamp","offers":{"@id":"#o"},"image":["a.png"]},{"@id":"#o","@type":"Offer","price":"12.50","priceCurrency":"EUR","availability":"InStock"}]}"##,
    r##"{"@type":"ProductGroup","name":"Shirt","hasVariant":[{"@type":"Product","sku":"1","size":"M","offers":{"@type":"AggregateOffer","lowPrice":9,"highPrice":"19","priceCurrency":"USD"}}],"isVariantOf":{"@id":"x"}}"##,
    r##"[{"@type":["Product","Thing"],"name":{"@value":"Vase"},"gtin13":"4006381333931","offers":[{"price":1e2,"priceSpecification":[{"price":"99","priceCurrency":"GBP"}]}],"aggregateRating":{"ratingValue":4.5,"reviewCount":3}}]"##,
];

const PIECES: [&str; 48] = [
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<script type=application/ld+json>",
    "<meta property=og:price:amount content=",
    "<table>",
    "<svg>",
    "<template>",
    "<p",
    "<div itemscope itemtype=https://schema.org/Product>",
    "itemprop=price",
    "\"",
    "'",
    "=",
    "&#0;",
    "&amp",
    "&#x110000;",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\u0000",
    "\\ud800",
    "1e999",
    "-0",
    "99999999999999999999",
    "null",
    "{\"@id\":\"#p\"}",
    "\"@graph\":[",
    "\"offers\":",
    "\"image\":\"javascript:alert(1)\"",
    "\"image\":\"file:///etc/passwd\"",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{fffd}",
    "€",
    "1.299,00 €",
    "١٢٣",
    "<base href=//x>",
    "<plaintext>",
    "<frameset>",
];

/// One broken page.
///
/// # Errors
/// What a detection must never hold.
pub(super) fn page(chance: &mut Chance) -> Outcome {
    let broken = break_up(chance, PAGES);
    judge(&broken, *chance.of(&[None, Some("text/html; charset=utf-7"), Some("text/html;charset=utf-16"), Some("x")]))
}

/// One broken piece of JSON-LD in a sound page.
///
/// # Errors
/// As [`page`].
pub(super) fn json_ld(chance: &mut Chance) -> Outcome {
    let inner = break_up(chance, LINKED);
    let mut whole = b"<!doctype html><title>Shop</title><script type=\"application/ld+json\">".to_vec();
    whole.extend_from_slice(&inner);
    whole.extend_from_slice(b"</script><h1>Lamp</h1>");
    judge(&whole, None)
}

/// Pieces put in, taken out, doubled, nested; sometimes bytes that are no text.
fn break_up<const N: usize>(chance: &mut Chance, seeds: [&str; N]) -> Vec<u8> {
    let mut bytes = chance.of(&seeds).as_bytes().to_vec();
    for _ in 0..=chance.below(12) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(7) {
            0 => drop(bytes.splice(at..(at + chance.below(40)).min(bytes.len()), [])),
            1 => {
                let piece = bytes[at..(at + chance.below(200)).min(bytes.len())].to_vec();
                let to = chance.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            2 => {
                let piece = chance.of(&PIECES).repeat(1 + chance.below(300));
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
            3 if at < bytes.len() => bytes[at] = chance.bits().to_le_bytes()[0],
            4 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, chance.of(&PIECES).bytes())),
        }
    }
    bytes
}

fn judge(bytes: &[u8], content_type: Option<&str>) -> Outcome {
    let detection = detect_html(bytes, URL, content_type);
    sound(&detection).map_err(|why| format!("{why} for {:?}", String::from_utf8_lossy(bytes)))
}

fn sound(detection: &Detection) -> Result<(), String> {
    let product = &detection.product;
    let share = |confidence: f64| (0.0..=1.0).contains(&confidence);
    let web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    let urls = detection.images.iter().map(|image| image.url.as_str());
    let urls =
        urls.chain(product.image.iter().map(|image| image.value.as_str())).chain(detection.canonical_url.as_deref());
    if let Some(url) = urls.into_iter().find(|url| !web(url)) {
        return Err(format!("address {url}"));
    }
    let texts = [&product.title, &product.brand, &product.sku, &product.gtin, &product.description, &product.category];
    let whole = |field: &&Field<String>| share(field.confidence) && !field.value.trim().is_empty();
    if let Some(field) = texts.into_iter().flatten().find(|field| !whole(field)) {
        return Err(format!("field {field:?}"));
    }
    let amounts = product.price.iter().chain(&product.list_price).map(|price| (&price.value.amount, price.confidence));
    let amounts = amounts.chain(detection.prices.iter().map(|price| (&price.price.amount, price.confidence)));
    for (amount, confidence) in amounts {
        if !super::price::is_plain(amount) || !share(confidence) {
            return Err(format!("amount {amount} with confidence {confidence}"));
        }
    }
    let few = detection.prices.len() <= 12 && detection.images.len() <= 24 && detection.notes.len() <= 20;
    if few && share(detection.page_confidence) { Ok(()) } else { Err("more than is promised".into()) }
}
