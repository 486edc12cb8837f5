//! What the keys of an object say of it. Shops and their platforms name things alike: "productName", "item_name", "sale-price".

use crate::detect::lookup::Lookup;
use crate::find::Find;
use crate::phrases::{Phrases, phrases};

/// A set of [`key`]s.
pub(super) type Keys = u32;

/// What a key may say.
pub(super) mod key {
    use super::Keys;
    pub(in super::super) const NAME: Keys = 1;
    pub(in super::super) const PRICE: Keys = 1 << 1;
    pub(in super::super) const NUMBER: Keys = 1 << 2;
    pub(in super::super) const MAKER: Keys = 1 << 3;
    pub(in super::super) const VARIANTS: Keys = 1 << 4;
    pub(in super::super) const CURRENCY: Keys = 1 << 5;
    /// A platform's settings of one product's prices, which carry no name.
    pub(in super::super) const CONFIG: Keys = 1 << 6;
}

/// Parts of keys that lead away from the page's own product.
static AWAY: Phrases = phrases!(
    "\
     related|recommend|similar|impression|upsell|crosssell|alsobought|recently|bundle|accessor|cart|basket|wishlist|\
     suggest|sponsored|navigation"
);

/// A key without signs and capitals; longer ones say nothing.
pub(super) fn plain(key: &[u8], buffer: &mut [u8; 32]) -> usize {
    let mut length = 0;
    for b in key.iter().filter(|b| b.is_ascii_alphanumeric()) {
        let Some(slot) = buffer.get_mut(length) else { return 0 };
        *slot = b.to_ascii_lowercase();
        length += 1;
    }
    length
}

/// Keys by what they say.
const WORDS: &[(Keys, &str)] = &[
    (key::NAME, "name|title|productname|producttitle|itemname|displayname|pname|productdisplayname|prodname"),
    (
        key::NUMBER,
        "id|sku|productid|productsku|productcode|itemid|itemnumber|articlenumber|articlecode|code|partnumber|productnumber|mpn|variantid",
    ),
    (key::MAKER, "brand|vendor|manufacturer|itembrand|brandname|productbrand|manufacturername|designer"),
    (key::VARIANTS, "variants|variations|skus|offers"),
    (key::CURRENCY, "currency|currencycode|pricecurrency|currencyiso|currencyisocode"),
    (key::CONFIG | key::PRICE, "optionprices|priceconfig"),
];

static TABLE: Lookup<Keys> = Lookup::new(WORDS, b'|');

/// What a key says. Each key of the state comes by here.
pub(super) fn of(key: &[u8]) -> Keys {
    let mut buffer = [0; 32];
    let length = plain(key, &mut buffer);
    let word = buffer.get(..length).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or("");
    TABLE.get(word.as_bytes()).unwrap_or(if word.len() >= 5 && word.holds("price") { key::PRICE } else { 0 })
}

/// The key of an object or a list leads to other products than the page's own.
pub(super) fn leads_away(key: &[u8]) -> bool {
    let mut buffer = [0; 32];
    let length = plain(key, &mut buffer);
    let word = buffer.get(..length).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or("");
    AWAY.within(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_however_they_are_spelled() {
        for (text, want) in [
            ("item_name", key::NAME),
            ("productName", key::NAME),
            ("sale-price", key::PRICE),
            ("displayPrice", key::PRICE),
            ("priceCurrency", key::CURRENCY),
            ("item_brand", key::MAKER),
            ("optionPrices", key::CONFIG | key::PRICE),
            ("x", 0),
            ("a_very_long_key_that_names_nothing_at_all_and_goes_on", 0),
        ] {
            assert_eq!(of(text.as_bytes()), want, "{text}");
        }
        for (text, want) in [("relatedProducts", true), ("minicart", true), ("product", false), ("cards", false)] {
            assert_eq!(leads_away(text.as_bytes()), want, "{text}");
        }
    }
}
