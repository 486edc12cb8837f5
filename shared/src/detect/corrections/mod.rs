//! What a person picked instead, at one shop: from which source and element the title, the price or the picture came.
//! On the next page of that shop the same source and element are preferred, since people know their shops.
//! It never makes a page a product or *sure*, never lowers what other sources said, and never holds anything of a page's text.

mod learn;
mod outline;
mod path;
mod remembered;

use crate::find::Find;
use crate::join::joined;
pub use learn::{Kept, Shown, picked};
pub use path::ElementPath;
pub use remembered::Remembered;
use serde::{Deserialize, Serialize};

use super::text::clean_some;
use super::visible::{picture_address, price_text_of};
use super::{Detection, Field, ImageCandidate, PriceCandidate, PriceText, Source, Verdict, detect, region};
use crate::page::{Name, PageEvidence, Tag};
use crate::price_text::{Hints, amounts};
use crate::product::PriceKind;
use crate::product_url;

/// Begins the note of a value that is as picked before.
const NOTE: &str = "corrections: as picked at this shop: ";

/// A field that a person can pick another value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correctable {
    /// The product's name.
    Title,
    /// What one pays now.
    Price,
    /// The main picture.
    Image,
}

/// One pick: not the value, but where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The field.
    pub field: Correctable,
    /// The source of the value that was picked.
    pub source: Source,
    /// What that source called the price; only for prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PriceKind>,
    /// The element that shows the value; for [`Source::Visible`] alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<ElementPath>,
}

/// What was picked at one shop. The default has none and changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// The shop's host without "www.".
    pub shop: String,
    /// At most one pick a field.
    pub picks: Vec<Correction>,
}

impl Correction {
    /// A price among a detection's candidates. `None` where the page does not show it any more.
    #[must_use]
    pub fn price(page: &PageEvidence, picked: &PriceCandidate) -> Option<Self> {
        let shows = |at: usize| prices_at(page, at).any(|decimal| decimal == picked.price.amount);
        let path = path_of(page, picked.source, shows, |at| picked.context.holds(&page.joined_text(at, 80)));
        path.map(|path| Self { field: Correctable::Price, source: picked.source, kind: Some(picked.kind), path })
    }

    /// A picture among a detection's candidates.
    #[must_use]
    pub fn image(page: &PageEvidence, picked: &ImageCandidate) -> Option<Self> {
        let shows = |at: usize| image_at(page, at).is_some_and(|url| url == picked.url);
        let path = path_of(page, picked.source, shows, |_| true);
        path.map(|path| Self { field: Correctable::Image, source: picked.source, kind: None, path })
    }

    /// A title that an element shows, a heading where there is one. What only the markup says is not asked for again.
    #[must_use]
    pub fn title(page: &PageEvidence, picked: &str) -> Option<Self> {
        let shows = |at: usize| title_at(page, at).is_some_and(|title| title == picked);
        let path = path_of(page, Source::Visible, shows, |at| page.tag(at).heading().is_some());
        path.map(|path| Self { field: Correctable::Title, source: Source::Visible, kind: None, path })
    }
}

/// `Some(None)` for markup, the path of the smallest element that shows the value for what is seen, `None` without one.
fn path_of(
    page: &PageEvidence,
    source: Source,
    shows: impl Fn(usize) -> bool,
    rather: impl Fn(usize) -> bool,
) -> Option<Option<ElementPath>> {
    if source != Source::Visible {
        return Some(None);
    }
    let elements = || (0..page.nodes().len()).filter(|&at| page.tag(at) != Tag::Text && page.below(at).len() <= 24);
    let smallest = |&at: &usize| shows(at) && !page.below(at).any(|below| page.tag(below) != Tag::Text && shows(below));
    let mut found = elements().filter(smallest);
    let first = found.next()?;
    let best = std::iter::once(first).chain(found).find(|at| rather(*at)).unwrap_or(first);
    ElementPath::of(page, best).map(Some)
}

impl Corrections {
    /// None yet, for the shop of this page.
    #[must_use]
    pub fn new(page_url: &str) -> Self {
        Self { shop: shop_of(page_url).to_owned(), picks: Vec::new() }
    }

    /// Remembers a pick in place of an earlier one of the same field.
    pub fn remember(&mut self, pick: Correction) {
        self.picks.retain(|known| known.field != pick.field);
        self.picks.push(pick);
    }

    /// A page of this shop in outline, with `{title}`, `{price}` and `{image}` where the picks were: the start of a page case.
    #[must_use]
    pub fn outline(&self) -> String {
        outline::outline(self)
    }
}

