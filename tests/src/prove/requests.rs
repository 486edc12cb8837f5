//! Requests that nobody thought of: schemathesis makes them of the API's own description, for several people, and holds each answer
//! against what is described: no fault of the server, no status and no body but those, and nothing without a token that asks for one.
//!
//! The description that it gets names the things of a family beside any text, so that it is not lost among what does not exist.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use futures::future::try_join_all;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use crate::Engine;
use crate::app::sent;
use crate::roles::{Role, Tried, word_of};

/// Who asks, and what they are to the family.
const PEOPLE: [(&str, Role); 4] =
    [("anonymous", Role::Anonymous), ("owner", Role::Owner), ("giver", Role::Giver), ("admin", Role::Operator)];

/// What an answer is held against.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,ignored_auth";

/// Operations that are left out, and why.
const LEFT_OUT: [(&str, &str, &str); 3] = [
    ("/api/v1/events/stream", "get", "it does not end"),
    ("/api/v1/sessions", "delete", "it ends the session that all others ride on"),
    ("/api/v1/sessions/current", "delete", "it ends the session that all others ride on"),
];

/// An id that nothing has.
const MISSING: &str = "00000000-0000-7000-8000-000000000000";

/// What schemathesis says of a run.
#[derive(Debug, Deserialize)]
struct Report {
    complete: bool,
    test_cases: Cases,
    failures: Vec<Value>,
    errors: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Cases {
    generated: usize,
    without_checks: usize,
}

/// Tries `cases` requests for each of them on this engine, prints what came of it, and gives whether all was as described.
///
/// # Errors
/// A world that cannot be set up, or a program that does not run.
pub(super) async fn show(program: &Path, engine: Engine, cases: usize) -> Result<bool> {
    let tried = try_join_all(PEOPLE.map(|(name, role)| one(program, engine, name, role, cases))).await?;
    Ok(tried.into_iter().all(|held| held))
}

async fn one(program: &Path, engine: Engine, name: &str, role: Role, cases: usize) -> Result<bool> {
    let mut tried = Tried::start(engine, role).await?;
    let folder = tempfile::tempdir()?;
    let document: Value = sent(tried.request("/openapi.json")).await.json().await?;
    let (document, operations) = of_family(document, &tried)?;
    fs::write(folder.path().join("openapi.json"), document.to_string())?;
    let (mut asked, mut wrong) = (0, Vec::new());
    // What takes things away comes last, or little would be left to ask about.
    for which in ["--exclude-method", "--include-method"] {
        let each = (cases + cases / 4).div_ceil(operations);
        let report = run(program, &folder, &tried, &["-n", &each.to_string(), which, "DELETE"]).await?;
        asked += report.test_cases.generated - report.test_cases.without_checks;
        wrong.extend(report.failures.into_iter().chain(report.errors));
        if !report.complete {
            wrong.push(json!("it was given up"));
        }
    }
    tried.stop().await;
    println!(
        "{:<9} {name:<10} {asked:>6} requests of {operations} operations, {} findings",
        format!("{engine:?}"),
        wrong.len()
    );
    for finding in &wrong {
        println!("    {finding}");
    }
    Ok(wrong.is_empty() && asked >= cases)
}

/// The description with the family's things in it, without what is left out; and of how many operations.
fn of_family(mut document: Value, tried: &Tried) -> Result<(Value, usize)> {
    let paths = document["paths"].as_object_mut().context("no paths")?;
    for (path, method, why) in LEFT_OUT {
        let operations = paths.get_mut(path).and_then(Value::as_object_mut);
        operations
            .and_then(|operations| operations.remove(method))
            .with_context(|| format!("{method} {path}: {why}"))?;
    }
    let mut count = 0;
    for (path, operations) in paths.iter_mut() {
        let parts: Vec<&str> = path.split('/').collect();
        for operation in operations.as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
            count += 1;
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
            for parameter in parameters.filter(|parameter| parameter["in"] == "path") {
                let name = format!("{{{}}}", parameter["name"].as_str().unwrap_or_default());
                let place = parts.iter().position(|part| *part == name).unwrap_or_default();
                let before = parts.get(place.wrapping_sub(1)).copied().unwrap_or_default();
                if let Some(thing) = tried.thing(word_of(before, &name)) {
                    let any = parameter["schema"].take();
                    parameter["schema"] = json!({"anyOf": [{"type": "string", "enum": [thing, MISSING]}, any]});
                }
            }
        }
    }
    Ok((document, count))
}

/// Runs it over the description in this folder.
async fn run(program: &Path, folder: &TempDir, tried: &Tried, which: &[&str]) -> Result<Report> {
    let report = folder.path().join("report.json");
    let mut command = Command::new(program);
    command.arg("run").arg(folder.path().join("openapi.json")).args(["--url", tried.base()]).args(which);
    command.args(["--phases", "fuzzing", "--checks", CHECKS, "--seed", "7", "--continue-on-failure"]);
    command
        .args(["--generation-database", "none", "--no-color", "--report", "json", "--report-json-path"])
        .arg(&report);
    if let Some(token) = tried.token() {
        command.arg("--header").arg(format!("Authorization: Bearer {token}"));
    }
    let output =
        command.current_dir(folder).stdin(Stdio::null()).output().await.context("schemathesis does not run")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let text = fs::read(&report).with_context(|| format!("no report: {said}"))?;
    let read: Report = serde_json::from_slice(&text).with_context(|| format!("another report: {said}"))?;
    if !output.status.success() {
        println!("{said}");
    }
    Ok(read)
}
