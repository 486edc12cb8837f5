//! The test of a test: leaks that are put into the product on purpose, one at a time, each of which `prove surprise` must find.
//!
//! They are one patch to the product (`tests/leaks/leaks.patch`), applied to a copy of the checkout. Each stands behind a name of its own
//! (`tests/leaks/names.txt`), so that the copy is built once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{cargo, command, root, step};

/// Pairs of worlds in which a leak has to be found.
const PAIRS: &str = "60";

/// Tries them all, or those that are named, and fails where one stays hidden.
pub(crate) fn prove(only: &[String]) -> Result<()> {
    let (source, target) = copy()?;
    let mut build = cargo(&["build", "--quiet", "-p", "giftos-tests", "--bin", "prove"]);
    build.current_dir(&source).env("CARGO_TARGET_DIR", &target);
    step("A copy of the product with leaks in it", build)?;
    let proof = target.join("debug/prove");
    let whole = find(&proof, "none")?;
    ensure!(whole == 0, "with no leak at all the proof tells {whole} pairs of worlds apart");
    let names = names()?;
    let chosen: Vec<_> = names.iter().filter(|(name, _)| only.is_empty() || only.contains(name)).collect();
    let mut hidden = Vec::new();
    for (name, story) in &chosen {
        let found = find(&proof, name)?;
        println!("{:<34} {found:>3} of {PAIRS} pairs   {story}", name.as_str());
        if found == 0 {
            hidden.push(name.as_str());
        }
    }
    let caught = chosen.len() - hidden.len();
    println!(
        "leaks: {}: {caught} of {} were found; bar: all, 30 at least",
        if hidden.is_empty() { "HELD" } else { "NOT HELD" },
        chosen.len()
    );
    if hidden.is_empty() && !chosen.is_empty() {
        return Ok(());
    }
    bail!("these stayed hidden: {}", hidden.join(", "))
}

/// Name and story of each leak.
fn names() -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(root().join("tests/leaks/names.txt"))?;
    let lines = text.lines().filter(|line| !line.is_empty());
    let pair = |line: &str| line.split_once(": ").map(|(name, story)| (name.to_owned(), story.to_owned()));
    lines.map(|line| pair(line).with_context(|| format!("no name and story: {line}"))).collect()
}

/// A copy of the checkout with the patch applied, and where it is built.
fn copy() -> Result<(PathBuf, PathBuf)> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("leaks");
    let source = target.join("source");
    // What a patch added before would stand in its own way.
    if source.is_dir() {
        fs::remove_dir_all(&source)?;
    }
    let listed = command("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).output()?;
    ensure!(listed.status.success(), "git does not list the checkout's files");
    for name in String::from_utf8(listed.stdout)?.split('\0').filter(|name| !name.is_empty()) {
        let from = root().join(name);
        if from.is_file() {
            let to = source.join(name);
            fs::create_dir_all(to.parent().unwrap_or(&source))?;
            fs::copy(&from, &to)?;
        }
    }
    let patch = root().join("tests/leaks/leaks.patch");
    let mut apply = Command::new("git");
    // The copy lies in a folder that git leaves out of the checkout, where it would apply nothing and say nothing.
    apply
        .args(["apply", "--whitespace=nowarn"])
        .arg(&patch)
        .current_dir(&source)
        .env("GIT_CEILING_DIRECTORIES", &target);
    step("The patch with leaks", apply)?;
    Ok((source, target.join("build")))
}

/// In how many pairs the owner could tell both worlds apart with this leak.
fn find(proof: &Path, leak: &str) -> Result<usize> {
    let mut run = Command::new(proof);
    run.args(["surprise", "--worlds", PAIRS]).env("GIFTOS_LEAK", leak).current_dir(root());
    let output = run.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let last = text.lines().last().unwrap_or_default();
    let (_, told) = last.split_once("the owner could tell ").with_context(|| format!("no verdict: {last}"))?;
    let (count, _) = told.split_once(' ').with_context(|| format!("no count: {last}"))?;
    Ok(count.parse()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Whoever moves what a leak was put into moves the leak too.
    #[test]
    fn the_leaks_can_still_be_put_in() {
        let check =
            command("git", &["apply", "--check", "--whitespace=nowarn", "tests/leaks/leaks.patch"]).output().unwrap();
        assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
        let patch = fs::read_to_string(root().join("tests/leaks/leaks.patch")).unwrap();
        let names = names().unwrap();
        assert!(names.len() >= 30, "{} leaks", names.len());
        for (name, _) in names {
            assert!(patch.contains(&format!("\"{name}\"")), "{name} is in no handler");
        }
    }
}
