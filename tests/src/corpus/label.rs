//! What people say of the pages: one JSON object a line, and which of the pages may be looked at.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What a person says of a page. A field that is missing was not given by the page, or not looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Label {
    /// The page, relative to the corpus.
    pub file: String,
    /// Its address.
    pub url: Option<String>,
    /// Whose page it is.
    pub shop: String,
    /// It is the page of one product.
    pub is_product: bool,
    /// The product's name.
    pub title: Option<String>,
    /// Other names that are as good.
    pub title_ok: Vec<String>,
    /// What one pays now, a decimal.
    pub price: Option<String>,
    /// Other prices that are as good.
    pub price_ok: Vec<String>,
    /// The price before.
    pub list_price: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// `in_stock` or `out_of_stock`.
    pub availability: Option<String>,
    /// The maker.
    pub brand: Option<String>,
    /// Other spellings of the maker.
    pub brand_ok: Vec<String>,
    /// The shop's number.
    pub sku: Option<String>,
    /// Other numbers that are as good.
    pub sku_ok: Vec<String>,
    /// The main picture.
    pub image: Option<String>,
    /// Other pictures that are as good.
    pub image_ok: Vec<String>,
    /// Where a price can be had: `jsonld`, `microdata`, `opengraph`, `dom_only`, `negative:…`.
    pub difficulty: String,
    /// Fields that are not scored on this page.
    pub skip: Vec<String>,
}

impl Label {
    /// The first word of the difficulty.
    #[must_use]
    pub fn class(&self) -> &str {
        self.difficulty.split(':').next().unwrap_or_default()
    }
}

/// Parts into which shops are divided for fitting: each is judged by what was fitted on the others.
pub const FOLDS: u8 = 5;

/// The shop was set aside before the work began: sha256 of its name is a multiple of five.
#[must_use]
pub fn is_held_out(shop: &str) -> bool {
    // 256 is 1 modulo 5, so a number is what the sum of its bytes is.
    Sha256::digest(shop.as_bytes()).iter().map(|byte| u32::from(*byte)).sum::<u32>().is_multiple_of(5)
}

/// The part a shop is in; independent of whether it was set aside.
#[must_use]
pub fn fold(shop: &str) -> u8 {
    let digest = Sha256::digest(format!("fold {shop}").as_bytes());
    digest.first().copied().unwrap_or(0) % FOLDS
}

/// Reads a file of labels.
///
/// # Errors
/// It cannot be read, or a line is no label.
pub fn load(path: &Path) -> Result<Vec<Label>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).with_context(|| line.chars().take(80).collect::<String>())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_set_aside_by_its_name_alone() {
        // python3 -c "import hashlib; print(int(hashlib.sha256(b'shop-5').hexdigest(), 16) % 5)"
        let by_hand: Vec<bool> = ["shop-0", "shop-1", "shop-2", "shop-3", "shop-4", "shop-5", "shop-6", "shop-7"]
            .iter()
            .map(|shop| is_held_out(shop))
            .collect();
        assert_eq!(by_hand, [false, false, false, false, false, false, true, true]);
    }

    #[test]
    fn shops_are_spread_over_all_parts() {
        let mut counts = [0; FOLDS as usize];
        (0..500).for_each(|at| counts[usize::from(fold(&format!("shop-{at}")))] += 1);
        assert!(counts.iter().all(|count| (70..130).contains(count)), "{counts:?}");
    }
}
