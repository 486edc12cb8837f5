//! Boards of 1,000 and of 10,000 wishes in the panel, from the device's own copy, in Chromium: how soon they are there, whether they
//! scroll without a stutter, and how much of them is in the document.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use uuid::Uuid;

use super::tracing::{private_megabytes, renderers, traced};
use super::{Row, median};
use crate::Engine;
use crate::journey::{Kind, Somebody, Stage};
use crate::wait::until;

/// A board of 10,000 is read from the server in as many requests as it takes, once.
const COPIED: Duration = Duration::from_secs(240);
const ROUNDS: usize = 5;
/// Frames of the scripted scroll.
const FRAMES: usize = 300;
const BOARD: &str = "01936f3e-0000-7000-8000-000000000002";
/// The frame after something was done is drawn when a task that was posted in it runs.
const DRAWN: &str = "() => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); \
    port1.onmessage = done; port2.postMessage(0); }))";

/// Both boards.
///
/// # Errors
/// When a part of the stage is missing.
pub fn run() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for count in [1_000, 10_000] {
        let kind = Kind::Chromium;
        let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, |_| None)?;
        let who = stage.play("register", |stage| stage.register("Ana"))?;
        seed(&stage, &who, count)?;
        rows.extend(stage.play("long", |stage| measure(stage, count))?);
    }
    Ok(rows)
}

/// Puts so many wishes on a board, in parts of 50.
fn seed(stage: &Stage, who: &Somebody, count: usize) -> Result<()> {
    let session = stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    let token = session["access_token"].as_str();
    stage.api.post("/api/v1/boards", token, &json!({"id": BOARD, "name": "Long", "kind": "ideas"}))?;
    let numbers: Vec<usize> = (0..count).collect();
    for part in numbers.chunks(50) {
        let items = part.iter().map(|number| {
            let page = json!({"url": format!("https://shop-{}.example/thing/{number}", number % 40),
                "title": format!("Thing number {number} of a long board"), "price_kind": "current",
                "price": {"amount_minor": 500 + (number * 7919) % 90_000, "currency": "EUR"}, "brand": format!("Maker {}", number % 90)});
            json!({"method": "POST", "path": "/items", "body": {"id": Uuid::now_v7(), "boards": [BOARD], "page": page}})
        });
        let answer = stage.api.post("/api/v1/batch", token, &json!({"parts": items.collect::<Vec<_>>()}))?;
        let first = &answer["answers"][0]["status"];
        ensure!(first == 201, "{}", answer["answers"][0]);
    }
    Ok(())
}

fn measure(stage: &mut Stage, count: usize) -> Result<Vec<Row>> {
    let copied = copied(stage, count)?;
    let (mut show, mut search, mut filter, mut sort) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        opened_anew(stage)?;
        show.push(timed(
            stage,
            "[...document.querySelectorAll('.boards button')].find((one) => one.innerText.includes('Long')).click()",
            "document.querySelector('.wish')",
        )?);
        let typed = |words: &str| {
            format!(
                "(() => {{ const field = document.querySelector('.search input'); field.value = {}; \
             field.dispatchEvent(new Event('input', {{bubbles: true}})); }})()",
                json!(words)
            )
        };
        search.push(timed(stage, &typed("number 77"), "document.querySelector('.count').innerText.includes('of')")?);
        timed(stage, &typed(""), "true")?;
        stage.driver.panel("document.querySelector('.filter-line button').click()")?;
        let chosen = |at: usize, option: usize| {
            format!(
                "(() => {{ const list = document.querySelectorAll('.drawer.filters select')[{at}]; list.selectedIndex = {option}; \
             list.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
            )
        };
        filter.push(timed(stage, &chosen(1, 1), "document.querySelector('.count').innerText.includes('of')")?);
        timed(stage, &chosen(1, 0), "true")?;
        sort.push(timed(stage, &chosen(0, 2), "true")?);
        timed(stage, &chosen(0, 0), "true")?;
    }
    // As a wheel does, and as somebody does who draws the scroll bar from end to end.
    let wheel = scrolled(stage, "at * 100")?;
    let scroll = scrolled(stage, &format!("way * (2 * at < {FRAMES} ? 2 * at / {FRAMES} : 2 - 2 * at / {FRAMES})"))?;
    let held = held(stage)?;
    let row = |what: &str, figure: String, bar: &'static str, holds: bool| Row {
        what: format!("board of {count}: {what}"),
        figure,
        bar,
        holds,
    };
    let millis = |what: &str, times: Vec<f64>, bar: &'static str, most: f64| {
        let middle = median(times);
        row(&format!("{what}, median of {ROUNDS}"), format!("{middle:.0} ms"), bar, middle <= most)
    };
    let frames = |what: &str, scroll: &Scroll, all: bool| {
        let figure = format!("{} · {} of {FRAMES}, {:.1} ms", scroll.over_frame, scroll.over_task, scroll.longest);
        let holds = scroll.over_task == 0 && (!all || scroll.over_frame * 50 <= FRAMES);
        let bar = if all { "≤ 2 % · 0" } else { "any · 0" };
        row(&format!("{what}: frames with more than 16.7 · 50 ms of work, longest"), figure, bar, holds)
    };
    Ok(vec![
        row("first copied from the server, read while the panel is in use", format!("{copied:.1} s"), "none", true),
        millis("press on it to its wishes, from the device's copy", show, "≤ 150 ms", 150.0),
        millis("a word searched, from the key to the frame", search, "≤ 50 ms", 50.0),
        millis("a shop chosen", filter, "≤ 50 ms", 50.0),
        millis("sorted by price", sort, "≤ 50 ms", 50.0),
        frames("scrolled 100 px a frame", &wheel, true),
        frames("drawn by its scroll bar from end to end and back", &scroll, false),
        row(
            "elements in the document at most",
            format!("{}", scroll.most.max(wheel.most)),
            "≤ 1,500",
            scroll.most.max(wheel.most) <= 1_500,
        ),
        row(
            "the panel's heap with its program's memory · its whole process, worker and options page too",
            format!("{:.1} · {:.0} MB", held.0, held.1),
            "none",
            true,
        ),
    ])
}

