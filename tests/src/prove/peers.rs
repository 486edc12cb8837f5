//! Other readers of shop pages on the same labelled pages, judged by the same rules: extruct, metascraper and open-graph-scraper,
//! each in its best configuration (`tests/peers/README.md`). They live in a cache folder of the person and need its registries once.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::corpus::figures::{FIGURES, Figure};
use crate::corpus::label::{Label, is_held_out};
use crate::corpus::read;
use crate::corpus::score::{Prediction, Table, load_predictions, score};

/// Figures that only who says how sure it is can have.
const OF_OURS: [&str; 2] = ["price right where sure", "sure of product pages"];

/// A reader: its name, what must be installed for it, and its program's arguments before the list and the pages.
struct Peer {
    name: &'static str,
    install: fn(&Path) -> Result<Command>,
    arguments: &'static [&'static str],
}

const PEERS: [Peer; 3] = [
    Peer { name: "extruct", install: python, arguments: &["extruct_lines.py"] },
    Peer { name: "metascraper", install: node, arguments: &["node_lines.js", "metascraper"] },
    Peer { name: "open-graph-scraper", install: node, arguments: &["node_lines.js", "open-graph-scraper"] },
];

/// Runs every peer that can be had and prints its figures beside ours; of one that cannot, what is missing.
///
/// # Errors
/// The list of pages cannot be written. A peer that is missing is no error: no bar is about it.
pub fn print(labels: &[Label], pages: &Path, ours: &[Prediction]) -> Result<()> {
    println!("\nothers on the same pages");
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("list.jsonl");
    fs::write(&list, lines(labels))?;
    let mut columns = vec![("giftos", ours.to_vec())];
    for peer in &PEERS {
        match said(peer, &list, pages, folder.path()) {
            Ok((said, failed)) => {
                if failed > 0 {
                    println!("  {} gave up on {failed} pages", peer.name);
                }
                columns.push((peer.name, said));
            }
            Err(error) => println!("  {} is missing: {error:#}", peer.name),
        }
    }
    print!("{}", table(labels, &columns));
    let own: Vec<Label> = labels.iter().filter(|label| is_held_out(&label.shop)).cloned().collect();
    if !own.is_empty() {
        println!("\nothers on the shops that were set aside");
        print!("{}", table(&own, &columns));
    }
    Ok(())
}

/// The pages as `giftos detect --list` takes them.
fn lines(labels: &[Label]) -> String {
    let line =
        |label: &Label| serde_json::json!({ "file": label.file, "url": read::address(label) }).to_string() + "\n";
    labels.iter().map(line).collect()
}

/// A row for each figure, a column for each reader.
fn table(labels: &[Label], columns: &[(&str, Vec<Prediction>)]) -> String {
    let tables: Vec<Table> = columns.iter().map(|(_, said)| score(labels, said)).collect();
    let mut out = format!("  {:<28}", "");
    for (name, _) in columns {
        let _ = write!(out, "{name:>20}");
    }
    out.push('\n');
    for figure in FIGURES.iter().filter(|figure| !OF_OURS.contains(&figure.name)) {
        let _ = write!(out, "  {:<28}", figure.name);
        tables.iter().for_each(|table| out.push_str(&shown(figure, table)));
        out.push('\n');
    }
    out
}

fn shown(figure: &Figure, table: &Table) -> String {
    let value = (figure.of)(table);
    if figure.at_most { format!("{value:>20.0}") } else { format!("{value:>20.3}") }
}

/// A line about a page that a peer could not read.
#[derive(Deserialize)]
struct GivenUp {
    error: Option<String>,
}

/// What a peer says of the pages, and on how many it gave up.
fn said(peer: &Peer, list: &Path, pages: &Path, folder: &Path) -> Result<(Vec<Prediction>, usize)> {
    let mut command = (peer.install)(&cache()?)?;
    let [script, arguments @ ..] = peer.arguments else { bail!("no program") };
    command.arg(scripts().join(script)).args(arguments).arg(list).arg(pages);
    let path = folder.join(format!("{}.jsonl", peer.name));
    command.stdout(File::create(&path)?);
    run(&mut command)?;
    let text = fs::read_to_string(&path)?;
    let failed = text.lines().filter_map(|line| serde_json::from_str::<GivenUp>(line).ok()?.error).count();
    Ok((load_predictions(&path)?, failed))
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Where the packages live: outside the repository, so that no check of it looks at foreign code.
fn cache() -> Result<PathBuf> {
    let own = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    Ok(own.or_else(home).context("there is no home folder to install it in")?.join("giftos-peers"))
}

/// Python with extruct.
fn python(cache: &Path) -> Result<Command> {
    let folder = cache.join("python");
    let own = folder.join("bin/python");
    once(&folder, &fs::read_to_string(scripts().join("requirements.txt"))?, || {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let list = scripts().join("requirements.txt");
        run(Command::new(&own).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(list))
    })?;
    Ok(Command::new(own))
}

/// Node with the packages of the two others; nothing of theirs is run while they are installed.
fn node(cache: &Path) -> Result<Command> {
    let folder = cache.join("node");
    let wanted = fs::read_to_string(scripts().join("package.json"))?;
    once(&folder, &wanted, || {
        fs::write(folder.join("package.json"), &wanted)?;
        run(Command::new("npm").args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder))
    })?;
    let mut command = Command::new("node");
    command.env("PEERS_MODULES", &folder);
    Ok(command)
}

