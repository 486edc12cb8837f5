//! How far a field may be trusted: the share of values with such signs that are right.
//! Sources that agree raise it, sources that contradict lower it; by how much was counted on labelled pages.
//! It never changes which value won; and a value that nothing but the eye speaks for is told from one that all sources give.

mod image;
mod price;
mod title;

pub(super) use image::ImageFacts;
pub(super) use price::PriceFacts;
pub(super) use title::TitleFacts;

use super::Source;

/// Names of the signs of each field, for the fitting.
pub(super) const TITLE: &[(&str, bool)] = title::NAMES;
/// See [`TITLE`].
pub(super) const PRICE: &[(&str, bool)] = price::NAMES;
/// See [`TITLE`].
pub(super) const IMAGE: &[(&str, bool)] = image::NAMES;

/// Signs of a title.
pub(super) type TitleSigns = [f32; title::COUNT];
/// Signs of a price.
pub(super) type PriceSigns = [f32; price::COUNT];
/// Signs of a picture.
pub(super) type ImageSigns = [f32; image::COUNT];

/// A set of sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sources(u8);

impl Sources {
    pub(super) fn of(source: Source) -> Self {
        Self(1 << source as u8)
    }

    pub(super) fn add(&mut self, source: Source) {
        self.0 |= Self::of(source).0;
    }

    pub(super) fn has(self, source: Source) -> bool {
        self.0 & Self::of(source).0 != 0
    }

    /// How many but the eye.
    pub(super) fn written(self) -> u32 {
        (self.0 & !Self::of(Source::Visible).0).count_ones()
    }
}
