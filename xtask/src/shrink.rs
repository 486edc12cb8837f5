//! Makes the extension's programs smaller than the compiler leaves them, with Binaryen's `wasm-opt`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::install;
use crate::names::Names;
use crate::order::ordered;
use crate::shell::{command, step_for_output};

/// What the browsers that the manifest admits know; the compiler uses most of it. With garbage collection known, parameters
/// that nobody reads leave the types of functions too.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-gc",
];

/// Control flow laid flat and built up anew, and the passes for size twice more than they would go by themselves: a hundredth of
/// a program, for which only those wait that have no room left.
const FIRST: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// For size, until nothing gets smaller. Nothing lies in the first kilobyte: it is the far end of the stack. What program and
/// glue call each other by becomes a letter or two.
const PASSES: [&str; 5] = [
    "-Oz",
    "--converge",
    "--low-memory-unused",
    "--flexible-inline-max-function-size=1",
    "--minify-imports-and-exports-and-modules",
];

/// Where the compressed size counts too: nothing is moved into its caller, because copies that stand apart compress better, and
/// three passes that save few bytes and make many harder to compress are left out.
const COMPRESSED: [&str; 4] = [
    "--one-caller-inline-max-function-size=1",
    "--skip-pass=local-cse",
    "--skip-pass=code-folding",
    "--skip-pass=simplify-locals",
];

/// Where the raw size counts alone: only what is short is moved into its one caller.
const RAW: [&str; 1] = ["--one-caller-inline-max-function-size=20"];

/// How functions are ordered: whoever changes that wants another result of the same program.
const ORDER: &str = include_str!("order.rs");

/// Shrinks the program NAME and its glue in this folder. What it made of the same bytes before is taken from beside them.
pub(crate) fn shrink(name: &str, folder: &Path) -> Result<()> {
    let at = |ending: &str| folder.join([name, ending].concat());
    let (wasm, glue) = (at("_bg.wasm"), at(".js"));
    let (before, after, names) = (at("_bg.before"), at("_bg.after"), at("_bg.names"));
    let bytes = fs::read(&wasm).with_context(|| format!("{} is missing", wasm.display()))?;
    // Whoever wants other passes wants another result of the same program.
    let own: &[&str] = if name == "background" { &COMPRESSED } else { &RAW };
    let first: &[&str] = if ["reader", "panel"].contains(&name) { &FIRST } else { &[] };
    let how = [first.concat(), PASSES.concat(), own.concat(), FEATURES.concat(), ORDER.to_owned()].concat();
    let key = [how.as_bytes(), &bytes].concat();
    // Beside what it was made of stands what was made: a result that somebody else wrote over is none.
    let made = || Some([&key[..], &fs::read(&after).ok()?, &fs::read(&names).ok()?].concat());
    if made().is_none_or(|made| !fs::read(&before).is_ok_and(|known| known == made)) {
        for file in [&before, &after, &names] {
            // A copy of the target folder may share its files: each is made anew, and the copy's is left alone.
            let _ = fs::remove_file(file);
        }
        let mut run = command(&install::wasm_opt()?, &FEATURES);
        run.args(first).args(PASSES).args(own).arg(&wasm).arg("-o").arg(&after);
        fs::write(&names, step_for_output(&format!("A smaller program: {name}"), run)?)?;
        fs::write(&after, ordered(&fs::read(&after)?)?)?;
        fs::write(&before, made().context("the smaller program cannot be read")?)?;
    }
    let names = Names::read(&fs::read_to_string(&names)?)?;
    let text = names.told_to(&fs::read_to_string(&glue)?)?;
    fs::write(&glue, text)?;
    fs::copy(&after, &wasm)?;
    Ok(())
}
