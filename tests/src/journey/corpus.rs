//! Pages of real shops, saved and labelled by hand: which of them the proof walks through, and when a board has them right.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::money::{Currency, Money};
use url::Url;

use super::api::Row;

/// The part of a label that matters here. Fields are as the corpus names them.
#[derive(Debug, Clone, Deserialize)]
struct Label {
    file: String,
    #[serde(default)]
    url: Option<String>,
    shop: String,
    is_product: bool,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    title_ok: Vec<String>,
    #[serde(default)]
    price: Option<String>,
    #[serde(default)]
    price_ok: Vec<String>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    image: Option<String>,
    #[serde(default)]
    image_ok: Vec<String>,
    #[serde(default)]
    platform: Option<String>,
    #[serde(default)]
    encoding: Option<String>,
    difficulty: String,
    #[serde(default)]
    skip: Vec<String>,
}

/// A page with its own address.
#[derive(Debug, Clone)]
pub struct CorpusPage {
    label: Label,
    /// Its address.
    pub url: Url,
    /// The saved file.
    pub path: PathBuf,
}

/// How the pages of the proof were chosen.
#[derive(Debug)]
pub struct Choice {
    /// The chosen ones.
    pub pages: Vec<CorpusPage>,
    /// Pages that could have been chosen by their label.
    pub candidates: usize,
    /// Those of them that detection reads right from the file alone.
    pub right: usize,
}

/// All pages with an address of their own, products or not, one for each address, without the shops that are kept aside.
///
/// # Errors
/// When the corpus cannot be read.
pub fn all(folder: &Path) -> Result<Vec<CorpusPage>> {
    let labels = std::fs::read_to_string(folder.join("labels.jsonl"))
        .with_context(|| format!("no corpus at {}; name its folder with --corpus", folder.display()))?;
    let mut pages: Vec<CorpusPage> = Vec::new();
    for line in labels.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(page) = addressed(serde_json::from_str(line)?, folder)
            && pages.iter().all(|other| other.url != page.url)
        {
            pages.push(page);
        }
    }
    Ok(pages)
}

/// Chooses `count` pages, one a shop: first one of each currency, then of each platform, then of each kind of markup, then by file name.
/// Only pages that detection reads right are taken: this proof is about saving what was read, the scorer measures reading.
/// Shops with sha256(shop) mod 5 = 0 are not looked into.
///
/// # Errors
/// When the corpus cannot be read.
pub fn choose(folder: &Path, count: usize) -> Result<Choice> {
    let candidates: Vec<CorpusPage> = all(folder)?.into_iter().filter(CorpusPage::is_labelled).collect();
    let known = candidates.len();
    let mut right = Vec::new();
    for page in candidates {
        let bytes = std::fs::read(&page.path).with_context(|| page.path.display().to_string())?;
        let found = row_of(&giftos::page::detect_html(&bytes, page.url.as_str(), Some(&page.content_type())));
        if page.is_right(&found).is_ok() {
            right.push(page);
        }
    }
    let (known_right, mut pages) = (right.len(), Vec::new());
    let mut shops = BTreeSet::new();
    let traits: [fn(&Label) -> Option<&str>; 4] = [
        |label| label.currency.as_deref(),
        |label| label.platform.as_deref(),
        |label| Some(&label.difficulty),
        |label| Some(&label.shop),
    ];
    for quality in traits {
        let mut seen: BTreeSet<String> =
            pages.iter().filter_map(|page: &CorpusPage| quality(&page.label).map(str::to_owned)).collect();
        for page in &right {
            let Some(value) = quality(&page.label) else { continue };
            if pages.len() < count && !shops.contains(&page.label.shop) && seen.insert(value.to_owned()) {
                shops.insert(page.label.shop.clone());
                pages.push(page.clone());
            }
        }
    }
    Ok(Choice { pages, candidates: known, right: known_right })
}

fn addressed(label: Label, folder: &Path) -> Option<CorpusPage> {
    let url = Url::parse(label.url.as_deref()?).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let path = folder.join(&label.file);
    (!held_out(&label.shop)).then_some(CorpusPage { label, url, path })
}

/// Kept aside for the closing measurement.
fn held_out(shop: &str) -> bool {
    Sha256::digest(shop.as_bytes()).iter().fold(0_u32, |rest, byte| (rest * 256 + u32::from(*byte)) % 5) == 0
}

fn row_of(detection: &shared::detect::Detection) -> Row {
    let product = &detection.product;
    let price = product.price.as_ref().and_then(|price| price.value.money());
    Row {
        title: product.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        price_minor: price.map(|price| price.amount_minor),
        price_currency: price.map(|price| price.currency.code().to_owned()),
        image: product.image.as_ref().map(|image| image.value.clone()),
        url: None,
    }
}

