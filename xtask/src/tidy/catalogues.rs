//! Lists that must match the folders they describe.

use std::collections::BTreeSet;

use super::{forbid, root, sources};

#[test]
fn every_test_file_is_part_of_its_binary() {
    for folder in ["tests/it", "tests/browser"] {
        let Ok(main) = std::fs::read_to_string(root().join(folder).join("main.rs")) else {
            panic!("{folder}/main.rs is missing");
        };
        let forgotten = sources(folder, &[".rs"])
            .into_iter()
            .filter_map(|file| {
                let name = file
                    .path
                    .strip_prefix(&format!("{folder}/"))?
                    .split('/')
                    .next()?
                    .trim_end_matches(".rs")
                    .to_owned();
                (name != "main" && !main.contains(&format!("mod {name};"))).then_some(file.path)
            })
            .collect();
        forbid(&format!("a file that {folder}/main.rs does not name is never run"), forgotten);
    }
}

#[test]
fn migrations_are_numbered_once() {
    for folder in ["migrations/common", "migrations/sqlite", "migrations/postgres"] {
        let mut seen = BTreeSet::new();
        let twice = sources(folder, &[".sql"])
            .into_iter()
            .filter(|file| !seen.insert(file.path.rsplit('/').next().unwrap().split('_').next().unwrap().to_owned()))
            .map(|file| file.path)
            .collect();
        forbid("two migrations with one number", twice);
    }
}

#[test]
fn the_scripts_and_pages_of_the_manifest_exist() {
    let manifest = std::fs::read_to_string(root().join("manifest.json")).unwrap();
    let missing = manifest
        .split('"')
        .filter(|word| [".js", ".html", ".png", ".css"].iter().any(|ending| word.ends_with(ending)))
        .filter(|word| !word.starts_with("wasm/") && !root().join("extension").join(word).is_file())
        .map(str::to_owned)
        .collect();
    forbid("the manifest names files that are not in extension/", missing);
}

#[test]
fn every_setting_and_table_is_documented() {
    let names = |folder: &str, ending: &str, mark: &str, end: char| -> BTreeSet<String> {
        let files = sources(folder, &[ending]);
        let lines = files.iter().flat_map(|file| file.text.lines());
        lines.filter_map(|line| Some(line.split_once(mark)?.1.split(end).next()?.trim().to_owned())).collect()
    };
    let mut settings = names("api/src", "config.rs", "env = \"", '"');
    settings.extend(names("api/src", ".rs", "_from_env(\"", '"'));
    let read: String = sources("api/src", &[".rs"]).into_iter().map(|file| file.text).collect();
    let page = std::fs::read_to_string(root().join("docs/CONFIG.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let idle = rows.filter(|name| !read.contains(&format!("\"{name}\""))).map(str::to_owned).collect();
    forbid("docs/CONFIG.md names settings that nothing reads", idle);
    let tables = names("migrations/common", ".sql", "create table ", '(');
    assert!(settings.len() > 5 && tables.len() > 5, "the rule reads the settings and tables wrongly");
    for (wanted, page) in [(settings, "docs/CONFIG.md"), (tables, "docs/DATABASE.md")] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let silent = wanted.into_iter().filter(|name| !text.contains(&format!("`{name}`"))).collect();
        forbid(&format!("{page} must name these"), silent);
    }
}

#[test]
fn every_route_is_documented() {
    let page = std::fs::read_to_string(root().join("docs/API.md")).unwrap();
    let files = sources("api/src", &[".rs"]);
    let lines = files.iter().flat_map(|file| file.text.lines());
    let routes: BTreeSet<&str> =
        lines.filter_map(|line| line.split_once("path = \"/api")?.1.split('"').next()).collect();
    assert!(routes.len() > 20, "the rule reads the routes wrongly");
    let silent = routes.into_iter().filter(|route| !page.contains(&format!("`/api{route}`"))).map(str::to_owned);
    forbid("docs/API.md must name these routes", silent.collect());
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut broken = Vec::new();
    for file in sources(".", &[".md"]) {
        for target in file.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or_default();
            let folder = std::path::Path::new(&file.path).parent().unwrap().to_path_buf();
            if !path.is_empty() && !path.contains("://") && !root().join(folder).join(path).exists() {
                broken.push(format!("{}: {target}", file.path));
            }
        }
    }
    forbid("a link in a page leads nowhere", broken);
}
