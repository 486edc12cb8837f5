//! Makes the extension's programs smaller than the compiler leaves them, with Binaryen's `wasm-opt`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::constants::named;
use crate::install;
use crate::names::Names;
use crate::order::ordered;
use crate::shell::{command, step_for_output};

/// What the browsers that the manifest admits know; the compiler uses most of it.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// With garbage collection known, parameters that nobody reads leave the types of functions too. Only where a program is one file:
/// another file calls such functions as they were.
const WHOLE: &str = "--enable-gc";

/// Control flow laid flat and built up anew, and the passes for size twice more than they would go by themselves: a hundredth of
/// a program, for which only the one waits that has no room left.
const FIRST: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// For size, until nothing gets smaller. Nothing lies in the first kilobyte: it is the far end of the stack.
const PASSES: [&str; 4] = ["-Oz", "--converge", "--low-memory-unused", "--flexible-inline-max-function-size=1"];

/// What program and glue call each other by becomes a letter or two.
const SHORT_NAMES: &str = "--minify-imports-and-exports-and-modules";

/// The program whose compressed size counts too.
const COUNTED_COMPRESSED: &str = "background";

/// There: nothing is moved into its caller, because copies that stand apart compress better, and
/// three passes that save few bytes and make many harder to compress are left out.
const COMPRESSED: [&str; 4] = [
    "--one-caller-inline-max-function-size=1",
    "--skip-pass=local-cse",
    "--skip-pass=code-folding",
    "--skip-pass=simplify-locals",
];

/// Where the raw size counts alone: only what is short is moved into its one caller.
const RAW: [&str; 1] = ["--one-caller-inline-max-function-size=20"];

/// How constants are named and functions are ordered: whoever changes that wants another result of the same program.
const AFTERWARDS: &str = concat!(include_str!("order.rs"), include_str!("constants.rs"));

/// Shrinks the program NAME and its glue in this folder, and tells what its exports are called from then on. `whole` says that it
/// is one file.
pub(crate) fn shrink(name: &str, folder: &Path, whole: bool) -> Result<Names> {
    let first: &[&str] = if name == "reader" { &FIRST } else { &[] };
    let own: &[&str] = if name == COUNTED_COMPRESSED { &COMPRESSED } else { &RAW };
    let types: &[&str] = if whole { &[WHOLE] } else { &[] };
    let names = Names::read(&smaller(name, folder, &[first, &PASSES, &[SHORT_NAMES], own, types].concat())?)?;
    let glue = folder.join(format!("{name}.js"));
    let text = names.told_to(&fs::read_to_string(&glue)?)?;
    fs::write(&glue, text)?;
    Ok(names)
}

/// Shrinks a chunk of a program, which has no glue of its own.
pub(crate) fn shrink_chunk(name: &str, folder: &Path) -> Result<()> {
    smaller(name, folder, &[&PASSES, &RAW[..]].concat()).map(drop)
}

/// Shrinks one file, and gives what `wasm-opt` printed. What it made of the same bytes before is taken from beside them.
fn smaller(name: &str, folder: &Path, passes: &[&str]) -> Result<String> {
    let at = |ending: &str| folder.join([name, ending].concat());
    let wasm = at("_bg.wasm");
    let (before, after, printed) = (at("_bg.before"), at("_bg.after"), at("_bg.names"));
    let bytes = fs::read(&wasm).with_context(|| format!("{} is missing", wasm.display()))?;
    // Whoever wants other passes wants another result of the same program.
    let how = [passes.concat(), FEATURES.concat(), AFTERWARDS.to_owned()].concat();
    let key = [how.as_bytes(), &bytes].concat();
    // Beside what it was made of stands what was made: a result that somebody else wrote over is none.
    let made = || Some([&key[..], &fs::read(&after).ok()?, &fs::read(&printed).ok()?].concat());
    if made().is_none_or(|made| !fs::read(&before).is_ok_and(|known| known == made)) {
        for file in [&before, &after, &printed] {
            // A copy of the target folder may share its files: each is made anew, and the copy's is left alone.
            let _ = fs::remove_file(file);
        }
        let mut run = command(&install::wasm_opt()?, &FEATURES);
        run.args(passes).arg(&wasm).arg("-o").arg(&after);
        fs::write(&printed, step_for_output(&format!("A smaller program: {name}"), run)?)?;
        fs::write(&after, ordered(&named(&fs::read(&after)?)?, name != COUNTED_COMPRESSED)?)?;
        fs::write(&before, made().context("the smaller program cannot be read")?)?;
    }
    fs::copy(&after, &wasm)?;
    Ok(fs::read_to_string(&printed)?)
}