impl CorpusPage {
    /// For people: file, shop, platform, currency.
    #[must_use]
    pub fn describe(&self) -> String {
        let label = &self.label;
        format!(
            "{} ({}, {}, {}, {})",
            label.file,
            label.shop,
            label.platform.as_deref().unwrap_or("platform unknown"),
            label.currency.as_deref().unwrap_or_default(),
            label.difficulty
        )
    }

    /// The currency of its label.
    #[must_use]
    pub fn currency(&self) -> &str {
        self.label.currency.as_deref().unwrap_or_default()
    }

    /// The platform of its label.
    #[must_use]
    pub fn platform(&self) -> &str {
        self.label.platform.as_deref().unwrap_or_default()
    }

    /// The header that its shop sent or could have sent: some pages do not say their encoding themselves.
    #[must_use]
    pub fn content_type(&self) -> String {
        self.label.encoding.as_ref().map_or("text/html".to_owned(), |encoding| format!("text/html; charset={encoding}"))
    }

    /// A product page whose label says all that a save must have right.
    fn is_labelled(&self) -> bool {
        let label = &self.label;
        let complete = [&label.title, &label.price, &label.currency, &label.image].iter().all(|field| field.is_some());
        label.is_product && complete && label.skip.is_empty()
    }

    /// Whether a board holds what the label says.
    ///
    /// # Errors
    /// With what is wrong, for people.
    pub fn is_right(&self, row: &Row) -> Result<(), String> {
        let label = &self.label;
        if !label.title.iter().chain(&label.title_ok).any(|title| alike(title, &row.title) >= 0.8) {
            return Err(format!("the title is {:?}, not {:?}", row.title, label.title));
        }
        let currency = self.currency().parse::<Currency>().map_err(|error| error.to_string())?;
        let amounts =
            label.price.iter().chain(&label.price_ok).filter_map(|price| Money::from_decimal(price, currency));
        let found = (row.price_minor, row.price_currency.as_deref());
        if !amounts.into_iter().any(|money| found == (Some(money.amount_minor), Some(money.currency.code()))) {
            return Err(format!("the price is {found:?}, not {:?} {}", label.price, self.currency()));
        }
        let image = row.image.as_deref().and_then(|image| picture(&self.url, image));
        if image.is_none() || !label.image.iter().chain(&label.image_ok).any(|right| picture(&self.url, right) == image)
        {
            return Err(format!("the picture is {:?}, not {:?}", row.image, label.image));
        }
        Ok(())
    }
}

/// A picture by host and path: scheme and query say how it is fetched, and how large.
fn picture(page: &Url, image: &str) -> Option<String> {
    let url = page.join(image).ok()?;
    Some(format!("{}{}", url.host_str().unwrap_or_default(), url.path()))
}

/// How alike two titles are: the F1 of their words, letters of scripts without spaces counting as words.
fn alike(a: &str, b: &str) -> f64 {
    let words = |text: &str| {
        let mut words = Vec::new();
        for word in
            text.to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
        {
            if word.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{e00}'..='\u{e7f}')) {
                words.extend(word.chars().map(String::from));
            } else {
                words.push(word.to_owned());
            }
        }
        words
    };
    let (a, mut b) = (words(a), words(b));
    let total = a.len() + b.len();
    let common =
        a.iter().filter(|word| b.iter().position(|other| other == *word).map(|at| b.swap_remove(at)).is_some()).count();
    let as_f64 = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    if total == 0 { 0.0 } else { 2.0 * as_f64(common) / as_f64(total) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page() -> CorpusPage {
        let label = serde_json::json!({
            "file": "pages/1.html", "url": "https://shop.example/p/1", "shop": "shop", "is_product": true, "title": "Blue stoneware mug 350 ml",
            "price": "18.00", "price_ok": ["19.50"], "currency": "EUR", "image": "/i/mug.png", "difficulty": "jsonld"
        });
        addressed(serde_json::from_value(label).unwrap(), Path::new("/corpus")).unwrap()
    }

    fn row(title: &str, minor: i64, currency: &str, image: &str) -> Row {
        Row {
            title: title.to_owned(),
            price_minor: Some(minor),
            price_currency: Some(currency.to_owned()),
            image: Some(image.to_owned()),
            url: None,
        }
    }

    #[test]
    fn a_board_is_right_only_when_title_price_currency_and_picture_are() {
        let page = page();
        let image = "https://shop.example/i/mug.png?width=600";
        assert_eq!(page.is_right(&row("blue stoneware mug, 350 ml", 1950, "EUR", image)), Ok(()));
        for wrong in [
            row("Red mug", 1800, "EUR", image),
            row("Blue stoneware mug 350 ml", 1801, "EUR", image),
            row("Blue stoneware mug 350 ml", 1800, "USD", image),
            row("Blue stoneware mug 350 ml", 1800, "EUR", "https://shop.example/i/cup.png"),
        ] {
            assert!(page.is_right(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn shops_kept_aside_are_no_candidates() {
        // By sha256 as Python has it: int(hexdigest, 16) % 5.
        assert!(held_out("b"));
        assert!(!held_out("a"));
    }
}