/// Does something in the panel and waits for what comes of it to be drawn.
fn timed(stage: &mut Stage, act: &str, done: &str) -> Result<f64> {
    let script = format!(
        "(async () => {{ const drawn = {DRAWN}; const start = performance.now(); {act}; do {{ await drawn(); }} while (!({done}) && performance.now() - start < 9000); \
         if (!({done})) throw new Error(document.body.innerText.slice(0, 900)); return performance.now() - start; }})()"
    );
    stage.driver.panel(&script)?.as_f64().context("a time")
}

/// Waits until the whole board is on the device; seconds.
fn copied(stage: &mut Stage, count: usize) -> Result<f64> {
    let start = std::time::Instant::now();
    let entries = format!(
        "new Promise((done) => {{ const opening = indexedDB.open('giftos'); opening.onsuccess = () => {{ \
         const all = opening.result.transaction('copies').objectStore('copies').getAll(); all.onsuccess = () => {{ opening.result.close(); \
         done(all.result.some((text) => JSON.stringify(text).split('Thing number').length > {count})); }}; }}; }})"
    );
    stage.driver.panel("1")?;
    until("the board on the device", COPIED, || Ok((stage.driver.panel(&entries)? == true).then_some(())))?;
    Ok(start.elapsed().as_secs_f64())
}

/// The panel as it opens, with the boards in view.
fn opened_anew(stage: &mut Stage) -> Result<()> {
    stage.driver.panel("location.reload()")?;
    let there = "!!document.querySelector('#tab-boards') && performance.now() > 1500";
    until("the panel", COPIED, || Ok(stage.driver.panel(there).is_ok_and(|there| there == true).then_some(())))?;
    stage.driver.click_in_panel("#tab-boards")?;
    let listed = "[...document.querySelectorAll('.boards button')].some((one) => one.innerText.includes('Long'))";
    until("the boards", COPIED, || Ok((stage.driver.panel(listed)? == true).then_some(())))
}

struct Scroll {
    over_frame: usize,
    over_task: usize,
    longest: f64,
    most: u64,
}

/// From the first wish to the last and back, as fast as the whole way in so many frames needs; work by the browser's own trace.
fn scrolled(stage: &mut Stage, place: &str) -> Result<Scroll> {
    let script = format!(
        "(async () => {{ const frame = () => new Promise(requestAnimationFrame); const all = document.documentElement; let most = 0; \
         const way = all.scrollHeight - innerHeight; for (let at = 0; at < {FRAMES}; at++) {{ await frame(); \
         scrollTo(0, {place}); \
         most = Math.max(most, document.getElementsByTagName('*').length); }} return most; }})()"
    );
    stage.driver.click_in_panel(".count")?;
    let chromium = stage.driver.chromium().context("Chromium")?;
    let own: Vec<i64> =
        renderers(chromium)?.into_iter().filter(|(_, extension)| *extension).map(|(id, _)| id).collect();
    let panel =
        chromium.targets()?.into_iter().find(|target| target.url.ends_with("/panel.html")).context("the panel")?;
    let page = chromium.attach(&panel.id)?;
    let (most, tasks) = traced(chromium, || page.evaluate(&script))?;
    let work: Vec<f64> = tasks.iter().filter(|task| own.contains(&task.process)).map(|task| task.millis).collect();
    ensure!(work.len() > FRAMES, "a trace of {} tasks", work.len());
    let over = |limit: f64| work.iter().filter(|millis| **millis > limit).count();
    Ok(Scroll {
        over_frame: over(16.7),
        over_task: over(50.0),
        longest: work.iter().copied().fold(0.0, f64::max),
        most: most.as_u64().context("a count")?,
    })
}

/// What the panel holds while the board is open: its heap and the memory of its program; and its process.
fn held(stage: &mut Stage) -> Result<(f64, f64)> {
    let chromium = stage.driver.chromium().context("Chromium")?;
    let panel =
        chromium.targets()?.into_iter().find(|target| target.url.ends_with("/panel.html")).context("the panel")?;
    let heap = super::weigh::heap_megabytes(&chromium.attach(&panel.id)?)?;
    let whole = renderers(chromium)?
        .into_iter()
        .filter(|(_, extension)| *extension)
        .map(|(id, _)| private_megabytes(id))
        .sum::<Result<f64>>()?;
    Ok((heap, whole))
}
