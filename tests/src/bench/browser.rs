//! What the extension costs in a browser: the pre-check on a huge page, and looking at saved pages of a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{Row, at, median};
use crate::chromium;
use crate::firefox;
use crate::shop::{Asked, Given, PageServer};

/// Loads of the huge page in each browser.
const RUNS: usize = 20;
const HUGE: &str = "http://huge.example/";

fn source(name: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension").join(name);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The program that sums a page up, as text.
///
/// # Errors
/// When the file is missing.
pub fn collector() -> Result<String> {
    source("collect.js")
}

/// 2 MB and 50,000 elements without a hint of a product: the pre-check has to look at all of it.
fn huge_page() -> String {
    let mut html = String::from("<!doctype html><html lang=en><title>Huge</title><body>");
    for row in 0..12_500_u32 {
        html += &format!(
            "<div class=\"row row-{row}\" itemprop=\"entry\"><a href=\"/thread/{row}\">A thread about things number {row}</a>\
             <span class=\"author\">somebody who wrote it</span><p>words that fill the page until it is as large as it must be</p></div>"
        );
    }
    html
}

/// The pre-check, in milliseconds of the page's main thread.
///
/// # Errors
/// When a browser is missing or the page is not what it should be.
pub fn pre_check() -> Result<Vec<Row>> {
    let server = PageServer::start(|asked: &Asked| {
        (asked.url.as_str() == HUGE).then(|| Given::new("text/html; charset=utf-8", huge_page()))
    })?;
    let code = source("precheck.js")?;
    let timed = format!("(() => {{ const start = performance.now(); {code}; return performance.now() - start; }})()");
    let size = "[document.querySelectorAll('*').length, document.documentElement.outerHTML.length]";
    let is_huge = |size: &Value| size[0].as_u64() >= Some(50_000) && size[1].as_u64() >= Some(2_000_000);

    let mut in_chromium = Vec::new();
    let chromium = chromium::Launch::default().through(server.address()).start()?;
    for _ in 0..RUNS {
        let page = chromium.open(HUGE)?;
        let size = page.evaluate(size)?;
        ensure!(is_huge(&size), "the page has {size}");
        in_chromium.push(page.evaluate(&timed)?.as_f64().context("a time")?);
        page.close()?;
    }
    drop(chromium);

    let mut in_firefox = Vec::new();
    let firefox = firefox::Launch::for_extension("bench@giftos.test")
        .through(server.address())
        .with_pref("privacy.reduceTimerPrecision", json!(false))
        .start()?;
    for _ in 0..RUNS {
        let page = firefox.open(HUGE)?;
        let size = page.frame().evaluate(size)?;
        ensure!(is_huge(&size), "the page has {size}");
        in_firefox.push(page.frame().evaluate(&timed)?.as_f64().context("a time")?);
        page.close()?;
    }
    let row = |browser: &str, times: Vec<f64>, limit: f64, bar: &'static str| {
        let middle = median(times);
        let what = format!("pre-check of a page of 2 MB and 50,000 elements, {browser}, median of {RUNS}");
        Row { what, figure: format!("{middle:.2} ms"), bar, holds: middle <= limit }
    };
    Ok(vec![row("Chromium", in_chromium, 4.0, "≤ 4 ms"), row("Firefox", in_firefox, 5.0, "≤ 5 ms")])
}

/// What one page cost, in milliseconds.
#[derive(Debug, Default)]
struct Costs {
    /// Tasks of the page's main thread, and their sum.
    tasks: Vec<f64>,
    collecting: Vec<f64>,
    /// Collecting, and then reading what was collected.
    both: Vec<f64>,
    /// The whole way from the question of an own page to its answer.
    whole: Vec<f64>,
}

