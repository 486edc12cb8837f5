//! Detection over the labelled pages, each as it is or with markup taken out.

use std::path::Path;

use anyhow::{Context, Result};
use shared::detect::Detection;
use shared::detect::trace::{self, Trace, Weights};

use super::label::Label;
use super::markup::Without;

/// Address of a page that has none, as `giftos detect` gives it.
const NOWHERE: &str = "https://nowhere.invalid/";

/// A page with what was found on it and what that went by.
pub struct Reading {
    /// What was found.
    pub detection: Detection,
    /// What it went by.
    pub trace: Trace,
}

/// Reads every page, in the order of the labels; `pages` is what their files are relative to.
///
/// # Errors
/// A page cannot be read.
pub fn all(labels: &[Label], pages: &Path, without: Without, weights: &Weights) -> Result<Vec<Reading>> {
    labels.iter().map(|label| one(label, pages, without, weights)).collect()
}

/// Reads one page.
///
/// # Errors
/// It cannot be read.
pub fn one(label: &Label, pages: &Path, without: Without, weights: &Weights) -> Result<Reading> {
    let path = pages.join(&label.file);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let page = giftos::page::evidence(&without.apply(&bytes), &address(label), None);
    let (detection, trace) = trace::detect(&page, weights);
    Ok(Reading { detection, trace })
}

/// The page's address; a relative one is of a host that never resolves, so that pictures can still be told apart.
#[must_use]
pub fn address(label: &Label) -> String {
    let url = label.url.as_deref().unwrap_or("");
    if url.starts_with("http://") || url.starts_with("https://") {
        return url.to_owned();
    }
    shared::product_url::resolve(NOWHERE, url).unwrap_or_else(|| NOWHERE.to_owned())
}
