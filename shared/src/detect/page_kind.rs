//! Is this the page of one product? A score of its own: markup is evidence, not proof.

use super::choose::Choice;
use super::found::{Found, Markup};
use super::merge::Prices;
use super::text::words;
use super::visible::Seen;
use crate::page::PageEvidence;
use crate::product_url;

/// Everything that speaks for or against a product page.
pub(super) struct Case<'c> {
    pub(super) page: &'c PageEvidence,
    pub(super) markup: &'c Markup,
    pub(super) choice: &'c Choice,
    pub(super) seen: &'c Seen,
    pub(super) prices: &'c Prices,
    pub(super) og_product: bool,
    /// The meta elements give a price.
    pub(super) og_price: bool,
    pub(super) og_other: bool,
    pub(super) has_image: bool,
}

/// Points from which a page is a product page.
pub(super) const THRESHOLD: i32 = 50;

/// Adds up the points; the names of what counted go to `notes` of those who look into it.
pub(super) fn points(case: &Case<'_>) -> i32 {
    let mut points = 0;
    let main = case.choice.mains.iter().find(|found| found.source != super::Source::OpenGraph);
    if let Some(main) = main {
        points += markup_points(main, case);
    }
    points += if case.og_product { 22 } else { 0 };
    points += if case.og_price { 22 } else { 0 };
    points += if case.og_price && case.og_product && main.is_none() { 20 } else { 0 };
    // Where nothing in the markup says so, the page must look all the more like one.
    points -= if main.is_none() && !case.og_product { 8 } else { 0 };
    points -= if case.og_other && main.is_none() { 15 } else { 0 };
    points += match case.seen.buys.len() {
        0 => 0,
        1..=4 => 25,
        _ => 12,
    };
    points += match case.prices.best_shown {
        80.. => 28,
        60.. => 20,
        45.. => 10,
        _ => 0,
    };
    if case.prices.price.is_none() {
        points -= 20;
    }
    if case.seen.headings.first().is_some_and(|heading| heading.score >= 60) {
        points += 10;
    } else if case.seen.headings.is_empty() {
        points -= 10;
    }
    points += if case.has_image { 5 } else { -10 };
    points += if case.seen.availability.is_some() { 6 } else { 0 };
    points -= if case.seen.list_buys >= 5 { 12 } else { 0 };
    points -= if case.markup.list_page { 35 } else { 0 };
    points -= if case.markup.list_len >= 4 && main.is_none() { 30 } else { 0 };
    points -= if case.markup.other_kind && main.is_none() { 30 } else { 0 };
    if main.is_none() || case.choice.fit < 60 {
        points -= crowd_points(case.seen);
    }
    points + address_points(case.page)
}

fn markup_points(main: &Found, case: &Case<'_>) -> i32 {
    let mut points = if main.has_price() { 45 } else { 22 };
    if case.choice.fit >= 40 {
        points += 20;
    }
    if main.range_of_many && case.seen.buys.is_empty() {
        points -= 30;
    }
    if case.choice.fit < 15 {
        points -= 30;
    }
    if case.choice.equals >= 3 && case.choice.fit < 60 {
        points -= 25;
    }
    points
}

/// Many prices that look alike, none of them above the others: a list.
fn crowd_points(seen: &Seen) -> i32 {
    let usable = seen.prices.iter().filter(|price| !price.elsewhere).count();
    let linked = seen.prices.iter().filter(|price| price.elsewhere).count();
    let mut points = 0;
    let best = seen.prices.iter().filter(|price| !price.elsewhere).max_by_key(|price| price.score);
    points += match best.map_or(0, |best| best.like_it) {
        0..=3 => 0,
        4..=6 => 25,
        _ => 40,
    };
    if usable >= 12 && seen.buys.is_empty() {
        points += 15;
    }
    if linked >= 12 && seen.buys.is_empty() {
        points += 10;
    }
    points
}

/// What the address says: the front page, a cart, a search, an account.
fn address_points(page: &PageEvidence) -> i32 {
    let path = product_url::path(&page.url);
    if page.url.is_empty() || product_url::host(&page.url).ends_with(".invalid") && path.len() <= 1 {
        return 0;
    }
    if path.len() <= 1 && !page.url.contains('?') {
        return -45;
    }
    let words = words(path);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let mut points = 0;
    if has(&[
        "cart",
        "basket",
        "checkout",
        "login",
        "signin",
        "account",
        "register",
        "search",
        "warenkorb",
        "suche",
        "orders",
        "wishlist",
        "bag",
    ]) {
        points -= 40;
    }
    if has(&[
        "product", "products", "produkt", "produit", "producto", "item", "dp", "p", "artikel", "tovar", "prod",
        "detail",
    ]) {
        points += 10;
    }
    if has(&[
        "blog",
        "news",
        "article",
        "articles",
        "category",
        "categories",
        "kategorie",
        "tag",
        "author",
        "help",
        "faq",
    ]) {
        points -= 12;
    }
    points
}
