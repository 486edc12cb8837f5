//! Formatting, lints, the never-arrows, and what dependencies bring with them.

use std::path::Path;

use anyhow::Result;

use crate::install::{self, WASM};
use crate::shell::{cargo, command, step};

/// All checks that need no browser and no database.
pub(crate) fn check() -> Result<()> {
    install::wasm_target()?;
    step("Formatting", cargo(&["fmt", "--all", "--check"]))?;
    step("Lints", cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    step(
        "Lints of what runs in the browser",
        cargo(&[
            "clippy",
            "--target",
            WASM,
            "-p",
            "shared",
            "-p",
            "browser",
            "-p",
            "background",
            "-p",
            "reader",
            "-p",
            "transfer",
            "-p",
            "ui",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    step("Never-arrows and sizes", cargo(&["test", "--quiet", "--package", "xtask"]))?;
    install::cargo_deny()?;
    step(
        "Bans, licences and sources of dependencies",
        command("cargo-deny", &["--workspace", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]),
    )?;
    advisories()
}

/// The advisory database is a git repository that has to be at hand; without it, that is said, not hidden.
fn advisories() -> Result<()> {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    let databases = Path::new(&home).join("advisory-dbs");
    // A lock lies beside them also where none could be fetched.
    let at_hand =
        std::fs::read_dir(&databases).is_ok_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()));
    if !at_hand {
        println!("\n▸ Advisories: not checked, because their database is not on this machine.");
        println!("  With a network: cargo deny fetch, then cargo xtask check again.");
        return Ok(());
    }
    step("Advisories", command("cargo-deny", &["--workspace", "--offline", "check", "advisories"]))
}
