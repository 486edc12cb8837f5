//! The one variant that is chosen on the page, out of those that markup or state tells apart: its price, number, stock and picture.

use super::found::Found;
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::page::PageEvidence;
use crate::product::VariantOption;
use crate::product_url;

/// Leaves of each product that knows its variants the chosen one, and gives the address of the page with it chosen.
pub(super) fn narrow(mains: &mut [Found], options: &[VariantOption], page: &PageEvidence) -> Option<String> {
    let mut address = None;
    for found in mains {
        let Some(at) = by_options(found, options).or_else(|| by_address(found, page)) else { continue };
        let variant = found.variants.swap_remove(at);
        if !variant.offers.is_empty() {
            found.offers = variant.offers;
        }
        found.availability = variant.availability.or(found.availability);
        found.sku = variant.sku.or(found.sku.take());
        found.gtin = variant.gtin.or(found.gtin.take());
        if !variant.images.is_empty() {
            found.images = variant.images;
        }
        if !variant.variant.is_empty() {
            found.variant = variant.variant;
        }
        found.range_of_many = false;
        address = address.or_else(|| own_address(variant.url.as_deref()?, page));
    }
    address
}

/// The one variant that has each chosen value; none where several have.
fn by_options(found: &Found, options: &[VariantOption]) -> Option<usize> {
    let told = |option: &&VariantOption| {
        found.variants.iter().any(|variant| variant.variant.iter().any(|own| same(&own.value, &option.value)))
    };
    let known: Vec<&VariantOption> = options.iter().filter(told).collect();
    let fits =
        |variant: &Found| known.iter().all(|option| variant.variant.iter().any(|own| same(&own.value, &option.value)));
    let mut fitting = (0..found.variants.len()).filter(|at| found.variants.get(*at).is_some_and(fits));
    fitting.next().filter(|_| !known.is_empty() && fitting.next().is_none())
}

/// The variant whose own address is this page's, where an address tells variants apart.
fn by_address(found: &Found, page: &PageEvidence) -> Option<usize> {
    let mut own = (0..found.variants.len()).filter(|at| {
        let url = found.variants.get(*at).and_then(address_of);
        let url = url.and_then(|url| product_url::resolve(&page.base, url));
        url.is_some_and(|url| product_url::canonical(&url) == product_url::canonical(&page.url))
    });
    own.next().filter(|_| own.next().is_none())
}

/// A variant's address, its own or its offer's.
fn address_of(variant: &Found) -> Option<&str> {
    variant.url.as_deref().or_else(|| variant.offers.first().and_then(|offer| offer.url.as_deref()))
}

fn same(one: &str, other: &str) -> bool {
    lower_case(one.trim()) == lower_case(other.trim())
}

/// The variant's address where it is the page's own with something chosen.
fn own_address(url: &str, page: &PageEvidence) -> Option<String> {
    let url = product_url::canonical(&product_url::resolve(&page.base, url)?)?;
    let here = product_url::host(&url) == product_url::host(&page.url)
        && product_url::path(&url) == product_url::path(&page.url);
    (here && url.holds("?")).then_some(url)
}
