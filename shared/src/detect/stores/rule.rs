//! What a rule is, and how it is read: places by id, class or test id, the first that has something to say.

use crate::detect::Source;
use crate::detect::found::{Found, Offer, Place};
use crate::detect::text::clean_some;
use crate::detect::visible::{maker, picture_address, price_text_of, stock_in};
use crate::find::Find;
use crate::page::{Name, PageEvidence, Tag};
use crate::price_text::{Hints, first_amount};
use crate::product::PriceKind;
use crate::product_url;

/// A shop by the name before its country's ending, and where its product pages keep things.
///
/// A place is `#id`, `.class`, `.start-of-a-class*`, `@test-id` or `=itemprop`; a second one behind a space stands inside the first.
pub(super) struct Rule {
    /// "amazon" for amazon.com, amazon.co.uk, www.amazon.de.
    pub(super) shop: &'static str,
    /// Folders of the address behind which the product's number stands.
    pub(super) folders: &'static [&'static str],
    pub(super) title: &'static [&'static str],
    pub(super) price: &'static [&'static str],
    pub(super) list_price: &'static [&'static str],
    pub(super) image: &'static [&'static str],
    pub(super) availability: &'static [&'static str],
    pub(super) brand: &'static [&'static str],
}

impl Rule {
    /// The page is one of this shop.
    pub(super) fn is_of(&self, page: &PageEvidence) -> bool {
        let labels: Vec<&str> = product_url::host(&page.url).parts(".").collect();
        let Some(at) = labels.iter().position(|label| *label == self.shop) else { return false };
        // "com", "de", "co.uk", "com.au": what else stands behind the name makes it another's.
        let ending = labels.get(at + 1..).unwrap_or_default();
        matches!(ending.len(), 1 | 2) && ending.iter().all(|label| (2..=3).contains(&label.len()))
    }

    /// The product's number in the address.
    fn number<'p>(&self, page: &'p PageEvidence) -> Option<&'p str> {
        let mut segments = product_url::path(&page.url).parts("/");
        segments.find(|segment| self.folders.contains(segment))?;
        segments.map(|segment| segment.up_to(".")).find(|segment| {
            let digits = segment.bytes().filter(u8::is_ascii_digit).count();
            let plain = segment.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            plain && (4..=20).contains(&segment.len()) && digits >= 1
        })
    }

    /// Reads a product page; `None` for other pages of the shop.
    pub(super) fn read(&self, page: &PageEvidence, hints: &Hints) -> Option<Found> {
        let mut found = Found::new(Source::Store, Place::Top);
        found.sku = Some(self.number(page)?.to_owned());
        found.title = first(page, self.title, |at| clean_some(&page.joined_text(at, 500), 500));
        found.brand = first(page, self.brand, |at| maker(&page.joined_text(at, 100)));
        found.images.extend(first(page, self.image, |at| picture(page, at)));
        found.availability = first(page, self.availability, |at| stock_in(&page.joined_text(at, 200)));
        for (places, kind) in [(self.price, PriceKind::Current), (self.list_price, PriceKind::List)] {
            found.offers.extend(first(page, places, |at| offer(page, at, kind, hints)));
        }
        Some(found)
    }
}

fn first<T>(page: &PageEvidence, places: &[&str], read: impl Fn(usize) -> Option<T>) -> Option<T> {
    places.iter().find_map(|place| {
        let (outer, inner) = place.parted(" ").unwrap_or((place, ""));
        let boxes = (0..page.nodes().len()).filter(|at| is_at(page, *at, outer));
        boxes.take(20).find_map(|at| match inner {
            "" => read(at),
            inner => page.below(at).filter(|below| is_at(page, *below, inner)).take(20).find_map(&read),
        })
    })
}

fn is_at(page: &PageEvidence, at: usize, place: &str) -> bool {
    let word = place.get(1..).unwrap_or("");
    let has = |name: Name| page.attribute(at, name);
    match place.as_bytes().first() {
        Some(b'#') => has(Name::Id) == Some(word),
        Some(b'.') => has(Name::Class).is_some_and(|classes| {
            classes.parts(" ").any(|class| match word.strip_suffix('*') {
                Some(start) => class.starts_with(start),
                None => class == word,
            })
        }),
        Some(b'@') => has(Name::DataTestId) == Some(word),
        Some(b'=') => has(Name::Itemprop) == Some(word),
        _ => false,
    }
}

fn picture(page: &PageEvidence, at: usize) -> Option<String> {
    let picture = std::iter::once(at).chain(page.below(at)).find(|at| page.tag(*at) == Tag::Img)?;
    picture_address(page, picture).map(str::to_owned)
}

fn offer(page: &PageEvidence, at: usize, kind: PriceKind, hints: &Hints) -> Option<Offer> {
    let text = page.attribute(at, Name::Content).map_or_else(|| price_text_of(page, at), str::to_owned);
    let amount = first_amount(&text)?;
    let currency = amount.sign.and_then(|sign| hints.resolve(sign));
    Some(Offer { amount: amount.decimal, currency, kind, availability: None, url: None, sku: None, upper: false })
}