/// Installs where what is wanted is not what was installed last.
fn once(folder: &Path, wanted: &str, install: impl FnOnce() -> Result<()>) -> Result<()> {
    let installed = folder.join("installed");
    if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    install().context("its packages could not be installed (this needs their registries)")?;
    Ok(fs::write(&installed, wanted)?)
}

/// Runs a program to its end; where it fails, the last thing that it said.
fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let spawned = command.stderr(std::process::Stdio::piped()).spawn().with_context(|| name.clone())?;
    let output = spawned.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    ensure!(output.status.success(), "{name}: {last}");
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_installed_is_installed_again_only_where_the_versions_change() {
        let folder = tempfile::tempdir().unwrap();
        let mut times = 0;
        for wanted in ["a==1", "a==1", "a==2"] {
            let install = || {
                times += 1;
                Ok(())
            };
            once(folder.path(), wanted, install).unwrap();
        }
        assert_eq!(times, 2);
        assert!(once(folder.path(), "a==3", || bail!("offline")).is_err());
        once(folder.path(), "a==2", || bail!("what stayed is not installed again")).unwrap();
    }

    #[test]
    fn what_is_missing_is_said_with_the_last_words_of_the_program() {
        let missing = run(&mut Command::new("no-such-program-of-ours")).unwrap_err();
        assert!(format!("{missing:#}").starts_with("no-such-program-of-ours: "), "{missing:#}");
        let failed = run(Command::new("sh").args(["-c", "echo first >&2; echo no network >&2; exit 1"])).unwrap_err();
        assert_eq!(format!("{failed:#}"), "sh: no network");
    }

    #[test]
    fn every_reader_is_judged_by_the_same_rules() {
        let label = |file: &str| Label {
            file: file.to_owned(),
            is_product: true,
            title: Some("Pot".to_owned()),
            ..Label::default()
        };
        let right = |file: &str| Prediction {
            file: file.to_owned(),
            is_product: true,
            title: Some("Pot".to_owned()),
            ..Prediction::default()
        };
        let both = vec![right("1"), right("2")];
        let shown = table(&[label("1"), label("2")], &[("ours", both), ("theirs", vec![right("1")])]);
        let row = |name: &str| {
            let row = shown.lines().find(|line| line.trim_start().starts_with(name)).unwrap();
            row.rsplit(' ').filter(|cell| !cell.is_empty()).take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(row("title F1"), ["0.667", "1.000"]);
        assert_eq!(row("is a product F1"), ["0.667", "1.000"]);
        assert!(OF_OURS.iter().all(|name| !shown.contains(name)), "{shown}");
    }

    #[test]
    fn json_ld_is_read_with_the_offer_of_the_product_before_meta_elements() {
        let code = r#"
            const { product, fields } = require("./schema.js");
            const offer = { "@type": "Offer", price: "1.299,00", priceCurrency: "eur", availability: "http://schema.org/InStock" };
            const own = { "@type": ["Product"], name: "Pot", brand: { name: "Clay" }, hasVariant: [{ sku: "P1", offers: [offer] }] };
            const beside = { "@type": "ItemList", itemListElement: [{ "@type": "Product", name: "Other" }] };
            const found = fields(product([{ "@graph": [beside, { "@type": "Product", name: "No offer" }, own] }]), { title: "Shop", image: "p.jpg", price: "3" });
            const { title, price, currency, image, brand } = found;
            console.log([title, price, currency, image, brand, product([beside]) === undefined].join("|"));"#;
        let output = Command::new("node").current_dir(scripts()).args(["-e", code]).output().unwrap();
        let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(said.trim(), "Pot|1299.00|EUR|p.jpg|Clay|true", "{wrong}");
    }
}