/// Looking at every page of `folder` (`labels.jsonl` names them), in Chromium with the built extension: the part on the
/// page's main thread; that and the reader's own work; and the whole way with all messages.
///
/// # Errors
/// When the browser, the extension or the folder is missing.
pub fn look(folder: &Path, extension: &Path) -> Result<Vec<Row>> {
    let pages = listed(folder)?;
    let served = pages.clone();
    let server = PageServer::start(move |asked: &Asked| {
        let number: usize = asked.url.path().trim_start_matches('/').parse().ok()?;
        let body = std::fs::read(served.get(number)?).ok()?;
        // No script of the page runs beside ours, so that ours alone is measured.
        Some(Given::new("text/html", body).with_header("Content-Security-Policy", "script-src 'none'"))
    })?;
    let allowed = with_hosts(extension)?;
    let chromium = chromium::Launch::default().through(server.address()).start()?;
    let extension = chromium.load_extension(allowed.path())?;
    let own = extension.open("popup.html")?;
    // The same program as the worker's, loaded once as there, and made anew after each answer as there.
    own.evaluate(
        "import('./wasm/reader.js').then(async (reader) => { \
         await reader.default({ module_or_path: chrome.runtime.getURL('wasm/reader_bg.wasm') }); globalThis.reader = reader; return 1; })",
    )?;
    let timed = in_slices(&source("collect.js")?)?;
    let mut costs = Costs::default();
    for (number, file) in pages.iter().enumerate() {
        let url = format!("http://page.example/{number}");
        let page = chromium.open(&url)?;
        let question = format!(
            "(async () => {{ const [tab] = await chrome.tabs.query({{url: {}}}); const start = performance.now(); \
             const answer = await chrome.runtime.sendMessage({{type: 'page.look', tab_id: tab.id}}); \
             return [performance.now() - start, answer.type]; }})()",
            json!(url)
        );
        let answer = own.evaluate(&question)?;
        ensure!(answer[1] == "page", "{}: {answer}", file.display());
        costs.whole.push(answer[0].as_f64().context("a time")?);
        let (tasks, summary): (Vec<f64>, String) = serde_json::from_value(page.evaluate(&timed)?)?;
        let read = format!(
            "(() => {{ const summary = {}; const start = performance.now(); const found = reader.read(summary); \
             reader.__wbg_reset_state(); return [performance.now() - start, typeof found]; }})()",
            json!(summary)
        );
        let read = own.evaluate(&read)?;
        ensure!(read[1] == "string", "{}: {read}", file.display());
        let collecting = tasks.iter().sum::<f64>();
        costs.collecting.push(collecting);
        costs.both.push(collecting + read[0].as_f64().context("a time")?);
        costs.tasks.extend(tasks);
        page.close()?;
    }
    Ok(rows(costs, pages.len()))
}

/// The collector as an expression that gives the time of each of its slices, and what it collected: between them the page has
/// its turn.
fn in_slices(code: &str) -> Result<String> {
    // The file is comments and one expression.
    let expression =
        code.find("(async () =>").and_then(|start| code.get(start..)).context("an expression in collect.js")?;
    Ok(format!(
        "(async () => {{ const slices = []; const pause = scheduler.yield.bind(scheduler); let start = performance.now(); \
         const end = () => slices.push(performance.now() - start); \
         scheduler.yield = () => {{ end(); return pause().then(() => {{ start = performance.now(); }}); }}; \
         const summary = await {}; end(); return [slices, summary]; }})()",
        expression.trim_end().trim_end_matches(';')
    ))
}

fn rows(costs: Costs, count: usize) -> Vec<Row> {
    let Costs { mut tasks, mut collecting, mut both, mut whole } = costs;
    let row = |what: &str, times: &mut [f64], longest: f64, bar: &'static str, bars: [f64; 3]| {
        let (middle, most) = (at(times, 0.5), at(times, 0.95));
        Row {
            what: format!("{what}, {count} pages: median · p95 · longest"),
            figure: format!("{middle:.1} · {most:.1} · {longest:.1} ms"),
            bar,
            holds: middle <= bars[0] && most <= bars[1] && longest <= bars[2],
        }
    };
    let bar = ("≤ 15 · 60 ms", [15.0, 60.0, f64::INFINITY]);
    let (longest_task, longest_both, longest) = (at(&mut tasks, 1.0), at(&mut both, 1.0), at(&mut whole, 1.0));
    vec![
        row(
            "collect on the page's main thread (longest: of its tasks)",
            &mut collecting,
            longest_task,
            "≤ 5 · 20 · 50 ms",
            [5.0, 20.0, 50.0],
        ),
        row("collect + detect by themselves", &mut both, longest_both, bar.0, bar.1),
        row("the same with all messages between page, worker and popup", &mut whole, longest, bar.0, bar.1),
    ]
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = folder.join("labels.jsonl");
    let text = std::fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let label: Value = serde_json::from_str(line)?;
            Ok(folder.join(label["file"].as_str().context("a file")?))
        })
        .collect()
}

/// A copy of the extension that may look at every page, because nobody is there to click its button two hundred times.
///
/// # Errors
/// When the extension cannot be read.
pub fn with_hosts(extension: &Path) -> Result<tempfile::TempDir> {
    fn copy(from: &Path, to: &Path) -> Result<()> {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from).with_context(|| from.display().to_string())? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target)?
            } else {
                std::fs::copy(entry.path(), &target).map(drop)?
            }
        }
        Ok(())
    }
    let folder = tempfile::tempdir()?;
    copy(extension, folder.path())?;
    let manifest = folder.path().join("manifest.json");
    let mut value: Value = serde_json::from_slice(&std::fs::read(&manifest)?)?;
    value["host_permissions"] = json!(["*://*/*"]);
    std::fs::write(manifest, value.to_string())?;
    Ok(folder)
}
