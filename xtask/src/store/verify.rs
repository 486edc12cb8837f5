//! `cargo xtask store --verify`: does as a reviewer does. Unpacks the source archive into another folder, builds there with nothing that
//! was built here, and compares the packages byte for byte.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use zip::ZipArchive;

use super::source;
use crate::dist;
use crate::manifest::{BROWSERS, Browser};
use crate::shell::{cargo, root, step};

/// Builds twice and compares.
pub(crate) fn verify() -> Result<()> {
    dist::dist()?;
    // Taken now: the other build takes long, and somebody may build here meanwhile.
    let here = packages(&root())?;
    let elsewhere = tempfile::tempdir().context("a folder to build in")?;
    let archive = elsewhere.path().join(source::name());
    source::archive(&archive)?;
    // Deeper than this checkout, and with another name: a path that gets into the programs would show.
    let sources = elsewhere.path().join("from the archive/sources");
    fs::create_dir_all(&sources)?;
    ZipArchive::new(File::open(&archive)?)?.extract(&sources)?;
    let mut build = cargo(&["xtask", "dist"]);
    build.current_dir(&sources).env("CARGO_TARGET_DIR", sources.join("target"));
    step("The packages, from the source archive", build)?;
    let there = packages(&sources)?;
    for ((name, here), (_, there)) in here.iter().zip(&there) {
        println!("{name}: {} bytes here, {} bytes from the archive, {}", here.len(), there.len(), verdict(here, there));
    }
    ensure!(here == there, "the source archive builds other bytes");
    println!("The source archive builds the same bytes.");
    Ok(())
}

/// The packages of a checkout, with their names.
fn packages(checkout: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let package = |browser: Browser| {
        let name = format!("giftos-{}.zip", browser.name());
        let bytes = fs::read(checkout.join("dist").join(&name)).with_context(|| format!("no {name}"))?;
        Ok((name, bytes))
    };
    BROWSERS.into_iter().map(package).collect()
}

fn verdict(here: &[u8], there: &[u8]) -> String {
    match here.iter().zip(there).position(|(one, other)| one != other) {
        None if here.len() == there.len() => "the same".to_owned(),
        None => "one is the beginning of the other".to_owned(),
        Some(at) => format!("different from byte {at} on"),
    }
}
