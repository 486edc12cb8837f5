//! What Chromium's own trace says of a main thread: how long its tasks took, in its own time and not in the machine's.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::chromium::Chromium;

/// Collecting what a browser traced may take a while.
const COLLECTED: Duration = Duration::from_secs(60);

/// A task of a renderer's main thread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    /// The process.
    pub(super) process: i64,
    /// Milliseconds that the thread worked, not counting where it had to wait for a processor.
    pub(super) millis: f64,
}

/// Does this while Chromium traces, and gives the tasks of the main threads of all its renderers.
///
/// # Errors
/// Those of `work`, and where Chromium does not trace.
pub(super) fn traced<T>(chromium: &Chromium, work: impl FnOnce() -> Result<T>) -> Result<(T, Vec<Task>)> {
    let config = json!({"includedCategories": ["toplevel", "__metadata"], "excludedCategories": ["*"]});
    let mark = chromium.connection().mark();
    chromium.call("Tracing.start", json!({"transferMode": "ReportEvents", "traceConfig": config}))?;
    let outcome = work();
    chromium.call("Tracing.end", json!({}))?;
    chromium
        .connection()
        .wait_event(mark, COLLECTED, "the trace", |event| event.method == "Tracing.tracingComplete")?;
    let parts = chromium.connection().events(mark);
    let events: Vec<&Value> = parts
        .iter()
        .filter(|event| event.method == "Tracing.dataCollected")
        .flat_map(|event| event.params["value"].as_array().into_iter().flatten())
        .collect();
    let place = |event: &Value| (event["pid"].as_i64(), event["tid"].as_i64());
    let mains: HashSet<_> = events
        .iter()
        .filter(|event| event["name"] == "thread_name" && event["args"]["name"] == "CrRendererMain")
        .map(|event| place(event))
        .collect();
    let task = |event: &&Value| {
        let is_task = event["ph"] == "X" && event["name"].as_str().is_some_and(|name| name.ends_with("RunTask"));
        let micros = event["tdur"].as_f64().or_else(|| event["dur"].as_f64())?;
        (is_task && mains.contains(&place(event)))
            .then_some(Task { process: event["pid"].as_i64()?, millis: micros / 1000.0 })
    };
    let tasks = events.iter().filter_map(task).collect();
    Ok((outcome?, tasks))
}

/// The processes of this browser by kind ("renderer"), whether they run an extension's pages.
///
/// # Errors
/// When the browser does not say.
pub(super) fn renderers(chromium: &Chromium) -> Result<Vec<(i64, bool)>> {
    let info = chromium.call("SystemInfo.getProcessInfo", json!({}))?;
    let processes = info["processInfo"].as_array().context("processes")?;
    let renderers =
        processes.iter().filter(|process| process["type"] == "renderer").filter_map(|one| one["id"].as_i64());
    Ok(renderers
        .map(|id| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            (id, String::from_utf8_lossy(&line).contains("--extension-process"))
        })
        .collect())
}

/// What a process holds for itself alone, in megabytes.
///
/// # Errors
/// When it is gone.
pub(super) fn private_megabytes(process: i64) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let kilobytes: f64 = text
        .lines()
        .filter(|line| line.starts_with("Private_"))
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
        .sum();
    Ok(kilobytes / 1024.0)
}
