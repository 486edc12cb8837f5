//! The address bar, behind our keyword: boards and wishes of the device are offered as one types, to the letter, and Enter goes there.
//! In Firefox by way of its own handler for such keywords; in Chromium, where no driver types in the address bar, the worker's own
//! listeners are called, so that what Chromium does with an answer is not seen here.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Stage, save_in_popup};
use giftos_tests::shop::Asked;
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};
use shared::id::ItemId;
use shared::json::to_text;
use shared::time::Timestamp;
use shared::wire::items::NewItem;
use shared::wire::outbox::{Row, Sending};

use crate::same_thing;

const ROWS: &str = include_str!("../../extension-wasm/transfer/src/files/text-injection.jsonl");
const KETTLE: &str = "https://hearth.example/kettle";

/// What is compared of a text: it is shown in one line, and spaces as they fall.
fn seen(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_control() && !sign.is_whitespace() && !('\u{fffe}'..='\u{ffff}').contains(sign))
        .collect()
}

/// Puts wishes of nobody with these titles into the outbox, as the panel does.
fn add(stage: &mut Stage, titles: &[String]) -> Result<()> {
    let now = Timestamp::from_millis(1_795_000_000_000);
    let mut rows = Vec::new();
    for (number, title) in (0..).zip(titles) {
        let id = ItemId::new(now, [number; 10]);
        let item: NewItem = serde_json::from_value(json!({"id": id, "boards": "default", "title": title}))?;
        rows.push(to_text(&Row::new(None, Sending::item(&item), None, now)));
    }
    let script = format!(
        "new Promise((done, failed) => {{ const opening = indexedDB.open('giftos'); opening.onerror = failed; opening.onsuccess = () => {{ \
         const write = opening.result.transaction('outbox', 'readwrite'); for (const row of {}) write.objectStore('outbox').add(row); \
         write.oncomplete = () => {{ opening.result.close(); done(true); }}; write.onabort = failed; }}; }})",
        json!(rows)
    );
    stage.driver.options(&script).map(drop)
}

/// The description of the one line that is offered, as the browser reads it: XML in Chromium, plain text in Firefox.
fn offered(stage: &mut Stage, typed: &str) -> Result<(String, String)> {
    let lines = stage.driver.offered(typed)?;
    let [line] = &lines.as_array().context("lines")?[..] else { anyhow::bail!("{typed} offers {lines}") };
    let text = |name: &str| line[name].as_str().map(str::to_owned).context("a text");
    let (content, mut description) = (text("content")?, text("description")?);
    if stage.driver.kind() == Kind::Chromium {
        let read = stage.driver.options(&format!(
            "(() => {{ const read = new DOMParser().parseFromString('<line>' + {} + '</line>', 'application/xml'); \
             return [[...read.querySelectorAll('*')].map((one) => one.localName).join(' '), read.documentElement.textContent]; }})()",
            json!(description)
        ))?;
        ensure!(
            ["line", "line dim"].contains(&read[0].as_str().unwrap_or_default()),
            "{description} is read as {read}"
        );
        description = read[1].as_str().unwrap_or_default().to_owned();
    }
    Ok((content, description))
}

fn typed_in_the_address_bar(kind: Kind) -> Result<()> {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, same_thing::site)?;
    stage.play("omnibox", |stage| {
        stage.driver.visit(KETTLE)?;
        save_in_popup(stage.driver.as_mut())?;
        stage.driver.leave()?;
        let titles: Vec<String> = (0..)
            .zip(ROWS.lines())
            .map(|(number, row)| {
                let row: Value = serde_json::from_str(row).unwrap();
                format!("row{number}q {}", row["s"].as_str().unwrap())
            })
            .collect();
        add(stage, &titles)?;

        let (content, description) = offered(stage, "KETT hearth")?;
        ensure!(content == KETTLE && description.starts_with("Hearth kettle"), "{content}: {description}");
        ensure!(stage.driver.offered("a sledge")? == json!([]));
        let lines = stage.driver.offered("q")?;
        ensure!(lines.as_array().map(Vec::len) == Some(6), "{lines}");
        for (number, title) in titles.iter().enumerate() {
            let (_, description) = offered(stage, &format!("row{number}q"))?;
            ensure!(seen(&description) == seen(title), "{title:?} is shown as {description:?}");
        }

        // The wish's own page.
        let visits = |stage: &Stage| {
            let kettle = |asked: &Asked| asked.url.as_str() == KETTLE;
            stage.web.asked().iter().filter(|asked| kettle(asked)).count()
        };
        let before = visits(stage);
        offered(stage, "kettle")?;
        stage.driver.enter(KETTLE)?;
        until("the kettle's page", STEP, || Ok((visits(stage) > before).then_some(())))?;

        // A wish without a page is found in the panel.
        let (content, _) = offered(stage, "row16q")?;
        stage.driver.enter(&content)?;
        let shown = "chrome.extension.getViews().filter((view) => view.location.hash.startsWith('#find=')) \
            .map((view) => view.document.querySelector('.wish .name')?.innerText).find((text) => text) ?? null";
        let shown = until("the wish in the panel", STEP, || Ok(stage.driver.options(shown)?.as_str().map(str::to_owned)))?;
        ensure!(seen(&shown) == seen(&titles[16]), "{shown}");

        // An address that nobody saved is looked for, and not opened.
        stage.driver.offered("hearth")?;
        stage.driver.enter("https://hearth.example/pan")?;
        let tabs = "chrome.tabs.query({}).then((tabs) => tabs.map((tab) => tab.url ?? '').filter((url) => url.includes('/panel.html')))";
        until("the panel", STEP, || {
            let tabs = stage.driver.options(tabs)?;
            let found = |url: &str| url.ends_with("/panel.html#find=https%3A%2F%2Fhearth.example%2Fpan");
            Ok(tabs.as_array().into_iter().flatten().any(|tab| tab.as_str().is_some_and(found)).then_some(()))
        })?;
        let pans = stage.web.asked().iter().filter(|asked| asked.url.path() == "/pan").count();
        ensure!(pans == 0, "{pans} requests for the pan");
        let stranger = stage.web.asked().into_iter().find(|asked| asked.url.host_str().is_some_and(|host| host.contains("canary")));
        ensure!(stranger.is_none(), "asked: {stranger:?}");
        Ok(())
    })
}

#[test]
fn boards_and_wishes_are_found_from_the_address_bar_in_chromium() {
    typed_in_the_address_bar(Kind::Chromium).unwrap();
}

#[test]
fn boards_and_wishes_are_found_from_the_address_bar_in_firefox() {
    typed_in_the_address_bar(Kind::Firefox).unwrap();
}
