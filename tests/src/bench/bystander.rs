//! What pages without a product pay, in Chromium: the work of their main thread and their memory, beside the same pages without the
//! extension, and with it while *look on every page* is off and on. The three browsers take turns, page by page.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::browser::with_hosts;
use super::tracing::{private_megabytes, renderers, traced};
use super::{Row, median};
use crate::chromium::{Chromium, Launch};
use crate::shop::{Asked, Given, PageServer};
use crate::wait::{STEP, until};

/// Loads in each browser.
const ROUNDS: usize = 15;
/// Tabs that stay open in each, every one on a site of its own.
const TABS: usize = 6;
/// After its load a page is left alone for so long: what is done at its leisure counts too.
const AFTERWARDS: Duration = Duration::from_millis(400);

/// Pages as they mostly are: 200 KB of news with pictures' places, a menu and a form, and no thing to buy.
fn news(asked: &Asked) -> Option<Given> {
    let host = asked.url.host_str().filter(|host| host.starts_with("news-"))?.to_owned();
    let article: String = (0..700)
        .map(|row| {
            format!(
                "<article class='story s{row}'><h2><a href='/story/{row}'>What happened on day {row}</a></h2>\
                 <p>Somebody said something about it, somebody else said something else, and both were written down here.</p>\
                 <ul><li>first</li><li>second</li></ul><time datetime='2026-01-01'>long ago</time></article>"
            )
        })
        .collect();
    let html = format!(
        "<!doctype html><html lang=en><title>News of {host}</title><script type='application/ld+json'>{}</script>\
         <body><nav><a href=/>home</a></nav><form><input name=q></form><main>{article}</main>",
        json!({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "What happened"})
    );
    Some(Given::new("text/html; charset=utf-8", html))
}

/// Added work and memory.
///
/// # Errors
/// When the browser or the extension is missing.
pub fn run(extension: &Path) -> Result<Vec<Row>> {
    let web = PageServer::start(news)?;
    let allowed = with_hosts(extension)?;
    let start = || Launch::default().through(web.address()).start();
    let (without, off, on) = (start()?, start()?, start()?);
    look_everywhere(&off, extension, false)?;
    look_everywhere(&on, allowed.path(), true)?;
    let browsers = [&without, &off, &on];
    let mut work: [Vec<f64>; 3] = Default::default();
    for round in 0..=ROUNDS {
        for (browser, work) in browsers.iter().zip(&mut work) {
            let millis = loaded(browser, round)?;
            work.extend((round > 0).then_some(millis));
        }
    }
    let mut held: [f64; 3] = Default::default();
    for (browser, held) in browsers.iter().zip(&mut held) {
        *held = per_tab(browser)?;
    }
    let [alone, off, on] = work.map(median);
    let row = |what: &str, added: f64, whole: f64, unit: &str, bar: &'static str, most: f64| Row {
        what: format!("page without a product: {what}"),
        figure: format!("{added:+.2} {unit} beside {whole:.2}"),
        bar,
        holds: added <= most,
    };
    Ok(vec![
        row(
            &format!("work of its main thread, looking on every page off, median of {ROUNDS} loads"),
            off - alone,
            alone,
            "ms",
            "nothing (± 1 ms)",
            1.0,
        ),
        row("the same, on", on - alone, alone, "ms", "≤ 4 ms", 4.0),
        row(
            &format!("memory of its tab, off, of {TABS} tabs"),
            held[1] - held[0],
            held[0],
            "MB",
            "nothing (± 0.2 MB)",
            0.2,
        ),
        row("the same, on", held[2] - held[0], held[0], "MB", "≤ 0.5 MB", 0.5),
    ])
}

/// Loads the extension, and turns *look on every page* on where that is wanted, as its options do.
fn look_everywhere(chromium: &Chromium, folder: &Path, on: bool) -> Result<()> {
    let extension = chromium.load_extension(folder)?;
    let options = extension.open("options.html")?;
    let set = json!({"type": "settings.set", "settings": {"detect_everywhere": on, "theme": "system"}});
    until("the settings", STEP, || {
        let answer = options.evaluate(&format!("chrome.runtime.sendMessage({set})"))?;
        Ok((!answer.is_null()).then_some(()))
    })?;
    let scripts =
        format!("chrome.scripting.getRegisteredContentScripts().then((all) => all.length === {})", usize::from(on));
    options.wait_for("the pre-check", &scripts)?;
    options.close()
}

/// What the main thread of a page does from the beginning of its load until it was left alone for a while; milliseconds.
fn loaded(chromium: &Chromium, round: usize) -> Result<f64> {
    let page = chromium.open("about:blank")?;
    let ((), tasks) = traced(chromium, || {
        page.go_to(&format!("http://news-{round}.example/"))?;
        sleep(AFTERWARDS);
        Ok(())
    })?;
    // The process that worked most by far is the page's: the others are our own pages, which are closed, and a spare one.
    let own: Vec<i64> =
        renderers(chromium)?.into_iter().filter(|(_, extension)| !extension).map(|(id, _)| id).collect();
    let sums =
        own.iter().map(|id| tasks.iter().filter(|task| task.process == *id).map(|task| task.millis).sum::<f64>());
    let most = sums.fold(0.0, f64::max);
    ensure!(most > 1.0, "a trace without the page's work: {} tasks", tasks.len());
    page.close()?;
    Ok(most)
}

/// What a tab holds in memory, with some open.
fn per_tab(chromium: &Chromium) -> Result<f64> {
    let mut open = Vec::new();
    for number in 0..TABS {
        open.push(chromium.open(&format!("http://news-tab-{number}.example/"))?);
    }
    sleep(Duration::from_secs(2));
    for page in &open {
        page.call("HeapProfiler.collectGarbage", json!({}))?;
    }
    sleep(Duration::from_secs(1));
    let mut held: Vec<f64> = renderers(chromium)?
        .into_iter()
        .filter(|(_, extension)| !extension)
        .map(|(id, _)| private_megabytes(id))
        .collect::<Result<_>>()?;
    // The largest are the pages; a spare process waits beside them.
    held.sort_by(f64::total_cmp);
    ensure!(held.len() >= TABS, "{} pages", held.len());
    Ok(median(held.into_iter().rev().take(TABS).collect()))
}
