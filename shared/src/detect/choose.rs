//! Which of the products in the markup is the page's own.

use super::found::{Found, Place};
use super::text::{contained_words, likeness, likeness_words, words};
use crate::find::Find;
use crate::order;
use crate::page::PageEvidence;
use crate::product_url::identity_key;

/// The page's own product of each source, and how many others stand beside it as equals.
pub(super) struct Choice {
    /// The best first.
    pub(super) mains: Vec<Found>,
    /// How well the first fits the page's address and title, 0 to 100.
    pub(super) fit: i32,
    /// Different products on the same level.
    pub(super) equals: usize,
}

/// Chooses; `headings` are the texts of `h1` and the page's title.
pub(super) fn choose(page: &PageEvidence, products: Vec<Found>, headings: &[String]) -> Choice {
    let key = identity_key(&page.url);
    let headings: Vec<Vec<String>> = headings.iter().map(|heading| words(heading)).collect();
    let mut titles: Vec<Vec<String>> = Vec::new();
    for found in products.iter().filter(|found| found.place != Place::Aside) {
        let Some(title) = found.title.as_deref().map(words) else { continue };
        if !titles.iter().any(|known| likeness_words(known, &title) > 700) {
            titles.push(title);
        }
    }
    let equals = titles.len().saturating_sub(1);
    let mut judged: Vec<(i32, i32, Found)> = products
        .into_iter()
        .map(|found| {
            let fit = fit(page, &found, key.as_deref(), &headings);
            let place = match found.place {
                Place::Top => 40,
                Place::List => 0,
                Place::Aside => -60,
            };
            let richness = i32::from(found.has_price()) * 15 + i32::from(!found.images.is_empty()) * 5;
            (place + fit + richness, fit, found)
        })
        .collect();
    order::by_key_falling(&mut judged, |(score, _, _)| i64::from(*score));
    let mut mains: Vec<Found> = Vec::new();
    let mut best_fit = 0;
    for (score, fit, found) in judged {
        if score < 20 || mains.iter().any(|known| known.source == found.source && !same(known, &found)) {
            continue;
        }
        if mains.is_empty() {
            best_fit = fit;
        }
        mains.push(found);
        if mains.len() >= 6 {
            break;
        }
    }
    order::by_key(&mut mains, |found| found.source as i64);
    Choice { mains, fit: best_fit, equals }
}

/// The same product told twice, by two plugins of one shop.
fn same(a: &Found, b: &Found) -> bool {
    match (&a.title, &b.title) {
        (Some(a), Some(b)) => likeness(a, b) > 600,
        _ => true,
    }
}

fn fit(page: &PageEvidence, found: &Found, key: Option<&str>, headings: &[Vec<String>]) -> i32 {
    let mut fit = 0;
    let own = found
        .url
        .as_deref()
        .and_then(|url| crate::product_url::resolve(&page.base, url))
        .and_then(|url| identity_key(&url));
    if let (Some(own), Some(key)) = (own, key) {
        let path = |key: &str| key.up_to("?").to_owned();
        if own == key || path(&own) == path(key) {
            fit += 25;
        }
    }
    if let Some(title) = found.title.as_deref().map(words) {
        let best = headings
            .iter()
            .map(|heading| contained_words(&title, heading).max(contained_words(heading, &title) * 9 / 10))
            .max()
            .unwrap_or(0);
        fit += i32::try_from(best).unwrap_or(0) * 50 / 1000;
    }
    let heading_inside =
        found.node.is_some_and(|node| page.below(node).any(|below| page.tag(below) == crate::page::Tag::H1));
    fit + if heading_inside { 25 } else { 0 }
}
