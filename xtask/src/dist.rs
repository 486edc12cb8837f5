//! `dist/chrome`, `dist/firefox` and a zip of each. The same sources give the same bytes on any machine:
//! paths are cut from the programs, and archives hold no time of day.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::install::{self, WASM};
use crate::manifest::{BROWSERS, for_browser};
use crate::pack::{entries, pack};
use crate::shell::{cargo, output, root, step};
use crate::shrink::shrink;
use crate::sizes;

/// The packages that the extension's WASM programs come from.
const PACKAGES: [&str; 4] = ["background", "reader", "transfer", "ui"];

/// The programs.
const PROGRAMS: [&str; 5] = ["background", "reader", "transfer", "panel", "options"];

/// Bytes of a program's stack, an eighth less than a megabyte: what the program knows lies behind it, and each place that
/// names an address below a megabyte is a byte shorter.
const STACK: u32 = 7 << 17;

/// Builds everything and holds the sizes against their budgets.
pub(crate) fn dist() -> Result<()> {
    build()?;
    sizes::hold(&root().join("dist"))
}

/// Builds everything.
pub(crate) fn build() -> Result<()> {
    install::wasm_target()?;
    let programs = programs()?;
    let dist = root().join("dist");
    let template = fs::read_to_string(root().join("manifest.json")).context("manifest.json cannot be read")?;
    for browser in BROWSERS {
        let folder = dist.join(browser.name());
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        copy_tree(&root().join("extension"), &folder)?;
        copy_tree(&programs, &folder.join("wasm"))?;
        let manifest = for_browser(&template, browser, env!("CARGO_PKG_VERSION"))?;
        fs::write(folder.join("manifest.json"), manifest)?;
        pack(entries(&folder)?, &dist.join(format!("giftos-{}.zip", browser.name())))?;
        println!("  dist/{} and dist/giftos-{}.zip", browser.name(), browser.name());
    }
    Ok(())
}

/// The folder with each program as browsers load it, and its glue.
fn programs() -> Result<PathBuf> {
    let compiled = compile()?;
    let bound = compiled.first().and_then(|wasm| wasm.parent()).unwrap_or(Path::new(".")).join("bound");
    let ready = bound.with_file_name("ready");
    if ready.exists() {
        fs::remove_dir_all(&ready)?;
    }
    for (name, wasm) in PROGRAMS.iter().zip(&compiled) {
        bind(name, wasm, &bound)?;
        shrink(name, &bound)?;
        fs::create_dir_all(&ready)?;
        for file in [format!("{name}_bg.wasm"), format!("{name}.js")] {
            fs::copy(bound.join(&file), ready.join(&file))?;
        }
    }
    Ok(ready)
}

/// One cargo call for all programs: two calls would unify features differently and compile twice.
fn compile() -> Result<Vec<PathBuf>> {
    let mut build = cargo(&["build", "--profile", "wasm", "--target", WASM]);
    for package in PACKAGES {
        build.args(["--package", package]);
    }
    let mut flags: Vec<String> =
        shorter_paths().iter().map(|(from, to)| format!("--remap-path-prefix={from}={to}")).collect();
    flags.push(format!("-Clink-arg=-zstack-size={STACK}"));
    // Leptos then compiles one element for all views and not one for each: 16 KB less of the pages' program.
    flags.push("--cfg=erase_components".to_owned());
    build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")).env_remove("RUSTFLAGS");
    step("The extension's programs", build)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir));
    Ok(PROGRAMS.iter().map(|name| target.join(WASM).join("wasm").join(format!("{name}.wasm"))).collect())
}

/// Paths of this machine and what stands for them in the programs: the same everywhere, and short, because each place that may
/// panic carries one. The last that fits counts.
fn shorter_paths() -> Vec<(String, &'static str)> {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    let mut paths = vec![(root().display().to_string(), "giftos"), (home.clone(), "cargo")];
    let registries = fs::read_dir(format!("{home}/registry/src")).into_iter().flatten().flatten();
    paths.extend(registries.map(|registry| (registry.path().display().to_string(), "crate")));
    let version = output("rustc", &["-vV"]).unwrap_or_default();
    if let Some(commit) = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")) {
        paths.push((format!("/rustc/{commit}/library"), "std"));
    }
    paths
}

fn bind(name: &str, wasm: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(name)
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.web(true).map_err(|error| anyhow!("{error:?}"))?;
    bindgen.generate(folder).map_err(|error| anyhow!("{name}: {error:?}"))
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
