//! The house rules as ordinary tests: who may know whom, how long a file may be, what must not be written.
//! A rule that only stands in a document is forgotten; one that fails the build is kept.
//! It reads files as text and never runs or changes anything.

#![allow(clippy::unwrap_used)]

mod arrows;
mod catalogues;
mod consent;
mod icons;
mod listings;
mod sizes;
mod specifications;
mod texts;
mod words;

use std::fs;
use std::path::Path;

use crate::shell::root;

/// A file of ours: its path from the top with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Its lines without comments and without what follows `#[cfg(test)]`, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .map(|(number, line)| (number + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Every file below a folder whose name ends so; made and foreign files are left out.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                if !["target", "dist", ".git", ".tools", "node_modules"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending))
                && let Ok(text) = fs::read_to_string(&path)
            {
                found.push(Source { path: relative(&path), text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Fails with every place that breaks a rule, and the rule.
fn forbid(rule: &str, places: Vec<String>) {
    assert!(places.is_empty(), "{rule}\n  {}", places.join("\n  "));
}

/// Each line of code in `sources` that holds one of `needles`, as `path:line: text`.
fn lines_with<'a>(sources: impl IntoIterator<Item = &'a Source>, needles: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for source in sources {
        for (number, line) in source.code() {
            if needles.iter().any(|needle| line.contains(needle)) {
                places.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    places
}
