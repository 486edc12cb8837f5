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
    write_all(args, &mut out)?;
    out.flush()?;
    Ok(())
}

fn write_all(args: &DetectArgs, out: &mut impl Write) -> anyhow::Result<()> {
    if let (Some(list), Some(pages)) = (&args.list, &args.pages) {
        let list = std::fs::File::open(list).map_err(|e| anyhow::anyhow!("{}: {e}", list.display()))?;
        for line in BufReader::new(list).split(b'\n') {
            let line = line?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Line>(&line) {
                Ok(line) => {
                    let url = line.url.as_deref().unwrap_or("");
                    page_line(out, &pages.join(&line.file), &line.file, url)?;
                }
                Err(e) => error_line(out, None, &format!("no line of a list: {e}"))?,
            }
        }
    } else if let Some(file) = &args.file {
        page_line(out, file, &file.to_string_lossy(), args.url.as_deref().unwrap_or(""))?;
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PAGE: &str = r#"<title>Teapot</title><h1>Teapot</h1><img src="/t.jpg" alt="Teapot" width="400" height="400">
        <script type="application/ld+json">{"@type":"Product","name":"Teapot","image":"/t.jpg","sku":"T1",
        "offers":{"price":"24.90","priceCurrency":"EUR","availability":"InStock"}}</script>
        <p class="price">24,90 €</p><button>Add to cart</button>"#;

    fn lines(args: &DetectArgs) -> Vec<String> {
        let mut out = Vec::new();
        write_all(args, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_list_gives_a_line_for_each_page_in_order_and_never_stops() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("teapot.html"), PAGE).unwrap();
        let list = folder.path().join("list.jsonl");
        let rows = "{\"file\":\"missing.html\"}\n\nnot json\n{\"file\":\"teapot.html\",\"url\":null,\"price\":\"1\"}\n\
                    {\"file\":\"teapot.html\",\"url\":\"https://shop.example/teapot?utm_source=x\"}\n{\"file\":\"teapot.html\",\"url\":\"a/b\"}\n";
        std::fs::write(&list, rows).unwrap();
        let args = DetectArgs { list: Some(list), pages: Some(folder.path().to_owned()), url: None, file: None };
        let lines = lines(&args);
        assert_eq!(lines.len(), 5);
        let parsed: Vec<serde_json::Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(parsed[0]["file"], "missing.html");
        assert!(parsed[0]["error"].is_string() && parsed[1]["error"].is_string());
        assert_eq!(parsed[2]["price"], "24.90");
        assert_eq!(parsed[2]["canonical_url"], serde_json::Value::Null);
        assert_eq!(parsed[3]["canonical_url"], "https://shop.example/teapot");
        assert_eq!(parsed[3]["image"], "https://shop.example/t.jpg");
        assert_eq!(parsed[4]["page"], "sure");
    }

    #[test]
    fn a_line_that_is_no_text_is_an_error_and_the_next_one_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("teapot.html"), PAGE).unwrap();
        let list = folder.path().join("list.jsonl");
        std::fs::write(&list, b"{\"file\":\"\xff\xfe\"}\r\n{\"file\":\"teapot.html\"}").unwrap();
        let args = DetectArgs { list: Some(list), pages: Some(folder.path().into()), url: None, file: None };
        let rows: Vec<serde_json::Value> =
            lines(&args).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), 2);
        assert!(rows[0]["error"].is_string() && rows[0]["file"].is_null());
        assert_eq!(rows[1]["price"], "24.90");
    }

    #[test]
    fn the_keys_stand_in_the_order_that_others_rely_on() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("teapot.html");
        std::fs::write(&file, PAGE).unwrap();
        let args =
            DetectArgs { list: None, pages: None, url: Some("https://shop.example/teapot".into()), file: Some(file) };
        let line = lines(&args).remove(0);
        let keys = [
            "file",
            "is_product",
            "page",
            "title",
            "price",
            "currency",
            "list_price",
            "description",
            "images",
            "category",
            "rating",
            "availability",
            "brand",
            "sku",
            "gtin",
            "image",
            "canonical_url",
            "confidence",
            "source",
            "ms",
        ];
        let mut from = 0;
        for key in keys {
            let at = line.get(from..).and_then(|rest| rest.find(&format!("\"{key}\":")));
            from += at.unwrap_or_else(|| panic!("{key} is missing or out of order in {line}"));
        }
        let row: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(row["list_price"], serde_json::Value::Null);
        assert_eq!(row["source"]["price"], "json_ld");
        assert!(row["confidence"]["price"].as_f64().unwrap() > 0.9 && row["ms"].as_f64().unwrap() > 0.0);
    }
}
