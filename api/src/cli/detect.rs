//! `giftos detect`: what would be saved from a page, as one JSON object a line. Others depend on its keys; they stay.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::detect::{Detection, Field, Rating, Source, Verdict};
use shared::money::Currency;
use shared::product::Availability;

use crate::page;

/// Address of a page that has none: a name that never resolves (RFC 2606), so that relative pictures can still be told apart.
const NOWHERE: &str = "https://nowhere.invalid/";

/// Detects products on saved pages.
#[derive(Debug, clap::Args)]
pub struct DetectArgs {
    /// JSON lines with `file` and `url`; prints one line for each, in order.
    #[arg(long, requires = "pages", conflicts_with = "file")]
    list: Option<PathBuf>,
    /// The folder that `file` is relative to.
    #[arg(long, requires = "list")]
    pages: Option<PathBuf>,
    /// Address of the page in FILE.
    #[arg(long, requires = "file")]
    url: Option<String>,
    /// A saved page.
    #[arg(required_unless_present = "list")]
    file: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Line {
    file: String,
    #[serde(default)]
    url: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// The list cannot be opened or the output cannot be written. A page that cannot be read is a line with `error`.
pub fn run(args: &DetectArgs) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let (Some(list), Some(pages)) = (&args.list, &args.pages) {
        let list = std::fs::File::open(list).map_err(|e| anyhow::anyhow!("{}: {e}", list.display()))?;
        for line in BufReader::new(list).lines() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<Line>(&line) {
                Ok(line) => {
                    let url = line.url.as_deref().unwrap_or("");
                    page_line(&mut out, &pages.join(&line.file), &line.file, url)?;
                }
                Err(e) => error_line(&mut out, None, &format!("no line of a list: {e}"))?,
            }
        }
    } else if let Some(file) = &args.file {
        page_line(&mut out, file, &file.to_string_lossy(), args.url.as_deref().unwrap_or(""))?;
    }
    out.flush()?;
    Ok(())
}

fn page_line(out: &mut impl Write, path: &Path, file: &str, url: &str) -> anyhow::Result<()> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) => return error_line(out, Some(file), &e.to_string()),
    };
    let url = if url.starts_with("http://") || url.starts_with("https://") { url.to_owned() } else { nowhere(url) };
    let start = Instant::now();
    let detection = page::detect_html(&bytes, &url, None);
    let micros = u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX);
    print(out, file, &detection, f64::from(micros) / 1000.0)
}

fn error_line(out: &mut impl Write, file: Option<&str>, error: &str) -> anyhow::Result<()> {
    writeln!(out, "{}", json!({ "file": file, "error": error }))?;
    Ok(())
}

fn nowhere(relative: &str) -> String {
    shared::product_url::resolve(NOWHERE, relative).unwrap_or_else(|| NOWHERE.to_owned())
}

/// One line of output; the keys and their order are the contract.
#[derive(Serialize)]
struct Row<'d> {
    file: &'d str,
    is_product: bool,
    page: Verdict,
    title: Option<&'d str>,
    price: Option<&'d str>,
    currency: Option<Currency>,
    list_price: Option<&'d str>,
    description: Option<&'d str>,
    images: Vec<&'d str>,
    category: Option<&'d str>,
    rating: Option<&'d Rating>,
    availability: Option<Availability>,
    brand: Option<&'d str>,
    sku: Option<&'d str>,
    gtin: Option<&'d str>,
    image: Option<&'d str>,
    canonical_url: Option<&'d str>,
    confidence: BTreeMap<&'static str, f64>,
    source: BTreeMap<&'static str, Source>,
    ms: f64,
}

/// A field's value, its confidence and source noted under its name.
fn take<'d, T>(row: &mut Origins, name: &'static str, field: Option<&'d Field<T>>) -> Option<&'d T> {
    let field = field?;
    row.0.insert(name, field.confidence);
    row.1.insert(name, field.source);
    Some(&field.value)
}

type Origins = (BTreeMap<&'static str, f64>, BTreeMap<&'static str, Source>);

fn print(out: &mut impl Write, file: &str, detection: &Detection, ms: f64) -> anyhow::Result<()> {
    let product = &detection.product;
    let mut origins = Origins::default();
    let price = take(&mut origins, "price", product.price.as_ref());
    let row = Row {
        file,
        is_product: detection.page != Verdict::NotProduct,
        page: detection.page,
        title: take(&mut origins, "title", product.title.as_ref()).map(String::as_str),
        price: price.map(|price| price.amount.as_str()),
        currency: price.and_then(|price| price.currency),
        list_price: take(&mut origins, "list_price", product.list_price.as_ref()).map(|price| price.amount.as_str()),
        description: take(&mut origins, "description", product.description.as_ref()).map(String::as_str),
        images: detection.images.iter().map(|image| image.url.as_str()).collect(),
        category: take(&mut origins, "category", product.category.as_ref()).map(String::as_str),
        rating: take(&mut origins, "rating", product.rating.as_ref()),
        availability: take(&mut origins, "availability", product.availability.as_ref()).copied(),
        brand: take(&mut origins, "brand", product.brand.as_ref()).map(String::as_str),
        sku: take(&mut origins, "sku", product.sku.as_ref()).map(String::as_str),
        gtin: take(&mut origins, "gtin", product.gtin.as_ref()).map(String::as_str),
        image: take(&mut origins, "image", product.image.as_ref()).map(String::as_str),
        canonical_url: detection.canonical_url.as_deref().filter(|url| !url.starts_with(NOWHERE)),
        confidence: origins.0,
        source: origins.1,
        ms,
    };
    serde_json::to_writer(&mut *out, &row)?;
    writeln!(out)?;
    Ok(())
}
