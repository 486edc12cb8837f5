//! `cargo xtask store --verify`: does as a reviewer does. Unpacks the source archive into another folder, builds there with nothing that
//! was built here, and compares the packages byte for byte.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};
use zip::ZipArchive;

use super::source;
use crate::dist;
use crate::manifest::BROWSERS;
use crate::shell::{cargo, root, step};

/// Builds twice and compares.
pub(crate) fn verify() -> Result<()> {
    dist::dist()?;
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
    let mut different = Vec::new();
    for browser in BROWSERS {
        let file = format!("giftos-{}.zip", browser.name());
        let read = |folder: &Path| fs::read(folder.join("dist").join(&file)).with_context(|| file.clone());
        let (here, there) = (read(&root())?, read(&sources)?);
        println!(
            "{file}: {} bytes here, {} bytes from the archive, {}",
            here.len(),
            there.len(),
            verdict(&here, &there)
        );
        if here != there {
            different.push(file);
        }
    }
    if !different.is_empty() {
        bail!("not the same bytes: {}", different.join(", "));
    }
    println!("The source archive builds the same bytes.");
    Ok(())
}

fn verdict(here: &[u8], there: &[u8]) -> String {
    match here.iter().zip(there).position(|(one, other)| one != other) {
        None if here.len() == there.len() => "the same".to_owned(),
        None => "one is the beginning of the other".to_owned(),
        Some(at) => format!("different from byte {at} on"),
    }
}
