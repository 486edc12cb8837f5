//! A page case: a folder with `page.html`, its pictures, and `expected.json`, what a person would read off the page.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use url::Url;

use super::server::{Asked, Given};

/// What a person would read off the page. A missing field is one that the page does not give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The page's address.
    pub url: Url,
    /// `sure`, `check` or `not_product`.
    pub page: String,
    /// The product's name.
    #[serde(default)]
    pub title: Option<String>,
    /// What one pays now, as a plain decimal.
    #[serde(default)]
    pub price: Option<String>,
    /// ISO 4217.
    #[serde(default)]
    pub currency: Option<String>,
    /// The crossed-out price.
    #[serde(default)]
    pub list_price: Option<String>,
    /// The main picture, absolute.
    #[serde(default)]
    pub image: Option<String>,
    /// `in_stock`, `out_of_stock` or `preorder`.
    #[serde(default)]
    pub availability: Option<String>,
    /// Who makes it.
    #[serde(default)]
    pub brand: Option<String>,
    /// The shop's number for it.
    #[serde(default)]
    pub sku: Option<String>,
    /// Its GTIN.
    #[serde(default)]
    pub gtin: Option<String>,
    /// The header `Content-Security-Policy` that the page is sent with.
    #[serde(default)]
    pub csp: Option<String>,
    /// What the case is for; for people.
    #[serde(default)]
    pub note: Option<String>,
}

/// A page case of `tests/pages`.
#[derive(Debug, Clone)]
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// What is on the page.
    pub expected: Expected,
}

impl Case {
    /// All cases of the project, by name.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn all() -> Result<Vec<Self>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
        let mut cases = Vec::new();
        for entry in std::fs::read_dir(&root).with_context(|| root.display().to_string())? {
            let folder = entry?.path();
            if folder.is_dir() {
                cases.push(Self::read(folder)?);
            }
        }
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(cases)
    }

    /// The case in this folder.
    ///
    /// # Errors
    /// When a part is missing or odd.
    pub fn read(folder: PathBuf) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read(folder.join("expected.json")).with_context(|| format!("the case {name}"))?;
        let expected = serde_json::from_slice(&text).with_context(|| format!("the case {name}"))?;
        Ok(Self { name, folder, expected })
    }

    /// The page as bytes.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn html(&self) -> Result<Vec<u8>> {
        std::fs::read(self.folder.join("page.html")).with_context(|| format!("the case {}", self.name))
    }

    /// A site of these cases, each under its own host: `page.html` at its address, the other files beside it.
    /// `csp` is sent with every page in place of its own.
    pub fn site(cases: &[Self], csp: Option<&str>) -> impl Fn(&Asked) -> Option<Given> + Send + Sync + 'static {
        let mut pages = HashMap::new();
        let mut folders: HashMap<String, Vec<PathBuf>> = HashMap::new();
        for case in cases {
            let url = &case.expected.url;
            folders.entry(url.host_str().unwrap_or_default().to_owned()).or_default().push(case.folder.clone());
            pages.insert(key(url), (case.clone(), csp.map(str::to_owned).or_else(|| case.expected.csp.clone())));
        }
        move |asked| {
            if let Some((case, csp)) = pages.get(&key(&asked.url)) {
                // No charset: pages say it themselves, as on the web.
                let page = Given::new("text/html", case.html().ok()?);
                return Some(match csp {
                    Some(csp) => page.with_header("Content-Security-Policy", csp),
                    None => page,
                });
            }
            let name = asked.url.path_segments()?.next_back().filter(|name| !name.starts_with('.'))?;
            let kind = content_type(name)?;
            let folders = folders.get(asked.url.host_str()?)?;
            let body = folders.iter().find_map(|folder| std::fs::read(folder.join(name)).ok())?;
            Some(Given::new(kind, body))
        }
    }
}

/// Scheme and fragment do not tell pages apart.
fn key(url: &Url) -> String {
    format!("{}{}?{}", url.host_str().unwrap_or_default(), url.path(), url.query().unwrap_or_default())
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match Path::new(name).extension()?.to_str()? {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "css" => "text/css",
        "js" => "text/javascript",
        "json" => "application/json",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::money::{Currency, Money};

    use super::*;

    fn get(url: &str) -> Asked {
        Asked { method: "GET".to_owned(), url: url.parse().unwrap() }
    }

    #[test]
    fn every_case_says_what_is_on_its_page_and_brings_its_pictures() {
        let cases = Case::all().unwrap();
        let site = Case::site(&cases, None);
        for case in &cases {
            let name = &case.name;
            let expected = &case.expected;
            let page = site(&get(expected.url.as_str())).unwrap_or_else(|| panic!("{name}: no page at its address"));
            assert!(page.headers.iter().any(|(header, _)| header == "Content-Type"), "{name}");
            assert!(["sure", "check", "not_product"].contains(&expected.page.as_str()), "{name}: {}", expected.page);
            if expected.page == "not_product" {
                continue;
            }
            assert!(expected.title.is_some(), "{name}: no title");
            if let (Some(price), Some(currency)) = (&expected.price, &expected.currency) {
                let currency: Currency = currency.parse().unwrap();
                assert!(Money::from_decimal(price, currency).is_some(), "{name}: {price} {currency}");
            }
            if let Some(image) = &expected.image {
                let picture = site(&get(image)).unwrap_or_else(|| panic!("{name}: no picture at {image}"));
                assert!(!picture.body.is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn a_case_is_served_with_its_own_policy_or_the_one_asked_for() {
        let cases = Case::all().unwrap();
        let policy = |given: &Given| {
            given.headers.iter().find(|(name, _)| name == "Content-Security-Policy").map(|(_, value)| value.clone())
        };
        let strict = "https://fern-and-finch.example/headphones";
        let kettle = "https://fern-and-finch.example/kettle";
        let own = Case::site(&cases, None);
        assert!(policy(&own(&get(strict)).unwrap()).unwrap().starts_with("default-src 'none'"));
        assert_eq!(policy(&own(&get(kettle)).unwrap()), None);
        let all = Case::site(&cases, Some("default-src 'none'"));
        assert_eq!(policy(&all(&get(kettle)).unwrap()).as_deref(), Some("default-src 'none'"));
        assert!(own(&get("https://elsewhere.example/kettle")).is_none());
    }
}
