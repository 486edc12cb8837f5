//! How long detection takes on the server, against scraper's parse alone.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use giftos::page;
use scraper::Html;

use super::{Row, median, timed};

const ROUNDS: usize = 5;

/// All pages of a folder: every file that ends in `.html`, also in the folders below.
fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                found.push(path);
            }
        }
    }
    found.sort();
    ensure!(!found.is_empty(), "no pages in {}", folder.display());
    Ok(found)
}

/// Parse, collect and detect on the server against scraper's parse into `Html` (made and dropped) of the same texts.
///
/// # Errors
/// When a page cannot be read.
pub fn run(folder: &Path) -> Result<Vec<Row>> {
    let mut texts = Vec::new();
    for path in pages(folder)? {
        texts.push(page::decode(&std::fs::read(path)?, None).into_owned());
    }
    let (mut ratios, mut each) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
        for text in &texts {
            theirs += timed(|| drop(std::hint::black_box(Html::parse_document(text)))).1;
            let took = timed(|| {
                let evidence = page::evidence_of_text(text, "https://shop.example/item/1", true);
                std::hint::black_box(shared::detect::detect(&evidence));
            });
            ours += took.1;
            each.push(took.1.as_secs_f64() * 1000.0);
        }
        ratios.push(ours.as_secs_f64() / theirs.as_secs_f64());
    }
    let ratio = median(ratios);
    Ok(vec![Row {
        what: format!("server detection of {} pages against scraper's parse alone", texts.len()),
        figure: format!("{ratio:.2} × (median {:.1} ms a page)", median(each)),
        bar: "≤ 1.4 ×",
        holds: ratio <= 1.4,
    }])
}
