//! Open Graph, `product:` meta and their relatives (ogp.me, Facebook's product catalogue words, Twitter cards).

use super::Source;
use super::found::{Found, Offer, Place};
use super::schema_org::{availability, gtin};
use super::text::clean_some;
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::page::PageEvidence;
use crate::price_text::{Hints, first_amount, machine_decimal};
use crate::product::PriceKind;

/// What the meta elements say.
pub(super) struct Read {
    pub(super) found: Found,
    /// `og:type` is a product, or there is a product price.
    pub(super) says_product: bool,
    /// `og:type` is an article, a profile, a video ….
    pub(super) says_other: bool,
}

/// Reads the meta elements of a page.
pub(super) fn read(page: &PageEvidence, hints: &Hints) -> Read {
    let mut found = Found::new(Source::OpenGraph, Place::Top);
    let meta = |keys: &[&str]| keys.iter().find_map(|key| page.meta(key));
    let clean = |keys: &[&str], limit: usize| meta(keys).and_then(|text| clean_some(text, limit));
    found.title = clean(&["og:title", "twitter:title"], 500);
    found.url = meta(&["og:url"]).map(str::to_owned);
    found.description = clean(&["og:description", "description", "twitter:description"], 1000);
    found.brand = clean(&["product:brand", "og:brand", "brand"], 200);
    found.sku = clean(&["product:retailer_item_id", "product:sku", "product:retailer_part_no"], 100);
    found.gtin = ["product:ean", "product:gtin", "product:upc", "product:isbn", "og:upc", "og:ean"]
        .iter()
        .find_map(|key| gtin(page.meta(key)?));
    found.category =
        clean(&["product:category", "og:product:category"], 500).map(|path| super::schema_org::last_of_path(&path));
    found.availability = meta(&["product:availability", "og:availability", "og:product:availability"])
        .and_then(|text| availability(&text.replace([' ', '_'], "")));
    for key in ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"] {
        for (_, image) in page.metas.iter().filter(|(kept, content)| kept == key && !content.is_empty()).take(20) {
            found.images.push(super::text::clean(image, 2000));
        }
    }
    for link in page.links.iter().filter(|link| link.rel.holds("image_src")) {
        found.images.push(link.href.clone());
    }
    let code = meta(&[
        "product:price:currency",
        "og:price:currency",
        "product:sale_price:currency",
        "og:product:price:currency",
        "twitter:currency",
    ]);
    let currency = code.and_then(|code| hints.markup(code));
    let mut add = |keys: &[&str], kind: PriceKind| {
        let Some(text) = meta(keys) else { return };
        let Some(amount) = machine_decimal(text) else { return };
        let sign = first_amount(text).and_then(|amount| amount.sign).and_then(|sign| hints.resolve(sign));
        let offer =
            Offer { amount, currency: currency.or(sign), kind, availability: None, url: None, sku: None, upper: false };
        if !found.offers.iter().any(|known| known.amount == offer.amount && known.kind == offer.kind) {
            found.offers.push(offer);
        }
    };
    let prices = ["product:price:amount", "og:price:amount", "og:product:price:amount", "product:price", "og:price"];
    let sale = meta(&["product:sale_price:amount"]).is_some_and(|text| machine_decimal(text).is_some());
    add(&["product:sale_price:amount", "product:sale_price"], PriceKind::Current);
    add(&prices, if sale { PriceKind::List } else { PriceKind::Current });
    add(&["product:original_price:amount", "og:price:standard_amount"], PriceKind::List);
    if found.offers.is_empty() {
        for (label, value) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")] {
            let is_price = page.meta(label).is_some_and(|label| {
                lower_case(label.trim()).is_one_of("price|preis|prix|precio|prezzo|prijs|preço|cena|цена")
            });
            let amount = page.meta(value).and_then(first_amount).filter(|amount| is_price && amount.sign.is_some());
            if let Some(amount) = amount {
                found.offers.push(Offer {
                    amount: amount.decimal,
                    currency: amount.sign.and_then(|sign| hints.resolve(sign)).or(currency),
                    kind: PriceKind::Current,
                    availability: None,
                    url: None,
                    sku: None,
                    upper: false,
                });
            }
        }
    }
    let kind = page.meta("og:type").unwrap_or("").trim().to_ascii_lowercase();
    let says_product =
        matches!(kind.behind_last_of(":."), "product" | "item" | "product.item" | "book") || kind.holds("product");
    let says_other = kind.is_one_of("article|blog|profile|video|video.other|music.song|hotel|place");
    Read { says_product: (says_product && !kind.holds("group")) || found.has_price(), says_other, found }
}
