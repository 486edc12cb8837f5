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

/// What a word says together with others of the same name, as a set.
type Roles = u16;

mod role {
    use super::Roles;
    pub(super) const CART: Roles = 1;
    /// Before "cart": that is the small one in the header.
    pub(super) const MINI: Roles = 1 << 1;
    /// Anywhere beside "cart": the same.
    pub(super) const BOX: Roles = 1 << 2;
    /// Before "reader": not drawn.
    pub(super) const SCREEN: Roles = 1 << 3;
    pub(super) const READER: Roles = 1 << 4;
    /// Before "price": the old one.
    pub(super) const LIST: Roles = 1 << 5;
    pub(super) const PRICE: Roles = 1 << 6;
    /// Before "sell": other products.
    pub(super) const CROSS: Roles = 1 << 7;
    pub(super) const SELL: Roles = 1 << 8;
}

fn roles_of(word: &[u8]) -> Roles {
    match word {
        b"cart" | b"basket" => role::CART,
        b"mini" | b"header" | b"side" | b"ajax" | b"shopping" => role::MINI,
        b"drawer" | b"sidebar" | b"flyout" | b"subtotal" | b"popup" | b"modal" | b"preview" | b"widget"
        | b"notification" | b"count" | b"contents" | b"summary" | b"total" => role::BOX,
        b"sr" | b"screen" | b"visually" => role::SCREEN,
        b"only" | b"reader" => role::READER,
        b"list" | b"regular" | b"normal" | b"standard" | b"rrp" => role::LIST,
        b"price" | b"preis" | b"prix" => role::PRICE,
        b"cross" | b"up" => role::CROSS,
        b"sell" | b"selling" | b"sells" => role::SELL,
        _ => 0,
    }
}

/// Two words that mean something together.
const TOGETHER: [(Roles, Roles, Flags); 4] = [
    (role::SCREEN, role::READER, flag::HIDDEN),
    (role::MINI, role::CART, flag::CART),
    (role::LIST, role::PRICE, flag::OLD),
    (role::CROSS, role::SELL, flag::RELATED),
];

/// The flags of the words of a class or an id, split at signs and at capitals ("productPrice_old").
pub(in crate::detect) fn flags_of(names: &str) -> Flags {
    let mut flags = 0;
    let (mut last, mut all): (Roles, Roles) = (0, 0);
    let mut buffer = [0u8; 24];
    let mut len = 0;
    let mut of_product = false;
    let mut before = b' ';
    for b in names.bytes().chain([b' ']) {
        let letter = b.is_ascii_alphabetic();
        let camel = b.is_ascii_uppercase() && before.is_ascii_lowercase();
        before = b;
        if (!letter || camel) && len > 0 {
            let token = buffer.get(..len).unwrap_or_default();
            let said = flags_of_word(token);
            // "product-header", "prod-buy-header__title": the head of the thing, not of the site.
            flags |= if of_product { said & !flag::HEADER } else { said };
            of_product |= said & flag::PRODUCT != 0;
            let own = roles_of(token);
            for (first, second, means) in TOGETHER {
                flags |= if last & first != 0 && own & second != 0 { means } else { 0 };
            }
            last = own;
            all |= own;
            len = 0;
        }
        of_product &= !b.is_ascii_whitespace();
        if letter && len < buffer.len() {
            buffer[len] = b.to_ascii_lowercase();
            len += 1;
        }
    }
    if all & role::CART != 0 && all & role::BOX != 0 {
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
