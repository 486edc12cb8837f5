//! A last resort: a reader that a caller may put behind the general sources, a model for instance, for what they leave open.
//! Nothing here is one, and [`super::detect`] asks none. What it proposes must stand on the page, and never makes a page sure.

use super::found::{amount_key, is_zero};
use super::text::{clean_some, words};
use super::visible::price_text_of;
use super::{Detection, Field, PriceCandidate, PriceText, Source, Verdict, detect};
use crate::find::Find;
use crate::page::PageEvidence;
use crate::price_text::amounts;
use crate::product::PriceKind;
use crate::product_url;

/// The confidence of everything that a last resort gives: far below any threshold of [`Verdict::Sure`].
pub const TRUST: f64 = 0.3;

/// What the general sources left open on a page that is a product's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// No title.
    pub title: bool,
    /// No price.
    pub price: bool,
    /// No picture.
    pub image: bool,
}

/// What a last resort proposes. Only what was missing is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The product's name; every word of it must stand on the page.
    pub title: Option<String>,
    /// What one pays now; the amount must be one that the page shows.
    pub price: Option<PriceText>,
    /// The main picture, as the page writes its address or absolute.
    pub image: Option<String>,
}

/// A reader for pages on which all else abstains.
pub trait LastResort {
    /// Proposes what is missing. It sees what all sources see, and no more.
    fn propose(&self, page: &PageEvidence, missing: Missing) -> Proposal;
}

/// As [`detect`], and asks `last` where a product's page lacks title, price or picture. The verdict stays what it was, so it
/// is never *sure*; each field says that it comes from [`Source::LastResort`], and a note says so too.
#[must_use]
pub fn detect_with(page: &PageEvidence, last: &dyn LastResort) -> Detection {
    let mut detection = detect(page);
    let product = &detection.product;
    let missing =
        Missing { title: product.title.is_none(), price: product.price.is_none(), image: product.image.is_none() };
    if detection.page == Verdict::Check && (missing.title || missing.price || missing.image) {
        let proposal = last.propose(page, missing);
        fill(page, &mut detection, missing, proposal);
    }
    detection
}

fn fill(page: &PageEvidence, detection: &mut Detection, missing: Missing, proposal: Proposal) {
    let mut notes = Vec::new();
    if let Some(title) = proposal.title.filter(|_| missing.title).and_then(|title| title_of(page, &title)) {
        detection.product.title = Some(field(title));
        notes.push("last resort: the title");
    }
    if let Some(price) = proposal.price.filter(|price| missing.price && is_shown(page, &price.amount)) {
        detection.prices.insert(0, candidate(&price));
        detection.prices.truncate(12);
        detection.product.price = Some(field(price));
        notes.push("last resort: the price");
    }
    let image = proposal.image.filter(|_| missing.image).and_then(|image| product_url::resolve(&page.base, &image));
    if let Some(image) = image.filter(|image| image.starts_with("https://") || image.starts_with("http://")) {
        detection.product.image = Some(field(image));
        notes.push("last resort: the picture");
    }
    detection.notes.splice(0..0, notes.into_iter().map(str::to_owned));
    detection.notes.truncate(20);
}

fn field<T>(value: T) -> Field<T> {
    Field { value, source: Source::LastResort, confidence: TRUST }
}

fn candidate(price: &PriceText) -> PriceCandidate {
    PriceCandidate {
        price: price.clone(),
        kind: PriceKind::Current,
        source: Source::LastResort,
        confidence: TRUST,
        context: String::new(),
    }
}

/// A clean title all of whose words the page says somewhere.
fn title_of(page: &PageEvidence, title: &str) -> Option<String> {
    let title = clean_some(title, 500)?;
    let mut left = words(&title);
    let texts = std::iter::once(page.title.as_str()).chain((0..page.nodes().len()).map(|at| page.text(at)));
    for text in texts.filter(|text| !text.is_empty()) {
        if left.is_empty() {
            break;
        }
        let said = words(text);
        left.retain(|word| !said.contains(word));
    }
    left.is_empty().then_some(title)
}

/// An element of the page shows this amount.
fn is_shown(page: &PageEvidence, amount: &str) -> bool {
    let plain = amount.parted(".").unwrap_or((amount, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let shows = |at: usize| {
        let element = page.parent(at).filter(|up| page.below(*up).len() <= 12).unwrap_or(at);
        amounts(&price_text_of(page, element)).iter().any(|shown| amount_key(&shown.decimal) == amount_key(amount))
    };
    digits(plain.0)
        && digits(plain.1)
        && !is_zero(amount)
        && (0..page.nodes().len()).any(|at| page.text(at).has(char::is_numeric) && shows(at))
}
