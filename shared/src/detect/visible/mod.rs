//! What a person sees: the heading, the price near it, the button to buy, the main picture, the stock text.
//! It works with no markup at all, and is the witness against markup that is wrong.
//! It never knows a shop: only words that shops of many countries share, and where things stand.

mod buy;
mod furniture;
mod image;
mod judge;
mod label;
mod lead;
mod lexicon;
mod makers;
mod named;
mod options;
mod picture_address;
mod place;
mod price;
mod related;
mod stock;
mod title;
pub(super) mod words;
mod zones;

use self::words::flag;
pub(super) use self::zones::Zones;
use crate::find::Find;
use crate::page::{Name, PageEvidence, Tag, cut};
use crate::price_text::Hints;
use crate::product::{Availability, VariantOption};

pub(super) use furniture::{Furniture, is_for_a_time, names_other_page};
pub(super) use image::Picture;
pub(super) use label::maker;
pub(super) use named::Named;
pub(super) use picture_address::{address_key, is_junk_address, picture_address};
pub(super) use price::Sighting;
pub(super) use stock::says as stock_in;
pub(super) use title::{Heading, title_parts};

/// All that was seen.
pub(super) struct Seen {
    /// Headings that may be the name, the best first.
    pub(super) headings: Vec<Heading>,
    /// Prices in page order.
    pub(super) prices: Vec<Sighting>,
    /// Pictures, the best first.
    pub(super) pictures: Vec<Picture>,
    /// Controls that put the page's one product into a cart.
    pub(super) buys: Vec<usize>,
    /// How many such controls stand in cards of a list.
    pub(super) list_buys: usize,
    pub(super) availability: Option<Availability>,
    /// Number and maker.
    pub(super) named: Named,
    /// What stands around the thing.
    pub(super) furniture: Furniture,
    /// What is chosen now of what the product comes in.
    pub(super) options: Vec<VariantOption>,
}

/// Points from which a heading is the product's: it is an `h1` and the page's title agrees.
const SURE_HEADING: i32 = 55;

/// Looks at the page as a person does. `names` are what markup calls the product, the most trusted first.
pub(super) fn read(page: &PageEvidence, hints: &Hints, names: &[&str]) -> Seen {
    let mut zones = Zones::read(page);
    let headings = title::headings(page, &zones, names);
    if let Some(heading) = headings.first().filter(|heading| heading.score >= SURE_HEADING) {
        zones.open_header(page, heading.node);
    }
    let (buys, list_buys) = buy::controls(page, &zones);
    let anchor = headings.first().map(|heading| heading.node);
    let prices = price::sightings(page, &zones, hints, anchor, &buys);
    let name = headings.first().map(|heading| heading.text.as_str()).or(names.first().copied()).unwrap_or("");
    let pictures = image::pictures(page, &zones, name, anchor);
    let availability = stock::availability(page, &zones, anchor, &buys);
    let named = named::named(page, &zones, headings.first());
    let furniture = furniture::furniture(page, &zones);
    let options = options::chosen(page, &zones, anchor, &buys);
    Seen { headings, prices, pictures, buys, list_buys, availability, named, furniture, options }
}

/// The prices of a page where none is its own: those of its cards.
pub(super) fn sightings_of(page: &PageEvidence, zones: &Zones, hints: &Hints) -> Vec<Sighting> {
    price::sightings(page, zones, hints, None, &[])
}

/// The text of an element that holds a price: cents in a `sup` get their point, and numbers of different elements stay apart.
pub(super) fn price_text_of(page: &PageEvidence, at: usize) -> String {
    if page.tag(at) == Tag::Text {
        return page.text(at).trim().to_owned();
    }
    let mut out = String::new();
    let mut last_parent = None;
    for below in page.below(at) {
        let text = page.text(below);
        if text.is_empty() {
            if page.tag(below).is_block() && !out.is_empty() && !out.ends_with(" ") {
                out.push(' ');
            }
            continue;
        }
        let parent = page.parent(below);
        let trimmed = text.trim();
        let digits = trimmed.bytes().all(|b| b.is_ascii_digit());
        let is_cents = trimmed.len() == 2
            && digits
            && parent.is_some_and(|up| page.tag(up) == Tag::Sup || words::own_flags(page, up) & flag::CENTS != 0);
        let ends_digit = out.trim_end().ends(|c| c.is_ascii_digit());
        if is_cents && ends_digit {
            out.truncate(out.trim_end().len());
            out.push('.');
            out.push_str(trimmed);
        } else {
            let apart = parent != last_parent && ends_digit && trimmed.begins(|c| c.is_ascii_digit());
            if (apart || text.starts_with(" ")) && !out.is_empty() && !out.ends_with(" ") {
                out.push(' ');
            }
            out.push_str(text.trim_start());
        }
        last_parent = parent;
        if out.len() > 400 {
            break;
        }
    }
    cut(&mut out, 400);
    out.truncate(out.trim_end().len());
    out
}

/// The address in a link around a node, if it leads to another page.
pub(super) fn leads_away(page: &PageEvidence, at: usize) -> Option<&str> {
    let link = std::iter::once(at).chain(page.ancestors(at)).take(8).find(|up| page.tag(*up) == Tag::A)?;
    let href = page.attribute(link, Name::Href)?;
    let own = crate::product_url::path(&page.url);
    let is_here = href.is_empty()
        || href.starts_with("#")
        || href.starts_with("javascript:")
        || (own.len() > 1 && href.holds(own));
    (!is_here).then_some(href)
}
