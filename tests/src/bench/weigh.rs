//! What worker and panel hold in memory, in Chromium: each one's heap with the memory of its programs, and the process that they share.

use anyhow::{Context, Result};
use serde_json::json;

use super::tracing::{private_megabytes, renderers};
use super::{Row, median, tick};
use crate::Engine;
use crate::chromium::Page;
use crate::journey::{Kind, Stage, save_in_popup, wait_sent};

const ROUNDS: usize = 5;
/// Pages that are saved before it is looked: as many as somebody saves in an evening.
const SAVES: usize = 20;

/// Memory of worker and panel.
///
/// # Errors
/// When a part of the stage is missing.
pub fn run() -> Result<Vec<Row>> {
    let kind = Kind::Chromium;
    let (mut worker, mut panel, mut idle, mut whole) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, tick::shop)?;
        stage.play("register", |stage| stage.register("Ana"))?;
        idle.push(processes(&stage)?);
        for number in 0..SAVES {
            stage.driver.visit(&format!("http://kettles.example/kettle/{}", 100 + number))?;
            save_in_popup(stage.driver.as_mut())?;
            stage.driver.leave()?;
        }
        wait_sent(stage.driver.as_mut())?;
        stage.driver.visit("http://kettles.example/kettle/100")?;
        stage.driver.open_beside()?;
        stage.driver.beside("new Promise((done) => setTimeout(() => done(1), 1000))")?;
        stage.driver.options("chrome.runtime.sendMessage({type: 'status.get'})")?;
        let chromium = stage.driver.chromium().context("Chromium")?;
        let ours = |ending: &str| -> Result<Page> {
            let found = chromium
                .targets()?
                .into_iter()
                .find(|target| target.url.starts_with("chrome-extension:") && target.url.ends_with(ending));
            chromium.attach(&found.with_context(|| ending.to_owned())?.id)
        };
        worker.push(heap_megabytes(&ours("/background.js")?)?);
        panel.push(heap_megabytes(&ours("/panel.html")?)?);
        whole.push(processes(&stage)?);
    }
    let row = |what: String, values: Vec<f64>| Row {
        what,
        figure: format!("{:.1} MB", median(values)),
        bar: "none",
        holds: true,
    };
    Ok(vec![
        row(format!("worker's heap and programs' memory after {SAVES} saves, Chromium, median of {ROUNDS}"), worker),
        row("panel's heap and program's memory".to_owned(), panel),
        row("process of the extension, with the options open, before the first save".to_owned(), idle),
        row(format!("process of the extension, with options and panel open, after {SAVES} saves"), whole),
    ])
}

fn processes(stage: &Stage) -> Result<f64> {
    let own = renderers(stage.driver.chromium().context("Chromium")?)?.into_iter().filter(|(_, extension)| *extension);
    own.map(|(id, _)| private_megabytes(id)).sum()
}

/// The heap of a page or worker, what the browser holds for it, and the memory of its programs, after the rubbish is gone; megabytes.
pub(super) fn heap_megabytes(page: &Page) -> Result<f64> {
    page.call("HeapProfiler.collectGarbage", json!({}))?;
    let usage = page.call("Runtime.getHeapUsage", json!({}))?;
    let parts =
        ["usedSize", "embedderHeapUsedSize", "backingStorageSize"].iter().filter_map(|part| usage[part].as_f64());
    Ok(parts.sum::<f64>() / 1_048_576.0)
}
