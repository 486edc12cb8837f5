//! The three files of attacks, as rows.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// A row of `ssrf-urls.tsv`.
#[derive(Debug, Clone)]
pub struct UrlRow {
    /// `S012`.
    pub id: String,
    /// The technique.
    pub class: String,
    /// `block`, `allow` or `no-header-injection`.
    pub expect: String,
    /// The text that a person gave.
    pub url: String,
    /// What a WHATWG parser makes of it: `ip:…`, `name:…`, `scheme` or `parse-error`.
    pub parse: String,
}

/// A row of `ssrf-dns.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub struct NameRow {
    /// The host asked for.
    pub name: String,
    /// The answers, lookup by lookup.
    pub answers_per_lookup: Vec<Vec<String>>,
    /// In words; its beginning decides.
    pub expect: String,
}

/// A row of `hostile-shop.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub struct PageRow {
    /// The technique.
    pub kind: String,
    /// For redirects.
    pub status: Option<u16>,
    /// For redirects; `%PORT%` is the canary's port.
    pub location: Option<String>,
    /// In words, or the bytes themselves.
    pub behaviour: Option<String>,
    /// In words.
    pub expect: String,
}

/// All rows.
#[derive(Debug, Default)]
pub struct Rows {
    /// Addresses.
    pub urls: Vec<UrlRow>,
    /// Names.
    pub names: Vec<NameRow>,
    /// Shops.
    pub pages: Vec<PageRow>,
}

impl Rows {
    /// Reads the three files of a folder.
    ///
    /// # Errors
    /// A file is missing, empty or malformed.
    pub fn read(folder: &Path) -> Result<Self> {
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let rows = Self {
            urls: urls(&text("ssrf-urls.tsv")?)?,
            names: lines(&text("ssrf-dns.jsonl")?)?,
            pages: lines(&text("hostile-shop.jsonl")?)?,
        };
        ensure!(!rows.urls.is_empty() && !rows.names.is_empty() && !rows.pages.is_empty(), "a file has no rows");
        Ok(rows)
    }
}

fn urls(text: &str) -> Result<Vec<UrlRow>> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, class, expect, url, parse] = fields[..] else { anyhow::bail!("not five fields: {line}") };
        let url = url.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r");
        Ok(UrlRow { id: id.into(), class: class.into(), expect: expect.into(), url, parse: parse.into() })
    });
    rows.collect()
}

fn lines<T: for<'a> Deserialize<'a>>(text: &str) -> Result<Vec<T>> {
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    rows.map(|line| serde_json::from_str(line).with_context(|| format!("not a row: {line}"))).collect()
}
