//! Products in the state that a shop's own programs left in the page: theme JSON, stores of single-page shops, tag managers' layers.
//! Many shops keep numbers, makers and stock of their variants nowhere else.
//! It never runs anything, and takes an object only if its name is the page's own.

mod keys;
mod literal;
mod magento;
mod product;
mod scan;
mod shopify;
mod variants;
mod woocommerce;

use crate::json::Value;

use self::keys::key;
use self::scan::{Scan, Spot, scan};
use super::found::Found;
use super::text::{clean, contained_words, likeness_words, words};
use crate::page::PageEvidence;
use crate::price_text::Hints;

/// Bytes of state inside strings of state.
const INNER: usize = 600_000;
/// Products that are read of one page.
const MOST: usize = 12;

/// Reads the page's own product; `names` are what its headings and its markup call it.
pub(super) fn read(page: &PageEvidence, hints: &Hints, names: &[&str]) -> Option<Found> {
    let names: Vec<Vec<String>> =
        names.iter().take(8).map(|name| words(name)).filter(|name| !name.is_empty()).collect();
    let mut reader = Reader { hints, names, url: &page.url, found: Vec::new(), configs: Vec::new(), inner: 0 };
    for text in &page.states {
        match woocommerce::read(text, hints, &page.url) {
            Some(found) => reader.found.push(found),
            None => reader.text(text, 0),
        }
    }
    // Settings without a name are the page's own only where there are no others.
    if let Some((id, found)) = reader.configs.first()
        && reader.configs.iter().all(|(other, _)| other == id)
    {
        reader.found.push(found.clone());
    }
    reader.best()
}

struct Reader<'p> {
    hints: &'p Hints,
    names: Vec<Vec<String>>,
    url: &'p str,
    found: Vec<Found>,
    configs: Vec<(String, Found)>,
    inner: usize,
}

impl Reader<'_> {
    fn text(&mut self, text: &str, depth: usize) {
        let Scan { spots, inner } = scan(text);
        for spot in &spots {
            if self.found.len() >= MOST {
                return;
            }
            self.spot(text, spot);
        }
        for (start, end) in inner {
            let Some(content) = text.get(start..end).filter(|_| depth < 2) else { continue };
            self.inner += content.len();
            if self.inner <= INNER {
                self.text(&literal::unescape(content), depth + 1);
            }
        }
    }

    fn spot(&mut self, text: &str, spot: &Spot) {
        let is_config = spot.keys & key::CONFIG != 0;
        let name = clean(&literal::unescape(text.get(spot.name.0..spot.name.1).unwrap_or("")), 500);
        if !is_config && !self.is_own(&name) {
            return;
        }
        let Some(Value::Object(object)) = text.get(spot.start..spot.end).and_then(literal::read) else { return };
        if is_config {
            self.configs.extend(magento::read(&object, self.hints));
            return;
        }
        let code = spot.currency.and_then(|(start, end)| text.get(start..end));
        let currency = code.and_then(|code| self.hints.markup(code));
        let unit = shopify::unit(&object);
        let mut found = product::read(&object, unit, self.hints, currency);
        variants::add(&mut found, variants::list(&object), unit, self.hints, currency, self.url);
        found.title = found.title.or(Some(name));
        self.found.push(found);
    }

    /// The name is that of the page: word for word, or with the variant behind it.
    fn is_own(&self, name: &str) -> bool {
        let own = words(name);
        self.names.iter().any(|known| {
            likeness_words(&own, known) >= 700
                || own.len() > 1 && contained_words(&own, known) == 1000 && own.len() * 2 >= known.len()
                || known.len() > 1 && contained_words(known, &own) == 1000 && known.len() * 2 >= own.len()
        })
    }

    /// The fullest, with what it leaves out from the others.
    fn best(self) -> Option<Found> {
        let fullness = |found: &Found| {
            i64::from(found.has_price()) * 4
                + i64::from(found.offers.iter().any(|offer| offer.currency.is_some()))
                + i64::from(found.sku.is_some()) * 2
                + i64::from(found.brand.is_some())
                + i64::from(found.availability.is_some())
        };
        let mut found = self.found;
        crate::order::by_key_falling(&mut found, fullness);
        let mut all = found.into_iter();
        let mut best = all.next()?;
        for other in all {
            best.title = best.title.or(other.title);
            best.sku = best.sku.or(other.sku);
            best.number = best.number.or(other.number);
            best.brand = best.brand.or(other.brand);
            best.gtin = best.gtin.or(other.gtin);
            best.availability = best.availability.or(other.availability);
            if best.offers.is_empty() {
                best.offers = other.offers;
            }
            if best.images.is_empty() {
                best.images = other.images;
            }
        }
        Some(best)
    }
}

#[cfg(test)]
mod tests;
