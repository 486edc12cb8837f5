//! One page, four readers: the extension's WASM and this program over the same summary; a live page and its parsed HTML.
//! So that what the browser shows, what the server reads later and what the tests hold are one thing.
//! It never judges whether a page is read right: the scorer does that.

use std::path::Path;

use anyhow::Result;

use super::both_builds::{self, BothBuilds};
use super::parity::{self, Parity};
use crate::journey::{CorpusPage, corpus_pages};
use crate::shop::{Asked, Given, PageServer};

/// Nothing but the document loads, and none of its scripts run.
const OFF: &str = "default-src 'none'";
/// Pages of which a final field may differ between live and parsed, in hundredths of all.
const MOST_DIFFERING: usize = 5;

/// What came of it.
#[derive(Debug)]
pub struct Reading {
    /// Live against parsed.
    pub parity: Parity,
    /// Native against WASM.
    builds: BothBuilds,
}

/// Reads all pages of the corpus but those of the shops that are kept aside. `extension` is the one built for Chromium.
///
/// # Errors
/// Chromium, the extension or the corpus is missing.
pub fn read(corpus: &Path, extension: &Path) -> Result<Reading> {
    let pages = corpus_pages(corpus)?;
    let parity = parity::compare(&pages)?;
    let named: Vec<_> = pages.iter().map(|page| (page.describe(), page.url.to_string())).collect();
    let builds = both_builds::compare(&named, &server(&pages)?, extension)?;
    Ok(Reading { parity, builds })
}

fn server(pages: &[CorpusPage]) -> Result<PageServer> {
    let served = pages.to_vec();
    PageServer::start(move |asked: &Asked| {
        let page = served.iter().find(|page| parity::same_page(&page.url, &asked.url))?;
        let body = std::fs::read(&page.path).ok()?;
        Some(Given::new(&page.content_type(), body).with_header("Content-Security-Policy", OFF))
    })
}

impl Reading {
    /// Prints it, and says whether both bars hold.
    #[must_use]
    pub fn report(&self) -> bool {
        let Self { parity, builds } = self;
        println!(
            "\nthe same page in a live Chromium (no scripts, no network) and on the server, layout excepted: {} of {} pages equal in \
             markup evidence and node texts, {} larger than what is read",
            parity.equal, parity.compared, parity.truncated
        );
        let share = parity.fields.len() * 1000 / parity.read.max(1);
        println!(
            "final fields, live against parsed: {} of {} pages differ ({}.{} %, bar {MOST_DIFFERING} %)",
            parity.fields.len(),
            parity.read,
            share / 10,
            share % 10
        );
        for fault in parity.faults.iter().chain(&parity.fields) {
            println!("    {fault}");
        }
        println!(
            "the same summary read natively and by the extension's WASM: {} of {} pages equal, byte for byte",
            builds.compared - builds.faults.len(),
            builds.compared
        );
        for fault in &builds.faults {
            println!("    {fault}");
        }
        builds.faults.is_empty() && parity.fields.len() * 100 <= parity.read * MOST_DIFFERING
    }
}
