//! `dist/chrome`, `dist/firefox` and a zip of each. The same sources give the same bytes on any machine:
//! paths are cut from the programs, and archives hold no time of day.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::{Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::install::{self, WASM};
use crate::manifest::{BROWSERS, for_browser};
use crate::pack::{entries, pack};
use crate::shell::{cargo, output, root, step};
use crate::shrink::{shrink, shrink_chunk};
use crate::sizes;
use crate::split::{Chunk, Split};

/// The packages that the extension's WASM programs come from.
const PACKAGES: [&str; 4] = ["background", "reader", "transfer", "ui"];

/// The programs.
const PROGRAMS: [&str; 4] = ["background", "reader", "transfer", PAGES];

/// The program of popup, panel and options.
const PAGES: &str = "pages";

/// The files of a program that are loaded when what they do is first wanted; its first file is what is always needed.
const fn chunks(program: &str) -> &'static [Chunk] {
    match program.as_bytes() {
        b"background" => &[Chunk { name: "omnibox", within: None }],
        b"pages" => &[
            Chunk { name: "panel", within: None },
            Chunk { name: "boards", within: Some("panel") },
            Chunk { name: "options", within: None },
        ],
        _ => &[],
    }
}

/// Bytes of a program's stack, an eighth less than a megabyte: what the program knows lies behind it, and each place that
/// names an address below a megabyte is a byte shorter.
const STACK: u32 = 7 << 17;

/// What makes loops quicker and programs larger is left to the browser's own compiler: places in a list are counted anew at
/// each step instead of kept, and what was loaded before a branch is not loaded ahead in the other.
const SMALLER: [&str; 2] = ["-Cllvm-args=-disable-lsr", "-Cllvm-args=-enable-load-pre=false"];

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
        let linked = fs::read(wasm).with_context(|| format!("{} is missing", wasm.display()))?;
        bind(name, &linked, &bound)?;
        let mut files = vec![format!("{name}_bg.wasm"), format!("{name}.js")];
        if chunks(name).is_empty() {
            shrink(name, &bound, true)?;
        } else {
            files.extend(split(name, &linked, &bound)?);
        }
        fs::create_dir_all(&ready)?;
        for file in files {
            fs::copy(bound.join(&file), ready.join(&file))?;
        }
    }
    Ok(ready)
}

/// Splits a program, and tells the files of its chunks.
fn split(program: &str, linked: &[u8], folder: &Path) -> Result<Vec<String>> {
    let file = |name: &str| format!("{name}_bg.wasm");
    let (first, chunks) = (folder.join(file(program)), chunks(program));
    let bound = fs::read(&first)?;
    let split = Split::new(linked, &bound, chunks)?;
    fs::write(&first, split.first()?)?;
    let renamed = shrink(program, folder, false)?.exports();
    for (number, chunk) in chunks.iter().enumerate() {
        fs::write(folder.join(file(chunk.name)), split.chunk(number, &renamed)?)?;
        shrink_chunk(chunk.name, folder)?;
    }
    Ok(chunks.iter().map(|chunk| file(chunk.name)).collect())
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
    // Says what leads where, for the program that is split; the others leave it behind when they are bound.
    flags.push("-Clink-arg=--emit-relocs".to_owned());
    flags.extend(SMALLER.map(str::to_owned));
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

fn bind(name: &str, linked: &[u8], folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, bare(linked, !chunks(name).is_empty())?)
        .out_name(name)
        .typescript(false)
        .omit_default_module_path(true)
        .demangle(false)
        .remove_name_section(chunks(name).is_empty())
        .remove_producers_section(true)
        .reset_state_function(name == "reader");
    bindgen.web(true).map_err(|error| anyhow!("{error:?}"))?;
    bindgen.generate(folder).map_err(|error| anyhow!("{name}: {error:?}"))
}

/// A program without what only the linker and those who look for faults read; `named` keeps the names of its functions.
fn bare(program: &[u8], named: bool) -> Result<Vec<u8>> {
    let mut bare = Module::new();
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload?;
        let kept = match &payload {
            Payload::CustomSection(custom) => {
                custom.name() == "__wasm_bindgen_unstable" || named && custom.name() == "name"
            }
            _ => true,
        };
        if let Some((id, range)) = payload.as_section().filter(|_| kept) {
            bare.section(&RawSection { id, data: program.get(range).context("a section that is cut off")? });
        }
    }
    Ok(bare.finish())
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
