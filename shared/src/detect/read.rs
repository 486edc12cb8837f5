//! The order of things: regions, markup, the page's own product, what a person sees, the merge, the verdict.

use super::choose::{Choice, choose};
use super::found::{Found, Markup};
use super::merge;
use super::page_kind::{self, Case};
use super::text::clean;
use super::trace::{Trace, Weights};
use super::{
    DetectedProduct, Detection, Field, Source, Verdict, chosen, json_ld, microdata, open_graph, rdfa, region, state,
    stores, units, visible,
};
use crate::find::Find;
use crate::money::Currency;
use crate::page::{PageEvidence, Tag};
use crate::price_text::Hints;
use crate::product::VariantOption;
use crate::product_url;

/// From which confidence on a page is [`Verdict::Sure`]: of the title, the price with its currency, the picture.
/// The pages point out what lies below.
pub const SURE: (f64, f64, f64) = (0.9, 0.975, 0.85);
/// From which likelihood of being a product page on it may be [`Verdict::Sure`].
const SURE_PAGE: f32 = 0.8;

pub(super) fn read(page: &PageEvidence, weights: &Weights) -> (Detection, Trace) {
    let languages = region::languages(page);
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let host = product_url::host(&page.url);
    let open = Hints::new(None, &languages, host);
    let mut markup = json_ld::read(page, &open);
    markup.join(microdata::read(page, &open));
    markup.join(rdfa::read(page, &open));
    let graph = open_graph::read(page, &open);
    let choice = choose(page, std::mem::take(&mut markup.products), &headings(page));
    let declared = declared(&choice.mains).or_else(|| graph.found.offers.iter().find_map(|offer| offer.currency));
    let hints = Hints::new(declared, &languages, host);
    let mut names: Vec<&str> = choice.mains.iter().filter_map(|found| found.title.as_deref()).collect();
    names.extend(graph.found.title.as_deref());
    let seen = visible::read(page, &hints, &names);
    let mut mains = choice.mains.clone();
    let own_address = chosen::narrow(&mut mains, &seen.options, page);
    let og_price = graph.found.has_price();
    names.extend(seen.headings.iter().take(3).map(|heading| heading.text.as_str()));
    let state = state::read(page, &hints, &names);
    mains.push(graph.found);
    mains.extend(state);
    mains.extend(stores::read(page, &hints, &mains, &seen));
    units::settle(&mut mains, &seen, &hints);
    let prices = merge::prices(&mains, &seen, &hints, &page.url, &weights.price);
    let images = merge::images(page, &mains, &seen, &weights.image);
    let titled = merge::title(page, &mains, &seen, &weights.title);
    let case = Case {
        page,
        markup: &markup,
        choice: &choice,
        seen: &seen,
        prices: &prices,
        og_product: graph.says_product,
        og_price,
        og_other: graph.says_other,
        has_image: images.image.is_some(),
    };
    let signs = page_kind::signs(&case);
    let likely = page_kind::likelihood(&case, &signs, &weights.page);
    let is_product = likely >= page_kind::THRESHOLD;
    let mut notes = markup.notes.clone();
    notes.extend(prices.notes.iter().cloned());
    if page.truncated {
        notes.push("page: too large, read in part".to_owned());
    }
    notes.truncate(20);
    let trace = Trace {
        page: signs,
        title: titled.as_ref().map(|(_, signs)| *signs),
        price: prices.signs,
        image: images.signs,
    };
    let title = titled.map(|(title, _)| title);
    let product = if is_product {
        DetectedProduct {
            title,
            price: prices.price,
            list_price: prices.list_price,
            image: images.image,
            availability: merge::availability(&mains, &seen),
            brand: merge::brand(&mains, &seen),
            sku: merge::sku(&mains, &seen, &page.url),
            variant: if seen.options.is_empty() { shown_variant(&mains) } else { seen.options.clone() },
            ..others(&choice, &mains, &markup)
        }
    } else {
        DetectedProduct { title, image: images.image, ..DetectedProduct::default() }
    };
    let detection = Detection {
        page: verdict(likely, &product, prices.doubtful),
        page_confidence: merge::share(likely),
        product,
        canonical_url: own_address.or_else(|| canonical(page)),
        prices: prices.candidates,
        images: images.candidates,
        notes,
    };
    (detection, trace)
}

fn verdict(likely: f32, product: &DetectedProduct, doubtful: bool) -> Verdict {
    if likely < page_kind::THRESHOLD {
        return Verdict::NotProduct;
    }
    let title = product.title.as_ref().is_some_and(|field| field.confidence >= SURE.0);
    let price = product.price.as_ref().is_some_and(|field| field.confidence >= SURE.1 && field.value.money().is_some());
    let image = product.image.as_ref().is_some_and(|field| field.confidence >= SURE.2);
    if likely >= SURE_PAGE && title && price && image && !doubtful { Verdict::Sure } else { Verdict::Check }
}

/// Fields that only markup gives.
fn others(choice: &Choice, mains: &[Found], markup: &Markup) -> DetectedProduct {
    let crumb = markup.breadcrumb.iter().rev().find(|name| {
        !choice
            .mains
            .iter()
            .any(|found| found.title.as_deref().is_some_and(|title| super::text::likeness(title, name) > 700))
    });
    let by_crumb =
        crumb.map(|name| Field { value: name.clone(), source: Source::JsonLd, confidence: merge::confidence(800) });
    DetectedProduct {
        gtin: merge::first(mains, |found| found.gtin.as_ref(), 970),
        description: merge::first(mains, |found| found.description.as_ref(), 900),
        category: merge::first(mains, |found| found.category.as_ref(), 850).or(by_crumb),
        rating: merge::first(mains, |found| found.rating.as_ref(), 900),
        ..DetectedProduct::default()
    }
}

fn shown_variant(mains: &[Found]) -> Vec<VariantOption> {
    mains.iter().map(|found| &found.variant).find(|variant| !variant.is_empty()).cloned().unwrap_or_default()
}

/// The currency that most of the markup's own prices carry.
fn declared(mains: &[Found]) -> Option<Currency> {
    mains.iter().flat_map(|found| &found.offers).find_map(|offer| offer.currency)
}

/// Texts that name the page: its title and its first headings.
fn headings(page: &PageEvidence) -> Vec<String> {
    let mut out = vec![clean(&page.title, 500)];
    for (at, node) in page.nodes().iter().enumerate() {
        if node.tag == Tag::H1 {
            out.push(page.joined_text(at, 300));
        }
        if out.len() > 4 {
            break;
        }
    }
    out.retain(|text| !text.is_empty());
    out
}

/// The page's own address for itself if it is of the same shop, else the address as loaded.
fn canonical(page: &PageEvidence) -> Option<String> {
    let declared = page.links.iter().find(|link| link.rel.parts(" ").any(|rel| rel == "canonical"));
    let declared = declared.and_then(|link| product_url::resolve(&page.base, &link.href));
    let own_host = product_url::host(&page.url);
    let declared = declared.filter(|url| {
        let same_host = own_host.is_empty() || own_host.ends_with(".invalid") || product_url::host(url) == own_host;
        // A canonical address that is the front page is a template's mistake.
        same_host && (product_url::path(url).len() > 1 || product_url::path(&page.url).len() <= 1)
    });
    declared.and_then(|url| product_url::canonical(&url)).or_else(|| product_url::canonical(&page.url))
}
