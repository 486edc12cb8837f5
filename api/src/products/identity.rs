//! When two pages are the same page, and two things the same thing.

use shared::product::VariantOption;
use shared::product_url;

use crate::digest::of_parts;

/// What a page is recognised by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Where the offer is, free of tracking.
    pub(crate) url: String,
    /// The shop's host name without `www.`.
    pub(crate) shop: String,
    /// Page and variant: two saves with the same key are one item.
    pub(crate) page_key: String,
    /// The thing: by its GTIN where the page gave one, else by the page.
    pub(crate) product_key: String,
}

impl Identity {
    /// Of a page at `url`; `None` where that is no address of the web.
    pub(crate) fn of(
        url: &str,
        canonical: Option<&str>,
        gtin: Option<&str>,
        variant: &[VariantOption],
    ) -> Option<Self> {
        let shop = product_url::host(url);
        let address = product_url::own_address(url, canonical);
        let page = product_url::identity_key(address)?;
        let mut options: Vec<(&str, &str)> = variant.iter().map(|o| (o.name.as_str(), o.value.as_str())).collect();
        options.sort_unstable();
        let mut parts = vec![page.as_str()];
        parts.extend(options.iter().flat_map(|(name, value)| [*name, *value]));
        Some(Self {
            url: product_url::canonical(address)?,
            shop: shop.to_owned(),
            page_key: of_parts(&parts),
            product_key: gtin.map_or_else(|| of_parts(&[&page]), |gtin| format!("gtin:{gtin:0>14}")),
        })
    }
}

/// Whether the last digit of a GTIN-8, -12, -13 or -14 is right (GS1 General Specifications, 7.9).
pub(crate) fn is_gtin(text: &str) -> bool {
    if !matches!(text.len(), 8 | 12 | 13 | 14) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let weighted =
        text.bytes().rev().enumerate().map(|(i, byte)| u32::from(byte - b'0') * if i % 2 == 1 { 3 } else { 1 });
    weighted.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(url: &str, canonical: Option<&str>) -> Identity {
        Identity::of(url, canonical, None, &[]).unwrap()
    }

    #[test]
    fn tracking_and_a_good_canonical_address_make_no_difference() {
        let plain = of("https://shop.example/mug", None);
        assert_eq!(plain.page_key, of("https://www.shop.example/mug?utm_source=x#top", None).page_key);
        assert_eq!(plain.page_key, of("https://m.shop.example/p?id=7", Some("https://shop.example/mug")).page_key);
        assert_eq!(plain.shop, "shop.example");
    }

    #[test]
    fn a_wrong_canonical_address_does_not_make_two_things_one() {
        for wrong in ["https://shop.example/", "https://shop.example", "https://other.example/mug"] {
            let (mug, pen) = (of("https://shop.example/mug", Some(wrong)), of("https://shop.example/pen", Some(wrong)));
            assert_ne!(mug.page_key, pen.page_key, "{wrong}");
        }
    }

    #[test]
    fn another_variant_is_another_item_in_whatever_order_its_options_are_named() {
        let option = |name: &str, value: &str| VariantOption { name: name.into(), value: value.into() };
        let with = |options: &[VariantOption]| Identity::of("https://shop.example/mug", None, None, options).unwrap();
        let (blue, red) = (with(&[option("Colour", "Blue")]), with(&[option("Colour", "Red")]));
        assert_ne!(blue.page_key, red.page_key);
        assert_eq!(blue.product_key, red.product_key);
        let (a, b) = (option("Colour", "Blue"), option("Size", "L"));
        assert_eq!(with(&[a.clone(), b.clone()]).page_key, with(&[b, a]).page_key);
    }

    #[test]
    fn the_gtin_names_the_thing_across_shops_and_lengths() {
        let one = Identity::of("https://a.example/1", None, Some("4006381333931"), &[]).unwrap();
        let two = Identity::of("https://b.example/2", None, Some("04006381333931"), &[]).unwrap();
        assert_eq!(one.product_key, two.product_key);
        assert!(is_gtin("4006381333931") && is_gtin("96385074") && is_gtin("036000291452"));
        assert!(!is_gtin("4006381333932") && !is_gtin("123") && !is_gtin("") && !is_gtin("400638133393x"));
    }
}
