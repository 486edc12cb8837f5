//! What class names and ids say, as flags.

use super::lexicon::flags_of_word;
use crate::find::Find;
use crate::page::{Name, PageEvidence, Tag};

/// A set of [`flag`]s.
pub(in crate::detect) type Flags = u32;

/// What a word in a class, an id or a short text says.
pub(in crate::detect) mod flag {
    use super::Flags;
    pub(in crate::detect) const PRICE: Flags = 1;
    pub(in crate::detect) const OLD: Flags = 1 << 1;
    pub(in crate::detect) const NOW: Flags = 1 << 2;
    pub(in crate::detect) const UNIT: Flags = 1 << 3;
    pub(in crate::detect) const SHIPPING: Flags = 1 << 4;
    pub(in crate::detect) const INSTALMENT: Flags = 1 << 5;
    pub(in crate::detect) const SAVING: Flags = 1 << 6;
    pub(in crate::detect) const MEMBER: Flags = 1 << 7;
    pub(in crate::detect) const NET: Flags = 1 << 8;
    pub(in crate::detect) const TOTAL: Flags = 1 << 9;
    pub(in crate::detect) const HEADER: Flags = 1 << 10;
    pub(in crate::detect) const NAV: Flags = 1 << 11;
    pub(in crate::detect) const FOOTER: Flags = 1 << 12;
    pub(in crate::detect) const RELATED: Flags = 1 << 13;
    pub(in crate::detect) const CART: Flags = 1 << 14;
    pub(in crate::detect) const REVIEW: Flags = 1 << 15;
    pub(in crate::detect) const HIDDEN: Flags = 1 << 16;
    pub(in crate::detect) const CRUMB: Flags = 1 << 17;
    pub(in crate::detect) const ASIDE: Flags = 1 << 18;
    pub(in crate::detect) const PRODUCT: Flags = 1 << 19;
    pub(in crate::detect) const TITLE: Flags = 1 << 20;
    pub(in crate::detect) const MAIN: Flags = 1 << 21;
    pub(in crate::detect) const GALLERY: Flags = 1 << 22;
    pub(in crate::detect) const LOGO: Flags = 1 << 23;
    pub(in crate::detect) const USED: Flags = 1 << 24;
    pub(in crate::detect) const FILTER: Flags = 1 << 25;
    pub(in crate::detect) const CENTS: Flags = 1 << 26;
    pub(in crate::detect) const STOCK: Flags = 1 << 27;
    pub(in crate::detect) const BRAND: Flags = 1 << 28;
    pub(in crate::detect) const SMALL: Flags = 1 << 29;
    pub(in crate::detect) const LIST: Flags = 1 << 30;
}

/// The flags of the words of a class or an id, split at signs and at capitals ("productPrice_old").
pub(in crate::detect) fn flags_of(names: &str) -> Flags {
    let mut flags = 0;
    let (mut first_sr, mut last_mini, mut last_cart, mut boxes, mut last_cross, mut last_list, mut last_regular) =
        (false, false, false, false, false, false, false);
    let mut buffer = [0u8; 24];
    let mut len = 0;
    let mut of_product = false;
    let bytes = names.as_bytes();
    for at in 0..=bytes.len() {
        let b = bytes.get(at).copied().unwrap_or(b' ');
        let letter = b.is_ascii_alphabetic();
        let camel = b.is_ascii_uppercase() && at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_lowercase);
        if (!letter || camel) && len > 0 {
            let token = buffer.get(..len).unwrap_or_default();
            let said = flags_of_word(token);
            // "product-header", "prod-buy-header__title": the head of the thing, not of the site.
            flags |= if of_product { said & !flag::HEADER } else { said };
            of_product |= said & flag::PRODUCT != 0;
            // Two words that mean something together.
            match token {
                b"only" | b"reader" if first_sr => flags |= flag::HIDDEN,
                b"cart" | b"basket" if last_mini => flags |= flag::CART,
                b"price" | b"preis" | b"prix" if last_list || last_regular => flags |= flag::OLD,
                b"sell" | b"selling" | b"sells" if last_cross => flags |= flag::RELATED,
                _ => {}
            }
            boxes |= matches!(
                token,
                b"drawer"
                    | b"sidebar"
                    | b"flyout"
                    | b"subtotal"
                    | b"popup"
                    | b"modal"
                    | b"preview"
                    | b"widget"
                    | b"notification"
                    | b"count"
                    | b"contents"
                    | b"summary"
                    | b"total"
            );
            last_cart |= matches!(token, b"cart" | b"basket");
            first_sr = matches!(token, b"sr" | b"screen" | b"visually");
            last_mini = matches!(token, b"mini" | b"header" | b"side" | b"ajax" | b"shopping");
            last_cross = matches!(token, b"cross" | b"up");
            last_list = token == b"list";
            last_regular = matches!(token, b"regular" | b"normal" | b"standard" | b"rrp");
            len = 0;
        }
        of_product &= !b.is_ascii_whitespace();
        if letter && len < buffer.len() {
            buffer[len] = b.to_ascii_lowercase();
            len += 1;
        }
    }
    if last_cart && boxes {
        flags |= flag::CART;
    }
    flags
}

/// Flags of an element's own class and id.
pub(in crate::detect) fn own_flags(page: &PageEvidence, at: usize) -> Flags {
    let class = page.attribute(at, Name::Class).map_or(0, flags_of);
    class | page.attribute(at, Name::Id).map_or(0, flags_of)
}

/// Whether an element shows a price that is no longer asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) enum OldPrice {
    /// Struck through.
    Struck,
    /// Its name says so.
    Named,
    /// Not known to be.
    No,
}

/// A box holds no other number than this element's.
fn is_only_number(page: &PageEvidence, at: usize, up: usize) -> bool {
    let around = page.below(up);
    let own = at..page.below(at).end.max(at + 1);
    let other = |at: usize| !own.contains(&at) && page.text(at).bytes().any(|b| b.is_ascii_digit());
    around.len() < 12 || around.len() < 40 && !around.into_iter().any(other)
}

/// Struck through by its element, its style, its drawing or its name, up to three levels above.
pub(in crate::detect) fn old_price(page: &PageEvidence, at: usize) -> OldPrice {
    let mut now = false;
    for (level, up) in std::iter::once(at).chain(page.ancestors(at)).take(4).enumerate() {
        if matches!(page.tag(up), Tag::Del | Tag::S | Tag::Strike)
            || page.attribute(up, Name::Style).is_some_and(|style| style.holds("line-through"))
            || page.layout(up).is_some_and(|layout| layout.struck)
        {
            return OldPrice::Struck;
        }
        let own = own_flags(page, up);
        now |= own & flag::NOW != 0 || page.tag(up) == Tag::Ins;
        // A box around both prices is often named after one of them.
        if !now && own & flag::OLD != 0 && (level < 2 || own & flag::PRICE != 0) && is_only_number(page, at, up) {
            return OldPrice::Named;
        }
    }
    OldPrice::No
}
