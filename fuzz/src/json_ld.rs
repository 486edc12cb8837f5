//! JSON-LD, broken at random, in a sound page: the lenient reader mends what it can and is never led astray.

use crate::html::judge;
use crate::splice::break_up;
use crate::{Chance, Outcome};

const LINKED: [&str; 3] = [
    r##"{"@context":"https://schema.org","@graph":[{"@id":"#p","@type":"Product","name":"Lamp","offers":{"@id":"#o"},"image":["a.png"]},{"@id":"#o","@type":"Offer","price":"12.50","priceCurrency":"EUR","availability":"InStock"}]}"##,
    r##"{"@type":"ProductGroup","name":"Shirt","hasVariant":[{"@type":"Product","sku":"1","size":"M","offers":{"@type":"AggregateOffer","lowPrice":9,"highPrice":"19","priceCurrency":"USD"}}],"isVariantOf":{"@id":"x"}}"##,
    r##"[{"@type":["Product","Thing"],"name":{"@value":"Vase"},"gtin13":"4006381333931","offers":[{"price":1e2,"priceSpecification":[{"price":"99","priceCurrency":"GBP"}]}],"aggregateRating":{"ratingValue":4.5,"reviewCount":3}}]"##,
];

/// One broken piece of JSON-LD in a sound page.
///
/// # Errors
/// What a detection must never hold.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let inner = break_up(chance, LINKED);
    let mut whole = b"<!doctype html><title>Shop</title><script type=\"application/ld+json\">".to_vec();
    whole.extend_from_slice(&inner);
    whole.extend_from_slice(b"</script><h1>Lamp</h1>");
    judge(&whole, None)
}
