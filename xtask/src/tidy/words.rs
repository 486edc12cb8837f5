//! What must not be written anywhere in the project.

use super::{forbid, sources};

#[test]
fn no_unfinished_marks() {
    // Spelt in two parts, so that this file does not find itself.
    let marks =
        [["TO", "DO"], ["FIX", "ME"], ["XX", "X:"], ["#[ign", "ore"], ["unimple", "mented!("], ["test.on", "ly("]];
    let marks: Vec<String> = marks.iter().map(|parts| parts.concat()).collect();
    let mut places = Vec::new();
    for file in sources(".", &[".rs", ".js", ".html", ".css", ".toml", ".sql", ".md"]) {
        for (number, line) in file.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                places.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    forbid("unfinished work is finished or explained in words", places);
}

#[test]
fn no_paths_of_a_machine() {
    let roots = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]].map(|parts| parts.concat());
    let mut places = Vec::new();
    for file in sources(".", &[".rs", ".js", ".html", ".css", ".toml", ".sql", ".md", ".json", "run"]) {
        for (number, line) in file.text.lines().enumerate() {
            if roots.iter().any(|root| line.contains(root.as_str())) {
                places.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    forbid("no path of somebody's machine", places);
}
