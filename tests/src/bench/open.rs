//! How soon popup and panel are of use, in both browsers: from when the browser begins to load them to the frame that shows
//! what was found on the page, and from the press of a tab to the boards of the device's own copy.

use anyhow::{Context, Result};
use serde_json::json;

use super::{Row, at, tick};
use crate::Engine;
use crate::journey::{Kind, Stage, read_popup, save_in_popup, wait_sent};
use crate::wait::{STEP, until};

/// Times that each is opened, but for the first.
const ROUNDS: usize = 10;
/// What a page is answered with: the card of a product, or words.
const ANSWER: &str = "form.card, section.card, section.note-card";

/// Popup and panel in both browsers.
///
/// # Errors
/// When a part of the stage is missing.
pub fn run() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, tick::shop)?;
        stage.play("register", |stage| stage.register("Ana"))?;
        // Some wishes for the board.
        for number in 100..110 {
            stage.driver.visit(&format!("http://kettles.example/kettle/{number}"))?;
            save_in_popup(stage.driver.as_mut())?;
            stage.driver.leave()?;
        }
        wait_sent(stage.driver.as_mut())?;
        let mut times = Times::default();
        for round in 0..=ROUNDS {
            stage.play("open", |stage| one(stage, &mut times, round > 0, 200 + 2 * round))?;
        }
        rows.extend(times.rows(kind.name()));
    }
    Ok(rows)
}

#[derive(Default)]
struct Times {
    shown: Vec<f64>,
    popup: Vec<f64>,
    popup_asleep: Vec<f64>,
    panel: Vec<f64>,
    boards: Vec<f64>,
    board: Vec<f64>,
}

impl Times {
    fn rows(self, browser: &str) -> Vec<Row> {
        let row = |what: &str, mut times: Vec<f64>| {
            let (middle, most) = (at(&mut times, 0.5), at(&mut times, 0.95));
            Row {
                what: format!("{what}, {browser}, {} times: median · p95", times.len()),
                figure: format!("{middle:.0} · {most:.0} ms"),
                bar: "≤ 150 ms",
                holds: middle <= 150.0,
            }
        };
        vec![
            row("popup or panel opened to its own content, before the page is read", self.shown),
            row("popup opened to the product read, worker awake", self.popup),
            row("popup opened to the product read, worker asleep", self.popup_asleep),
            row("panel opened to the page's product", self.panel),
            row("press on Boards to the boards of the device's copy", self.boards),
            row("press on a board to its wishes", self.board),
        ]
    }
}

fn one(stage: &mut Stage, times: &mut Times, counts: bool, number: usize) -> Result<()> {
    let note = |list: &mut Vec<f64>, millis: f64| list.extend(counts.then_some(millis));
    for asleep in [false, true] {
        stage.driver.visit(&format!("http://kettles.example/kettle/{}", number + usize::from(asleep)))?;
        stage.driver.options("chrome.runtime.sendMessage({type: 'status.get'})")?;
        watch(stage, "popup.html")?;
        if asleep {
            stage.driver.kill_worker()?;
        }
        stage.driver.front()?;
        stage.driver.open_popup()?;
        let (mounted, millis) = seen(stage)?;
        note(&mut times.shown, mounted);
        read_popup(stage.driver.as_ref())?;
        stage.driver.close_popup()?;
        note(if asleep { &mut times.popup_asleep } else { &mut times.popup }, millis);
        if !asleep {
            watch(stage, "panel.html")?;
            stage.driver.front()?;
            stage.driver.open_beside()?;
            let (mounted, millis) = seen(stage)?;
            note(&mut times.shown, mounted);
            note(&mut times.panel, millis);
            note(&mut times.boards, pressed(stage, "#tab-boards", ".boards li")?);
            note(&mut times.board, pressed(stage, ".boards li button", ".wish")?);
            stage.driver.close_beside()?;
        }
        stage.driver.leave()?;
    }
    Ok(())
}

/// Has the options page, which may look into our other pages, write down when the one that opens next shows its answer: by the clock
/// of that page, which begins when the browser begins to load it. The frame after it is waited for, so it is on the screen.
fn watch(stage: &mut Stage, file: &str) -> Result<()> {
    let script = format!(
        "(() => {{ const seen = document.documentElement.dataset; delete seen.ready; delete seen.mounted; const known = new Set(chrome.extension.getViews()); \
         void (async () => {{ let view; while (!view) {{ await chrome.runtime.getPlatformInfo(); \
         view = chrome.extension.getViews().find((one) => !known.has(one) && one.location.pathname === {file} && one.document.body); }} \
         const there = () => {{ if (view.document.querySelector('main h1')) seen.mounted ??= view.performance.now(); return view.document.querySelector({ANSWER:?}); }}; const frame = (then) => view.requestAnimationFrame(then); \
         const end = () => frame(() => frame(() => {{ seen.ready = view.performance.now(); }})); \
         if (there()) return end(); new view.MutationObserver((_, watcher) => {{ if (there()) {{ watcher.disconnect(); end(); }} }}) \
         .observe(view.document, {{childList: true, subtree: true}}); }})(); return true; }})()",
        file = json!(format!("/{file}"))
    );
    stage.driver.options(&script).map(drop)
}

/// When the page itself was there, and when its answer was.
fn seen(stage: &mut Stage) -> Result<(f64, f64)> {
    until("the page's answer", STEP, || {
        let times = stage
            .driver
            .options("[document.documentElement.dataset.mounted, document.documentElement.dataset.ready]")?;
        let time = |at: usize| times[at].as_str().and_then(|text| text.parse().ok());
        Ok(time(0).zip(time(1)))
    })
}

/// Presses something in the panel and waits for the frame that shows what comes of it.
fn pressed(stage: &mut Stage, button: &str, wanted: &str) -> Result<f64> {
    until(button, STEP, || {
        Ok((stage.driver.beside(&format!("!!document.querySelector({})", json!(button)))? == true).then_some(()))
    })?;
    let script = format!(
        "new Promise((done) => {{ const start = performance.now(); document.querySelector({}).click(); \
         const look = () => document.querySelector({}) ? requestAnimationFrame(() => done(performance.now() - start)) \
         : requestAnimationFrame(look); look(); }})",
        json!(button),
        json!(wanted)
    );
    stage.driver.beside(&script)?.as_f64().context("a time")
}
