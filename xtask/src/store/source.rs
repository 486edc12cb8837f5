//! The source archive for reviewers: every file that git knows, and beside them a page that says how to build from it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::text_of;
use crate::install;
use crate::pack::{Entry, pack};
use crate::shell::{command, output, root};

/// What the page is called in the archive.
const PAGE: &str = "BUILD-FOR-REVIEW.md";

/// The archive's file name.
pub(crate) fn name() -> String {
    format!("giftos-source-{}.zip", env!("CARGO_PKG_VERSION"))
}

/// Writes the archive.
///
/// # Errors
/// Where this is no clone of the repository: what belongs into the archive is what git knows.
pub(crate) fn archive(file: &Path) -> Result<()> {
    let listed = command("git", &["ls-files", "--stage", "-z"]);
    let mut files = tracked(&text(listed)?)?;
    let changed = text(command("git", &["status", "--porcelain"]))?;
    if !changed.trim().is_empty() {
        println!("  The source archive holds what is not committed too:\n{}", changed.trim_end());
    }
    let bytes = reviewers(&text_of("store/REVIEW.md")?, &Tools::here()?)?.into_bytes();
    files.push(Entry { name: PAGE.to_owned(), bytes, runs: false });
    pack(files, file)
}

fn text(mut command: Command) -> Result<String> {
    let output = command.output().context("git cannot be started")?;
    ensure!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// The files of git's list: `MODE HASH STAGE<tab>PATH`, each ended by a zero byte.
fn tracked(list: &str) -> Result<Vec<Entry>> {
    let mut files = Vec::new();
    for line in list.split_terminator('\0') {
        let (about, name) = line.split_once('\t').with_context(|| format!("git lists {line:?}"))?;
        let runs = match about.split(' ').next() {
            Some("100644") => false,
            Some("100755") => true,
            _ => bail!("{name} is no plain file, and the archive holds no other"),
        };
        // What was deleted and not committed is not part of what is built either.
        if let Ok(bytes) = fs::read(root().join(name)) {
            files.push(Entry { name: name.to_owned(), bytes, runs });
        }
    }
    ensure!(!files.is_empty(), "git lists no files");
    Ok(files)
}

/// What the packages were built with.
pub(crate) struct Tools {
    pub(crate) rust: String,
    pub(crate) node: String,
    pub(crate) system: String,
}

impl Tools {
    fn here() -> Result<Self> {
        let said = |program: &str, arguments: &[&str]| {
            output(program, arguments).with_context(|| format!("`{program} {}` says nothing", arguments.join(" ")))
        };
        let rust = said("rustc", &["--version"])?;
        let rust = rust.split(' ').nth(1).with_context(|| format!("no version in {rust:?}"))?.to_owned();
        let os = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let system = os.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or(std::env::consts::OS);
        let system = format!("{}, {}", system.trim_matches('"'), std::env::consts::ARCH);
        Ok(Self { rust, node: said("node", &["--version"])?.trim_start_matches('v').to_owned(), system })
    }
}

/// The page for reviewers with the versions in their places.
///
/// # Errors
/// When a place is left over, or one that is filled in is not there.
pub(crate) fn reviewers(template: &str, tools: &Tools) -> Result<String> {
    let mut page = template.to_owned();
    let version = env!("CARGO_PKG_VERSION");
    for (place, value) in [
        ("{version}", version),
        ("{rust}", &tools.rust),
        ("{node}", &tools.node),
        ("{system}", &tools.system),
        ("{binaryen}", install::BINARYEN),
    ] {
        ensure!(page.contains(place), "store/REVIEW.md has no place for {place}");
        page = page.replace(place, value);
    }
    ensure!(!page.contains('{'), "store/REVIEW.md has a place that nothing fills");
    Ok(page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn git_tells_what_is_in_the_archive() {
        let files =
            tracked("100644 abc 0\tREADME.md\x00100755 abc 0\t.ci/run\x00100644 abc 0\tno/such file\x00").unwrap();
        let seen: Vec<(&str, bool)> = files.iter().map(|file| (file.name.as_str(), file.runs)).collect();
        assert_eq!(seen, [("README.md", false), (".ci/run", true)]);
        assert!(!files[0].bytes.is_empty());
        assert!(tracked("120000 abc 0\tlink\0").is_err(), "a link leads out of the archive");
        assert!(tracked("").is_err());
    }

    #[test]
    fn the_page_for_reviewers_names_every_version() {
        let tools = Tools { rust: "1.2.3".into(), node: "20.1.0".into(), system: "A system".into() };
        let page = reviewers(&text_of("store/REVIEW.md").unwrap(), &tools).unwrap();
        for word in ["1.2.3", "20.1.0", "A system", install::BINARYEN, env!("CARGO_PKG_VERSION")] {
            assert!(page.contains(word), "{word}");
        }
        assert!(reviewers("nothing to fill in", &tools).is_err());
    }
}
