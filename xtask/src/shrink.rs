//! Makes the extension's programs smaller than the compiler leaves them, with Binaryen's `wasm-opt`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::install;
use crate::shell::{command, step};

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

/// For size; and nothing is moved into its caller, because copies that stand apart compress better.
const PASSES: [&str; 3] = ["-Oz", "--flexible-inline-max-function-size=1", "--one-caller-inline-max-function-size=1"];

/// Shrinks the program at `wasm` in place. What it made of the same bytes before is taken from beside it.
pub(crate) fn shrink(name: &str, wasm: &Path) -> Result<()> {
    let (before, after) = (wasm.with_extension("before"), wasm.with_extension("after"));
    let bytes = fs::read(wasm).with_context(|| format!("{} is missing", wasm.display()))?;
    // Whoever wants other passes wants another result of the same program.
    let key = [PASSES.concat().as_bytes(), FEATURES.concat().as_bytes(), &bytes].concat();
    if fs::read(&before).is_ok_and(|known| known == key) && after.is_file() {
        fs::copy(&after, wasm)?;
        return Ok(());
    }
    let _ = fs::remove_file(&before);
    let mut run = command(&install::wasm_opt()?, &FEATURES);
    run.args(PASSES).arg(wasm).arg("-o").arg(&after);
    step(&format!("A smaller program: {name}"), run)?;
    fs::write(&before, key)?;
    fs::copy(&after, wasm)?;
    Ok(())
}
