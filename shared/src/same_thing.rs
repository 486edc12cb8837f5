//! When two addresses of one shop show the same thing in the same choice: by the GTIN, or by the shop's own number. So that what
//! was saved is known again where its shop lists it a second time. In doubt they are two things, and nothing is joined.

use crate::find::Find;
use crate::join::joined;
use crate::order;
use crate::product::VariantOption;
use crate::product_url;

/// Between the parts of a key: no page says it.
const BETWEEN: &str = "\u{1f}";

/// What a page tells of the thing that it sells.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The page's address, its own canonical one where that counts ([`product_url::own_address`]).
    pub url: &'a str,
    /// Its title, as the page says it.
    pub title: &'a str,
    /// Its GTIN, the check digit right.
    pub gtin: Option<&'a str>,
    /// The shop's number for it.
    pub sku: Option<&'a str>,
    /// The options that are chosen.
    pub variant: &'a [VariantOption],
}

impl Told<'_> {
    /// The key that is the same on every page of this shop that sells this thing; `None` where there is nothing to tell it by.
    ///
    /// Options are part of it, and so is all that the address chooses behind its question mark: variants often share a number, and
    /// many shops choose them there. Both numbers are, so that a page that contradicts another is another thing. A shop's own number
    /// names less than a GTIN (often all variants, sometimes the box that it stands in), so with it alone the title counts too.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        let page = product_url::identity_key(self.url)?;
        let gtin = self.gtin.map(gtin14).unwrap_or_default();
        let sku = self.sku.map(str::trim).unwrap_or_default();
        if gtin.is_empty() && (sku.is_empty() || self.title.trim().is_empty()) {
            return None;
        }
        let choice = page.parted("?").map_or("", |(_, choice)| choice);
        let title = if gtin.is_empty() { self.title.trim() } else { "" };
        let shop = product_url::shop(self.url);
        Some(joined(&[shop, &gtin, sku, choice, title, &options(self.variant)], BETWEEN))
    }

    /// The key that is the same in every shop; `None` without a GTIN.
    #[must_use]
    pub fn key_anywhere(&self) -> Option<String> {
        Some(joined(&[&gtin14(self.gtin?), &options(self.variant)], BETWEEN))
    }
}

/// Begins the sign by which a thing is known at its shop.
pub const AT_SHOP: &str = "t ";
/// Begins the sign by which a thing is known in every shop.
pub const ANYWHERE: &str = "g ";

/// Begins the sign of a page by its address alone, whatever it calls itself and whatever its options.
pub const ADDRESS: &str = "u ";

/// The key of a page in a device's index of saved pages: its address and its options, as the server tells pages apart. `None` where
/// it is no address of the web.
#[must_use]
pub fn page_key(url: &str, variant: &[VariantOption]) -> Option<String> {
    let mut key = product_url::identity_key(url)?;
    let mut options: Vec<(&str, &str)> =
        variant.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
    order::few(&mut options, |one, other| one < other);
    for (name, value) in options {
        key.push_str(&joined(&[BETWEEN, name, BETWEEN, value], ""));
    }
    Some(key)
}

/// The sign of a page by its address alone ([`product_url::identity_key`]).
#[must_use]
pub fn sign_of_address(address: &str) -> String {
    joined(&[ADDRESS, address], "")
}

/// By what else a page that is saved is known on a device than by its own key (its address as [`product_url::identity_key`] has it,
/// then its options, each part after a [`BETWEEN`]): the thing at this shop and in this choice, the thing in any shop. What the page
/// does not say is empty. It is the rule of [`Told`], and nothing of it is compared with a key of that.
#[must_use]
pub fn signs(page: &str, title: &str, gtin: &str, sku: &str) -> Vec<String> {
    let (title, sku) = (title.trim(), sku.trim());
    let from = |stops: &[u8]| page.bytes().position(|byte| stops.contains(&byte)).unwrap_or(page.len());
    let options = page.get(from(b"\x1f")..).unwrap_or_default();
    let choice = page.get(from(b"?\x1f")..).unwrap_or_default();
    let shop = page.get(..from(b"/?\x1f")).unwrap_or_default();
    if !gtin.is_empty() {
        let gtin = gtin14(gtin);
        let anywhere = joined(&[ANYWHERE, &gtin, options], "");
        return vec![joined(&[AT_SHOP, shop, BETWEEN, &gtin, BETWEEN, sku, BETWEEN, choice], ""), anywhere];
    }
    if sku.is_empty() || title.is_empty() {
        return Vec::new();
    }
    vec![joined(&[AT_SHOP, shop, BETWEEN, sku, BETWEEN, title, BETWEEN, choice], "")]
}

/// The same GTIN in its longest form, as all its lengths are one number.
fn gtin14(gtin: &str) -> String {
    let missing = 14_usize.saturating_sub(gtin.len());
    joined(&["00000000000000".get(..missing).unwrap_or_default(), gtin], "")
}

