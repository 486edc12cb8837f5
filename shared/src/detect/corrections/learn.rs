//! From what a person kept instead of what was shown to where it stands on the page: what is remembered is only what leads back there.

use super::{Correction, image, price, title};
use crate::detect::{Detection, detect};
use crate::money::Money;
use crate::page::PageEvidence;

/// What was shown of a page before the person chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The title.
    pub title: Option<String>,
    /// The price.
    pub price: Option<Money>,
    /// Address of the picture.
    pub image: Option<String>,
}

/// What the person kept of it.
pub type Kept = Shown;

/// Where the values that were kept stand, where they are others than those shown. Nothing is said of a value that the page does not
/// have (it was typed), and of one whose place gives another value by now.
#[must_use]
pub fn picked(page: &PageEvidence, shown: &Shown, kept: &Kept) -> Vec<Correction> {
    let found = detect(page);
    let title = kept.title.as_deref().filter(|_| kept.title != shown.title).and_then(|kept| title_of(page, kept));
    let price = kept.price.filter(|_| kept.price != shown.price).and_then(|kept| price_of(page, kept, &found));
    let image = kept.image.as_deref().filter(|_| kept.image != shown.image);
    let image = image.and_then(|kept| image_of(page, kept, &found));
    [title, price, image].into_iter().flatten().collect()
}

fn title_of(page: &PageEvidence, kept: &str) -> Option<Correction> {
    Correction::title(page, kept).filter(|pick| title(page, pick).as_deref() == Some(kept))
}

fn price_of(page: &PageEvidence, kept: Money, found: &Detection) -> Option<Correction> {
    let same = found.prices.iter().filter(|candidate| candidate.price.money() == Some(kept));
    let mut picks = same.filter_map(|candidate| Correction::price(page, candidate));
    picks.find(|pick| price(page, pick, found).and_then(|price| price.money()) == Some(kept))
}

fn image_of(page: &PageEvidence, kept: &str, found: &Detection) -> Option<Correction> {
    let same = found.images.iter().filter(|candidate| candidate.url == kept);
    let mut picks = same.filter_map(|candidate| Correction::image(page, candidate));
    picks.find(|pick| image(page, pick, found).as_deref() == Some(kept))
}
