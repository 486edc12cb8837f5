//! Boards in the real panel over a real server: read without it, put in order and moved while it is away, and done there once.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, sign_out, status};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

const TITLES: &str = "[...document.querySelectorAll('.wish')].sort((a, b) => a.dataset.at - b.dataset.at)\
    .map(wish => wish.querySelector('.name').innerText).join(' ')";

/// Opens the board at once: the list may be drawn anew between a look at it and a click.
const OPEN_GARDEN: &str =
    "[...document.querySelectorAll('.boards button')].find(each => each.innerText.includes('Garden')).click()";

fn token(stage: &Stage, who: &Somebody) -> Result<String> {
    let session = stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    Ok(session["access_token"].as_str().context("a token")?.to_owned())
}

fn wait_panel(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.panel(expression)? == true).then_some(())))
        .with_context(|| format!("the panel says {:?}", stage.driver.panel("document.body.innerText")))
}

/// A board with wishes that the server has, opened in the panel.
fn opened(stage: &mut Stage, who: &Somebody) -> Result<Value> {
    let token = token(stage, who)?;
    let board = json!({"id": "01936f3e-0000-7000-8000-000000000002", "name": "Garden", "kind": "ideas"});
    stage.api.post("/api/v1/boards", Some(&token), &board)?;
    let other = json!({"id": "01936f3e-0000-7000-8000-000000000003", "name": "House", "kind": "ideas"});
    stage.api.post("/api/v1/boards", Some(&token), &other)?;
    for (at, title) in ["Rake", "Spade", "Hose"].iter().enumerate() {
        let id = format!("01936f3e-0000-7000-8000-00000000010{at}");
        stage.api.post("/api/v1/items", Some(&token), &json!({"id": id, "boards": [board["id"]], "title": title}))?;
    }
    wait_panel(stage, "the panel", "!!document.querySelector('#tab-boards')")?;
    stage.driver.click_in_panel("#tab-boards")?;
    wait_panel(stage, "the board", "document.querySelectorAll('.boards li').length === 3")?;
    stage.driver.panel(OPEN_GARDEN)?;
    wait_panel(stage, "its wishes", "document.querySelectorAll('.wish').length === 3")?;
    Ok(board["id"].clone())
}

/// With the server away the board is there, and what is done to it shows at once.
fn away(stage: &mut Stage) -> Result<()> {
    stage.api.stop()?;
    stage.driver.panel("location.reload()")?;
    wait_panel(stage, "the panel again", "!!document.querySelector('#tab-boards')")?;
    stage.driver.click_in_panel("#tab-boards")?;
    wait_panel(stage, "the boards of the device", "document.querySelectorAll('.boards li').length === 3")?;
    stage.driver.panel(OPEN_GARDEN)?;
    wait_panel(stage, "its wishes", "document.querySelectorAll('.wish').length === 3")?;
    let before = stage.driver.panel(TITLES)?;
    let before: Vec<String> = before.as_str().context("titles")?.split(' ').map(str::to_owned).collect();
    let key = "document.querySelector('.wish [id^=grab]').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true}))";
    stage.driver.panel(key)?;
    let wanted = [before[1].as_str(), &before[0], &before[2]].join(" ");
    wait_panel(stage, "the new order", &format!("{TITLES} === {}", json!(wanted)))?;
    stage.driver.click_in_panel(".board-acts > button + button")?;
    wait_panel(stage, "the boxes", "document.querySelectorAll('.wish .pick').length === 3")?;
    stage.driver.click_in_panel(".wish[data-at='2'] .pick")?;
    stage.driver.panel(
        "(() => { const list = document.querySelector('.pick-bar select'); list.value = list.options[1].value; \
         list.dispatchEvent(new Event('change', {bubbles: true})); })()",
    )?;
    stage.driver.click_in_panel("#move-picked")?;
    wait_panel(stage, "one less", "document.querySelectorAll('.wish').length === 2")?;
    stage.driver.click_in_panel("#undo")?;
    wait_panel(stage, "it to be back", &format!("{TITLES} === {}", json!(wanted)))
}

/// The server is back: all of it arrives, in order, and the board there is as it was left here.
fn back(stage: &mut Stage, who: &Somebody, board: &Value) -> Result<()> {
    let shown = stage.driver.panel(TITLES)?;
    stage.api.start_again()?;
    stage.driver.panel("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    let token = token(stage, who)?;
    let path = format!("/api/v1/boards/{}/items", board.as_str().context("an id")?);
    until("the order on the server", STEP, || {
        let page = stage.api.get(&path, &token)?;
        let titles: Vec<&str> =
            page["entries"].as_array().context("items")?.iter().filter_map(|item| item["title"].as_str()).collect();
        Ok((shown == titles.join(" ").as_str()).then_some(()))
    })?;
    ensure!(status(stage.driver.as_mut())?["refused"] == 0, "nothing was refused");
    // While the changes arrive one after the other, the panel may look in between them.
    wait_panel(stage, "it as it was before", &format!("{TITLES} === {shown}"))
}

/// Whoever signs in next on this device finds nothing of it.
fn of_nobody_else(stage: &mut Stage) -> Result<()> {
    stage.driver.options("1")?;
    sign_out(stage.driver.as_mut())?;
    wait_panel(stage, "no wish any more", "!document.querySelector('.wish')")?;
    let left = "new Promise(done => { const opening = indexedDB.open('giftos'); opening.onsuccess = () => { \
        const count = opening.result.transaction('copies').objectStore('copies').count(); \
        count.onsuccess = () => { opening.result.close(); done(count.result); }; }; })";
    ensure!(stage.driver.options(left)? == 0, "copies are left after signing out");
    Ok(())
}

fn boards_on_the_device(kind: Kind, engine: Engine) {
    let mut stage = Stage::open(kind, engine, &kind.built_extension(), false, |_| None).unwrap();
    let who = stage.play("register", |stage| stage.register("Hal")).unwrap();
    let board = stage.play("opened", |stage| opened(stage, &who)).unwrap();
    stage.play("away", away).unwrap();
    stage.play("back", |stage| back(stage, &who, &board)).unwrap();
    stage.play("of-nobody-else", of_nobody_else).unwrap();
}

#[test]
fn boards_are_on_the_device_and_changes_arrive_once_in_chromium() {
    boards_on_the_device(Kind::Chromium, Engine::Sqlite);
}

#[test]
fn boards_are_on_the_device_and_changes_arrive_once_in_firefox() {
    boards_on_the_device(Kind::Firefox, Engine::Postgres);
}