/// What of a detection is as the person picked it at this shop, as [`detect_corrected`] noted it.
pub fn applied(detection: &Detection) -> impl Iterator<Item = Correctable> {
    let noted = |field: &Correctable| detection.notes.iter().any(|note| *note == note_of(*field));
    [Correctable::Title, Correctable::Price, Correctable::Image].into_iter().filter(noted)
}

fn note_of(field: Correctable) -> String {
    joined(&[NOTE, field.as_str()], "")
}

/// The host of an address without "www.".
fn shop_of(url: &str) -> &str {
    let host = product_url::host(url);
    host.strip_prefix("www.").unwrap_or(host)
}

/// As [`detect`], and prefers what was picked before at this shop. A pick whose element or source is not on this page changes
/// nothing; a page that is no product stays none.
#[must_use]
pub fn detect_corrected(page: &PageEvidence, corrections: &Corrections) -> Detection {
    let mut detection = detect(page);
    if detection.page == Verdict::NotProduct || corrections.shop.is_empty() || corrections.shop != shop_of(&page.url) {
        return detection;
    }
    for pick in &corrections.picks {
        let changed = match pick.field {
            Correctable::Title => {
                title(page, pick).is_some_and(|value| prefer(&mut detection.product.title, value, pick))
            }
            Correctable::Price => {
                price(page, pick, &detection).is_some_and(|value| prefer(&mut detection.product.price, value, pick))
            }
            Correctable::Image => {
                image(page, pick, &detection).is_some_and(|value| prefer(&mut detection.product.image, value, pick))
            }
        };
        if changed {
            detection.notes.insert(0, note_of(pick.field));
        }
    }
    detection.notes.truncate(20);
    // A price whose currency nobody knows is a person's to look at.
    let priced = detection.product.price.as_ref().is_some_and(|price| price.value.money().is_some());
    if detection.page == Verdict::Sure && !priced {
        detection.page = Verdict::Check;
    }
    detection
}

/// Puts a value in its place. A person said that it stands there, so it is believed as far as what stood there before.
fn prefer<T: PartialEq>(field: &mut Option<Field<T>>, value: T, pick: &Correction) -> bool {
    if field.as_ref().is_some_and(|field| field.value == value) {
        return false;
    }
    let confidence = field.as_ref().map_or(0.5, |field| field.confidence);
    *field = Some(Field { value, source: pick.source, confidence });
    true
}

fn title(page: &PageEvidence, pick: &Correction) -> Option<String> {
    title_at(page, pick.path.as_ref()?.find(page)?)
}

fn title_at(page: &PageEvidence, at: usize) -> Option<String> {
    clean_some(&page.joined_text(at, 500), 500)
}

fn price(page: &PageEvidence, pick: &Correction, detection: &Detection) -> Option<PriceText> {
    let Some(path) = &pick.path else {
        let candidates = detection.prices.iter();
        let mut same =
            candidates.filter(|candidate| candidate.source == pick.source && Some(candidate.kind) == pick.kind);
        return same.next().map(|candidate| candidate.price.clone());
    };
    let shown = price_text_of(page, path.find(page)?);
    let amount = amounts(&shown).into_iter().find(|amount| !amount.foreign)?;
    let before = detection.product.price.as_ref().and_then(|price| price.value.currency);
    let languages = region::languages(page);
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let hints = Hints::new(before, &languages, product_url::host(&page.url));
    let currency = amount.sign.and_then(|sign| hints.resolve(sign)).or_else(|| hints.unsigned());
    Some(PriceText { amount: amount.decimal, currency })
}

fn prices_at(page: &PageEvidence, at: usize) -> impl Iterator<Item = String> {
    amounts(&price_text_of(page, at)).into_iter().filter(|amount| !amount.foreign).map(|amount| amount.decimal)
}

fn image(page: &PageEvidence, pick: &Correction, detection: &Detection) -> Option<String> {
    match &pick.path {
        Some(path) => image_at(page, path.find(page)?),
        None => detection.images.iter().find(|image| image.source == pick.source).map(|image| image.url.clone()),
    }
}

/// The picture that an element shows or leads to.
fn image_at(page: &PageEvidence, at: usize) -> Option<String> {
    let address = match page.tag(at) {
        Tag::Img | Tag::Source => picture_address(page, at)?,
        Tag::A => page.attribute(at, Name::Href)?,
        _ => return None,
    };
    product_url::resolve(&page.base, address).filter(|url| url.starts_with("http"))
}