/// The options, in whatever order they were named. Two shops call them differently, so only one shop's are compared by name.
fn options(variant: &[VariantOption]) -> String {
    let mut options: Vec<String> = variant.iter().map(|one| joined(&[&one.name, &one.value], BETWEEN)).collect();
    order::few(&mut options, |one, other| one < other);
    joined(&options, BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MUG: Told<'_> = Told {
        url: "https://shop.example/mugs/blue-mug",
        title: "Blue mug",
        gtin: Some("4006381333931"),
        sku: Some("MUG-1"),
        variant: &[],
    };
    const BARE: Told<'_> = Told { gtin: None, ..MUG };
    const ELSEWHERE: &str = "https://www.shop.example/sale/blue-mug/?utm_source=mail";

    fn option(name: &str, value: &str) -> VariantOption {
        VariantOption { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn another_address_of_the_shop_is_the_same_thing() {
        for told in [MUG, BARE, Told { sku: None, ..MUG }] {
            let again = Told { url: ELSEWHERE, ..told };
            assert!(told.key().is_some_and(|key| again.key() == Some(key)), "{told:?}");
            let mobile = Told { url: "https://m.shop.example/sale/blue-mug", ..told };
            assert_eq!(told.key(), mobile.key());
        }
        assert_eq!(MUG.key(), Told { gtin: Some("04006381333931"), title: "Mug, blue", ..MUG }.key());
    }

    #[test]
    fn what_may_be_another_choice_is_another_thing() {
        let (blue, red) = ([option("Colour", "Blue")], [option("Colour", "Red")]);
        for told in [MUG, BARE] {
            let others = [
                Told { variant: &blue, ..told },
                Told { url: "https://shop.example/mugs/blue-mug?colour=red", ..told },
                Told { url: "https://other.example/mugs/blue-mug", ..told },
                Told { sku: Some("MUG-2"), ..told },
                Told { sku: None, gtin: Some("4006381333931"), ..BARE },
                Told { gtin: Some("96385074"), ..told },
            ];
            for other in others {
                assert_ne!(told.key(), other.key(), "{other:?}");
            }
            assert_ne!(Told { variant: &blue, ..told }.key(), Told { variant: &red, ..told }.key());
        }
        // One number on the pages of two colours, without a word of the choice.
        assert_ne!(BARE.key(), Told { url: "https://shop.example/mugs/red-mug", title: "Red mug", ..BARE }.key());
    }

    #[test]
    fn options_are_the_same_in_whatever_order_they_are_named() {
        let (one, other) =
            ([option("Colour", "Blue"), option("Size", "L")], [option("Size", "L"), option("Colour", "Blue")]);
        assert_eq!(Told { variant: &one, ..MUG }.key(), Told { variant: &other, ..MUG }.key());
    }

    #[test]
    fn a_page_has_the_signs_of_its_thing() {
        let (gtin, long) = ("4006381333931", "04006381333931");
        let of = |page: &str, gtin: &str, sku: &str| signs(page, "Blue mug", gtin, sku);
        assert!(of("shop.example/mug", "", "").is_empty());
        assert!(signs("shop.example/mug", " ", "", "MUG-1").is_empty());
        for (gtin, again) in [("", ""), (gtin, long)] {
            let mug = of("shop.example/mug", gtin, "MUG-1");
            assert_eq!(mug, of("shop.example/sale/mug", again, " MUG-1 "));
            assert!(mug[0].starts_with(AT_SHOP), "{mug:?}");
            for (page, sku) in [
                ("shop.example/mug?colour=red", "MUG-1"),
                ("shop.example/mug\u{1f}Colour\u{1f}Red", "MUG-1"),
                ("other.example/mug", "MUG-1"),
                ("shop.example/mug", "MUG-2"),
            ] {
                assert_ne!(mug[0], of(page, gtin, sku)[0], "{page} {sku}");
            }
        }
        let anywhere = |page| of(page, gtin, "MUG-1").get(1).cloned();
        assert_eq!(anywhere("shop.example/mug?a=1"), anywhere("other.example/cups/7"));
        assert!(anywhere("shop.example/mug").is_some_and(|sign| sign.starts_with(ANYWHERE)));
        assert_ne!(anywhere("shop.example/mug"), anywhere("shop.example/mug\u{1f}Colour\u{1f}Red"));
    }

    #[test]
    fn without_a_number_nothing_is_said() {
        assert_eq!(Told { sku: None, ..BARE }.key(), None);
        assert_eq!(Told { sku: Some(" "), ..BARE }.key(), None);
        assert_eq!(Told { title: "", ..BARE }.key(), None);
        assert_eq!(Told { url: "about:blank", ..MUG }.key(), None);
    }

    #[test]
    fn a_gtin_is_known_in_every_shop_and_a_number_of_a_shop_in_none_but_its_own() {
        let there =
            Told { url: "https://other.example/b", title: "Mug", sku: Some("77"), gtin: Some("04006381333931"), ..MUG };
        assert_eq!(MUG.key_anywhere(), there.key_anywhere());
        assert_ne!(MUG.key_anywhere(), Told { variant: &[option("Colour", "Blue")], ..there }.key_anywhere());
        assert_eq!(BARE.key_anywhere(), None);
    }
}
