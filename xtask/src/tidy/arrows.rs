//! The never-arrows of docs/ARCHITECTURE.md, in its order.

use super::{Source, forbid, lines_with, sources};

/// The names of the dependencies in a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    let text = std::fs::read_to_string(super::root().join(manifest)).unwrap();
    let mut inside = false;
    let mut names = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies");
        } else if inside {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                names.push(name.to_owned());
            }
        }
    }
    assert!(!names.is_empty(), "{manifest} has no dependencies: the rule reads it wrongly");
    names
}

fn forbid_dependencies(manifest: &str, banned: &[&str]) {
    let found = dependencies(manifest).into_iter().filter(|name| banned.contains(&name.as_str())).collect();
    forbid(&format!("{manifest} must not depend on these"), found);
}

fn api() -> Vec<Source> {
    let files = sources("api/src", &[".rs"]);
    assert!(!files.is_empty());
    files
}

fn is_store(path: &str) -> bool {
    path.starts_with("api/src/db/") || path.ends_with("/store.rs") || path.contains("/store/")
}

#[test]
fn shared_is_pure() {
    let banned = [
        "tokio",
        "sqlx",
        "axum",
        "reqwest",
        "scraper",
        "web-sys",
        "js-sys",
        "wasm-bindgen",
        "rand",
        "getrandom",
        "chrono",
        "regex",
        "url",
    ];
    forbid_dependencies("shared/Cargo.toml", &banned);
    let clock =
        ["SystemTime", "Instant::now", "std::fs", "std::net", "std::env", "Uuid::new_v4", "Uuid::now_v7", "async fn"];
    forbid(
        "shared reads no clock, draws no chance and does no IO",
        lines_with(&sources("shared/src", &[".rs"]), &clock),
    );
}

#[test]
fn money_is_never_a_float() {
    let mut files = sources("shared/src/price_text", &[".rs"]);
    files.extend(sources("shared/src", &["money.rs"]));
    assert!(files.len() > 8, "the rule does not find the files");
    forbid("amounts are exact: no float reads, holds or writes one", lines_with(&files, &["f64", "f32"]));
}

#[test]
fn api_and_extension_meet_only_in_the_wire() {
    forbid_dependencies("api/Cargo.toml", &["browser", "background", "reader", "transfer", "ui", "web-sys", "js-sys"]);
    for manifest in
        ["browser", "background", "reader", "transfer", "ui"].map(|name| format!("extension-wasm/{name}/Cargo.toml"))
    {
        forbid_dependencies(&manifest, &["giftos", "axum", "sqlx", "tokio", "scraper", "reqwest", "regex", "url"]);
    }
}

#[test]
fn detection_sees_only_the_evidence() {
    let files = sources("shared/src/detect", &[".rs"]);
    forbid(
        "shared::detect knows no DOM, no HTML and no wire",
        lines_with(&files, &["page::dom", "page::summary", "crate::wire", "impl Dom"]),
    );
}

#[test]
fn sql_lives_in_stores() {
    let files = api();
    let others = files.iter().filter(|file| !is_store(&file.path));
    forbid("sqlx is spoken only in db/ and store files", lines_with(others, &["sqlx::", "use sqlx"]));
}

#[test]
fn failures_have_one_place() {
    let files = api();
    let others = files.iter().filter(|file| !file.path.ends_with("/error.rs"));
    let failures = [
        "StatusCode::BAD_REQUEST",
        "StatusCode::UNAUTHORIZED",
        "StatusCode::FORBIDDEN",
        "StatusCode::NOT_FOUND",
        "StatusCode::METHOD_NOT_ALLOWED",
        "StatusCode::CONFLICT",
        "StatusCode::PRECONDITION",
        "StatusCode::PAYLOAD",
        "StatusCode::UNSUPPORTED",
        "StatusCode::UNPROCESSABLE",
        "StatusCode::TOO_MANY",
        "StatusCode::INTERNAL",
        "StatusCode::SERVICE_UNAVAILABLE",
        "StatusCode::BAD_GATEWAY",
    ];
    // Reading somebody else's answer is no failure of ours.
    let mut places = lines_with(others, &failures);
    places.retain(|place| !place.contains("==") && !place.contains("matches!"));
    forbid("failure status codes are made in error.rs alone", places);
}

#[test]
fn a_store_belongs_to_its_capability() {
    // db/ lists every statement of every store, for the test that prepares them all.
    for file in api().into_iter().filter(|file| !file.path.starts_with("api/src/db/")) {
        let Some(own) = file.path.strip_prefix("api/src/").and_then(|rest| rest.split('/').next()) else { continue };
        let foreign = file
            .code()
            .filter(|(_, line)| {
                line.match_indices("::store").any(|(at, _)| {
                    let owner =
                        line[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                    !["super", "self", "crate", "", own].contains(&owner)
                })
            })
            .map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim()))
            .collect();
        forbid("a capability calls what another offers in its mod.rs, never its store", foreign);
    }
}

#[test]
fn claims_are_read_in_two_places() {
    let files = api();
    let here = |file: &&Source| ["api/src/claims/", "api/src/visibility/"].iter().any(|own| file.path.starts_with(own));
    let kept = ["claim", "guest_claim", "suggestion", "pool"];
    let tables: Vec<String> = ["from", "join", "into", "update"]
        .iter()
        .flat_map(|verb| kept.map(|table| format!("{verb} {table}")))
        .collect();
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    assert!(!lines_with(files.iter().filter(here), &tables).is_empty(), "the rule does not find the queries");
    forbid(
        "claims are read for a viewer in visibility/ alone, and kept in claims/",
        lines_with(files.iter().filter(|file| !here(file)), &tables),
    );
}

#[test]
fn who_drew_whom_is_read_in_one_file() {
    let files = api();
    let here = |file: &&Source| file.path == "api/src/exchanges/store.rs";
    let tables = ["from exchange_draw", "join exchange_draw", "into exchange_draw"];
    assert!(!lines_with(files.iter().filter(here), &tables).is_empty(), "the rule does not find the queries");
    forbid("who drew whom is read in exchanges/store.rs alone", lines_with(files.iter().filter(|f| !here(f)), &tables));
}

#[test]
fn addresses_from_people_are_dialled_in_one_place() {
    let files = api();
    let others = files.iter().filter(|file| !file.path.starts_with("api/src/fetch/"));
    forbid("reqwest lives in fetch/ alone", lines_with(others, &["reqwest::", "TcpStream::connect", "lookup_host"]));
}

#[test]
fn scripts_decide_nothing() {
    let files = sources("extension", &[".js"]);
    assert!(files.len() >= 3, "background.js, collect.js and precheck.js are there");
    let banned = ["innerHTML", "eval(", "new Function", "localStorage", "XMLHttpRequest", "import(", "document.write"];
    forbid("the extension's scripts collect and hand over", lines_with(&files, &banned));
}
