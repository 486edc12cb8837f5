//! What a reader says of a page, in the words of `giftos detect`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use shared::detect::{Detection, Verdict};

/// What a reader says of a page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Prediction {
    /// The page.
    pub file: String,
    /// It is the page of one product.
    pub is_product: bool,
    /// It says that nobody needs to look.
    #[serde(rename = "page")]
    pub verdict: Option<Verdict>,
    /// See the label's fields for these.
    pub title: Option<String>,
    /// A decimal.
    pub price: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// A decimal.
    pub list_price: Option<String>,
    /// An address.
    pub image: Option<String>,
    /// The maker.
    pub brand: Option<String>,
    /// A word of schema.org's ItemAvailability in any spelling.
    pub availability: Option<String>,
    /// The shop's number.
    pub sku: Option<String>,
    /// How far each field may be trusted.
    pub confidence: BTreeMap<String, f64>,
}

impl Prediction {
    /// What detection found, as `giftos detect` would print it.
    #[must_use]
    pub fn of(file: &str, found: &Detection) -> Self {
        let product = &found.product;
        let price = product.price.as_ref();
        let confidences = [
            ("title", product.title.as_ref().map(|field| field.confidence)),
            ("price", price.map(|field| field.confidence)),
            ("image", product.image.as_ref().map(|field| field.confidence)),
        ];
        Self {
            file: file.to_owned(),
            is_product: found.page != Verdict::NotProduct,
            verdict: Some(found.page),
            title: product.title.as_ref().map(|field| field.value.clone()),
            price: price.map(|field| field.value.amount.clone()),
            currency: price.and_then(|field| Some(field.value.currency?.code().to_owned())),
            list_price: product.list_price.as_ref().map(|field| field.value.amount.clone()),
            image: product.image.as_ref().map(|field| field.value.clone()),
            brand: product.brand.as_ref().map(|field| field.value.clone()),
            availability: product.availability.as_ref().map(|field| field.value.as_str().to_owned()),
            sku: product.sku.as_ref().map(|field| field.value.clone()),
            confidence: confidences.iter().filter_map(|(name, share)| Some(((*name).to_owned(), (*share)?))).collect(),
        }
    }

    /// It says that nobody needs to look.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.verdict == Some(Verdict::Sure)
    }
}

/// Reads the output of `giftos detect`.
///
/// # Errors
/// It cannot be read, or a line is no prediction.
pub fn load(path: &Path) -> Result<Vec<Prediction>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).with_context(|| line.chars().take(80).collect::<String>())).collect()
}
