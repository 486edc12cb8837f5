//! The things that a page of many offers, for a save of several at once: each with its name, address, picture and price.
//! By what a person sees, since lists are marked up even less than products: a card is the largest box that leads to one page.
//! It never says what kind of page it is: [`super::detect`] does, and a caller asks here where that is no product.

use super::visible::{Sighting, Zones, picture_address, sightings_of};
use super::{PriceText, region};
use crate::find::Find;
use crate::page::{Name, PageEvidence, Tag};
use crate::price_text::Hints;
use crate::product::PriceKind;
use crate::product_url::{host, identity_key, resolve};

/// One thing of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// What it is called.
    pub title: String,
    /// Its own page, absolute http(s), on the same host.
    pub url: String,
    /// Its picture, absolute http(s).
    pub image: Option<String>,
    /// What one pays now.
    pub price: Option<PriceText>,
}

/// More are not given.
pub const MOST: usize = 200;

/// Nodes of the largest card.
const CARD: usize = 160;

/// The things that the page lists, in its order; none where it lists fewer than two.
#[must_use]
pub fn items(page: &PageEvidence) -> Vec<ListItem> {
    let languages = region::languages(page);
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let hints = Hints::new(None, &languages, host(&page.url));
    let zones = Zones::read(page);
    let prices = sightings_of(page, &zones, &hints);
    let mut known: Vec<String> = Vec::new();
    let mut out: Vec<ListItem> = Vec::new();
    for sighting in prices.iter().filter(|sighting| is_paid(sighting)) {
        let Some((card, url)) = card(page, sighting.node) else { continue };
        let Some(key) = identity_key(&url).filter(|key| !known.contains(key)) else { continue };
        let Some(title) = title(page, card) else { continue };
        let image = page.below(card).filter(|at| page.tag(*at) == Tag::Img).find_map(|at| picture_address(page, at));
        let image = image.and_then(|image| resolve(&page.base, image));
        let price = best(page, card, &prices, &hints);
        known.push(key);
        out.push(ListItem { title, url, image, price });
        if out.len() >= MOST {
            break;
        }
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// A price that one pays now, reduced or not.
fn is_paid(sighting: &Sighting) -> bool {
    matches!(sighting.kind, PriceKind::Current | PriceKind::Sale)
}

/// The largest box around a price whose links lead to one other page of the shop, and that page.
fn card(page: &PageEvidence, price: usize) -> Option<(usize, String)> {
    let mut found = None;
    for up in page.ancestors(price).take_while(|up| page.below(*up).len() <= CARD) {
        let own = std::iter::once(up).chain(page.below(up)).filter_map(|at| leads_to(page, at));
        let mut pages: Vec<(String, String)> = Vec::new();
        for url in own {
            let Some(key) = identity_key(&url) else { continue };
            if !pages.iter().any(|(known, _)| *known == key) {
                pages.push((key, url));
            }
        }
        match pages.len() {
            0 => {}
            1 => found = pages.pop().map(|(_, url)| (up, url)),
            _ => break,
        }
    }
    found
}

/// Parts of addresses that do something with a thing instead of showing it.
const DEEDS: [&str; 6] = ["add-to-cart", "add_to", "/cart", "wishlist", "compare", "#"];

/// The page of the same shop to which a link leads.
fn leads_to(page: &PageEvidence, at: usize) -> Option<String> {
    let href = page.attribute(at, Name::Href).filter(|_| page.tag(at) == Tag::A)?;
    let url = resolve(&page.base, href).filter(|_| !DEEDS.iter().any(|deed| href.holds(deed)))?;
    let picture = [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| url.ends_with(end));
    let other = identity_key(&url) != identity_key(&page.url);
    (!picture && other && host(&url) == host(&page.url)).then_some(url)
}

/// A heading in the card, else the longest single text of its links, else what its picture is called.
fn title(page: &PageEvidence, card: usize) -> Option<String> {
    let named = |at: usize| {
        let text = page.joined_text(at, 300);
        (text.chars().filter(|c| c.is_alphabetic()).count() >= 2).then_some(text)
    };
    let all = || std::iter::once(card).chain(page.below(card));
    let heading = all().filter(|at| matches!(page.tag(*at), Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5)).find_map(named);
    let links = || all().filter(|at| leads_to(page, *at).is_some());
    let texts = || links().flat_map(|at| page.below(at)).filter(|at| page.tag(*at) == Tag::Text);
    let link = || texts().filter_map(named).max_by_key(String::len);
    let alt = || all().filter_map(|at| page.attribute(at, Name::Alt)).find(|alt| !alt.trim().is_empty());
    heading.or_else(link).or_else(|| alt().map(|alt| alt.trim().to_owned()))
}

/// The price of a card that stands best for what one pays now.
fn best(page: &PageEvidence, card: usize, prices: &[Sighting], hints: &Hints) -> Option<PriceText> {
    let inside = |sighting: &&Sighting| sighting.node == card || page.below(card).contains(&sighting.node);
    let own = prices.iter().filter(inside).filter(|sighting| is_paid(sighting));
    let mut best: Option<&Sighting> = None;
    for sighting in own {
        if best.is_none_or(|known| sighting.score > known.score) {
            best = Some(sighting);
        }
    }
    let best = best?;
    Some(PriceText { amount: best.amount.clone(), currency: best.currency.or_else(|| hints.unsigned()) })
}
