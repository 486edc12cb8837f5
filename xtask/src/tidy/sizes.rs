//! A file tells one story. Past 300 lines, look for the second noun in it.

use super::{Source, forbid, sources};

/// Lines that count: those before the tests of the file.
fn length(source: &Source) -> usize {
    source.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count()
}

#[test]
fn files_stay_readable() {
    let folders = ["shared/src", "api/src", "extension-wasm", "extension", "tests", "fuzz/src", "xtask/src"];
    let files: Vec<Source> = folders
        .iter()
        .flat_map(|folder| sources(folder, &[".rs", ".js"]))
        .filter(|file| !file.path.ends_with("/tests.rs"))
        .collect();
    let mut lengths: Vec<usize> = files.iter().map(length).collect();
    lengths.sort_unstable();
    let (median, ninetieth) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    assert!(median <= 160 && ninetieth <= 320, "median {median} and 90th percentile {ninetieth} lines: files grow");
    let long = files.iter().filter(|file| length(file) > 450).map(|file| format!("{}: {}", file.path, length(file)));
    forbid("no file is longer than 450 lines", long.collect());
}

#[test]
fn every_module_says_what_it_is() {
    let folders = ["shared/src", "api/src", "extension-wasm", "tests/src", "fuzz/src", "xtask/src"];
    let silent = folders
        .iter()
        .flat_map(|folder| sources(folder, &["/mod.rs", "mod.rs", "lib.rs"]))
        .filter(|file| file.path.ends_with("/mod.rs") || file.path.ends_with("/lib.rs"))
        .filter(|file| file.text.lines().take(3).filter(|line| line.starts_with("//!")).count() < 3)
        .map(|file| file.path);
    forbid("a mod.rs or lib.rs opens with three lines: what, why, what it never does", silent.collect());
}

#[test]
fn every_file_says_its_story_first() {
    let folders = ["shared/src", "api/src", "extension-wasm", "tests", "fuzz/src", "xtask/src"];
    let silent = folders
        .iter()
        .flat_map(|folder| sources(folder, &[".rs"]))
        .filter(|file| !file.path.ends_with("/tests.rs") && !file.text.starts_with("//!"))
        .map(|file| file.path);
    forbid("a Rust file opens with a `//!` line that says its story", silent.collect());
}
