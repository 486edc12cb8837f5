//! The project's own pages, `tests/data/shops`: written by hand after what shop systems and pages of other kinds make, each with
//! what a person reads off it in a comment on its first line. They are tests, and the fit learns from them what kind a page is.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use shared::detect::{Detection, Verdict};

/// What a person reads off the page. A missing field is one that the page does not give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The page's address.
    pub url: String,
    /// `sure`, `check` or `not`, where the verdict matters; else any that calls it a product.
    #[serde(default)]
    pub page: Option<String>,
    /// The product's name.
    #[serde(default)]
    pub title: Option<String>,
    /// What one pays now, with its currency: "12.90 EUR".
    #[serde(default)]
    pub price: Option<String>,
    /// The price before.
    #[serde(default)]
    pub list: Option<String>,
    /// The last part of the picture's address.
    #[serde(default)]
    pub image: Option<String>,
    /// The maker.
    #[serde(default)]
    pub brand: Option<String>,
    /// The shop's number.
    #[serde(default)]
    pub sku: Option<String>,
    /// `in_stock`, `out_of_stock` or `preorder`.
    #[serde(default)]
    pub stock: Option<String>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Own {
    /// The file's name without its end.
    pub name: String,
    /// The page.
    pub html: String,
    /// What is on it.
    pub expected: Expected,
}

impl Own {
    /// All of them, by name.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn all() -> Result<Vec<Self>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/shops");
        let mut out = Vec::new();
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let html = std::fs::read_to_string(&path)?;
            let first = html.lines().next().unwrap_or_default();
            let told = first.strip_prefix("<!--").and_then(|told| told.strip_suffix("-->"));
            let expected = serde_json::from_str(told.context("no comment on the first line")?);
            let expected = expected.with_context(|| format!("the page {name}"))?;
            out.push(Self { name, html, expected });
        }
        out.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(out)
    }

    /// It shows one product.
    #[must_use]
    pub fn is_product(&self) -> bool {
        self.expected.page.as_deref() != Some("not")
    }

    /// What is wrong with what detection says of it, a line each; nothing where all is right.
    #[must_use]
    pub fn wrong(&self, found: &Detection) -> Vec<String> {
        let page = match found.page {
            Verdict::Sure => "sure",
            Verdict::Check => "check",
            Verdict::NotProduct => "not",
        };
        let mut out = Vec::new();
        let mut expect = |what: &str, want: Option<&str>, got: Option<String>| {
            if want != got.as_deref() {
                out.push(format!("{}: {what} is {}, not {}", self.name, want.unwrap_or("-"), got.unwrap_or_default()));
            }
        };
        if self.expected.page.is_some() || page == "not" {
            expect("the page", self.expected.page.as_deref(), Some(page.to_owned()));
        }
        if !self.is_product() || page == "not" {
            return out;
        }
        let (own, product) = (&self.expected, &found.product);
        let price = product.price.as_ref().map(|price| {
            let currency = price.value.currency.map_or_else(|| "?".to_owned(), |known| known.code().to_owned());
            format!("{} {currency}", plain(&price.value.amount))
        });
        let wanted = own.price.as_deref().and_then(|price| price.split_once(' '));
        let wanted = wanted.map(|(amount, currency)| format!("{} {currency}", plain(amount)));
        let image = product.image.as_ref().map(|image| file_name(&image.value).to_owned());
        expect("the title", own.title.as_deref(), product.title.as_ref().map(|title| title.value.clone()));
        expect("the price", wanted.as_deref(), price);
        let list = product.list_price.as_ref().map(|price| plain(&price.value.amount).to_owned());
        expect("the list price", own.list.as_deref().map(plain), list);
        expect("the picture", own.image.as_deref(), image);
        expect("the brand", own.brand.as_deref(), product.brand.as_ref().map(|brand| brand.value.clone()));
        expect("the number", own.sku.as_deref(), product.sku.as_ref().map(|sku| sku.value.clone()));
        let stock = product.availability.as_ref().map(|stock| stock.value.as_str().to_owned());
        expect("the stock", own.stock.as_deref(), stock);
        out
    }
}

/// An amount without zeros that say nothing.
fn plain(amount: &str) -> &str {
    if amount.contains('.') { amount.trim_end_matches('0').trim_end_matches('.') } else { amount }
}

fn file_name(url: &str) -> &str {
    url.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default()
}
