//! From the key on a real keyboard to the tick on the badge, in both browsers: with the worker awake, and with the worker asleep.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{Row, at};
use crate::Engine;
use crate::journey::{Kind, Stage, wait_sent};
use crate::shop::{Asked, Given};
use crate::wait::{STEP, until};

/// Saves that are measured in each browser, awake and asleep.
const ROUNDS: usize = 20;
const SHOP: &str = "http://kettles.example";

/// A shop of as many kettles as are asked for, each a page as shops make them: markup that says what it is, among 100 KB that do not.
pub(super) fn shop(asked: &Asked) -> Option<Given> {
    let number: u32 = asked.url.path().strip_prefix("/kettle/")?.parse().ok()?;
    let product = json!({"@context": "https://schema.org", "@type": "Product", "name": format!("Kettle number {number}"),
        "sku": format!("K-{number}"), "image": format!("{SHOP}/{number}.png"),
        "offers": {"@type": "Offer", "price": format!("{number}.90"), "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}});
    let rest: String = (0..600)
        .map(|row| format!("<div class='row r{row}'><a href='/about/{row}'>About our workshop, part {row}</a><p>words of a shop that likes to write much</p></div>"))
        .collect();
    let html = format!(
        "<!doctype html><html lang=en><title>Kettle {number} at Kettles</title><script type='application/ld+json'>{product}</script>\
         <body><main><h1>Kettle number {number}</h1><p class=price>€{number}.90</p><button>Add to basket</button></main>{rest}"
    );
    Some(Given::new("text/html; charset=utf-8", html))
}

/// Key to tick in both browsers.
///
/// # Errors
/// When a part of the stage is missing, or a key leaves no tick.
pub fn run() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), true, shop)?;
        stage.play("register", |stage| stage.register("Ana"))?;
        let mut number = 100;
        for asleep in [false, true] {
            let mut took = Vec::new();
            // The first one is not counted: a browser that was just started has everything yet to do.
            for round in 0..=ROUNDS {
                number += 1;
                let millis = stage.play("tick", |stage| one(stage, number, asleep))?;
                took.extend((round > 0).then_some(millis));
            }
            let (middle, most) = (at(&mut took, 0.5), at(&mut took, 0.95));
            let state = if asleep { "asleep" } else { "awake" };
            rows.push(Row {
                what: format!("key to tick, {}, worker {state}, {ROUNDS} saves: median · p95", kind.name()),
                figure: format!("{middle:.0} · {most:.0} ms"),
                bar: "≤ 300 ms",
                holds: most <= 300.0,
            });
        }
    }
    Ok(rows)
}

/// One save by the key on a page that was not saved yet, in milliseconds.
fn one(stage: &mut Stage, number: u32, asleep: bool) -> Result<f64> {
    stage.driver.visit(&format!("{SHOP}/kettle/{number}"))?;
    // The page sees Shift go down some milliseconds before the browser has the whole key: so nothing is left out.
    stage.driver.page(
        "addEventListener('keydown', (event) => { if (event.key === 'Shift' || event.shiftKey) \
         document.documentElement.dataset.pressed ??= performance.timeOrigin + event.timeStamp; }, true)",
    )?;
    // One of our own pages asks for the badge again and again, and writes down when it shows the tick.
    stage.driver.options(
        "(() => { const seen = document.documentElement.dataset; delete seen.ticked; void (async () => { \
         const [tab] = (await chrome.tabs.query({active: true})).filter((tab) => tab.url !== location.href); \
         for (const end = performance.now() + 20000; performance.now() < end;) { \
         if ((await chrome.action.getBadgeText({tabId: tab.id})).startsWith('✓')) { \
         seen.ticked = performance.timeOrigin + performance.now(); return; } } })(); return true; })()",
    )?;
    if asleep {
        stage.driver.kill_worker()?;
    } else {
        stage.driver.options("chrome.runtime.sendMessage({type: 'status.get'})")?;
    }
    stage.press_shortcut(&format!("Kettle {number} at"))?;
    let read = |text: serde_json::Value| text.as_str().and_then(|text| text.parse::<f64>().ok());
    let ticked =
        until("the tick", STEP, || Ok(read(stage.driver.options("document.documentElement.dataset.ticked")?)))?;
    let pressed =
        read(stage.driver.page("document.documentElement.dataset.pressed")?).context("the page saw no key")?;
    ensure!(ticked >= pressed, "the tick was there {} ms before the key", pressed - ticked);
    wait_sent(stage.driver.as_mut())?;
    stage.driver.leave()?;
    Ok(ticked - pressed)
}
