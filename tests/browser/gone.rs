//! What somebody else, or another device, has thrown away meanwhile: an edit of it is not lost without a word. The panel says that the wish
//! is gone and what was typed, and makes a new one of it with one press, or gives it up.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, status};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

fn wait_panel(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.panel(expression)? == true).then_some(())))
        .with_context(|| format!("the panel says {:?}", stage.driver.panel("document.body.innerText")))
}

fn token(stage: &Stage, who: &Somebody) -> Result<String> {
    let session = stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    Ok(session["access_token"].as_str().context("a token")?.to_owned())
}

fn id(number: u8) -> String {
    format!("01936f3e-0000-7000-8000-0000000001{number:02}")
}

/// Two wishes on a board that the panel shows.
fn opened(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let token = token(stage, who)?;
    let board = json!({"id": "01936f3e-0000-7000-8000-000000000002", "name": "Garden", "kind": "ideas"});
    stage.api.post("/api/v1/boards", Some(&token), &board)?;
    for (number, title) in [(1, "Rake"), (2, "Spade")] {
        let item = json!({"id": id(number), "boards": [board["id"]], "title": title, "note": "the long one"});
        stage.api.post("/api/v1/items", Some(&token), &item)?;
    }
    wait_panel(stage, "the panel", "!!document.querySelector('#tab-boards')")?;
    stage.driver.click_in_panel("#tab-boards")?;
    wait_panel(stage, "the boards", "document.querySelectorAll('.boards li').length === 2")?;
    stage.driver.panel(
        "[...document.querySelectorAll('.boards button')].find(each => each.innerText.includes('Garden')).click()",
    )?;
    wait_panel(stage, "its wishes", "document.querySelectorAll('.wish').length === 2")
}

/// Renames a wish in its form.
fn renamed(stage: &mut Stage, title: &str, now: &str) -> Result<()> {
    let open = format!(
        "[...document.querySelectorAll('.wish .open')].find(each => each.innerText === {})?.click()",
        json!(title)
    );
    stage.driver.panel(&open)?;
    wait_panel(stage, "its form", "!!document.querySelector('form.edit input')")?;
    stage.driver.panel(&format!(
        "(() => {{ const field = document.querySelector('form.edit input'); field.value = {}; \
         field.dispatchEvent(new Event('input', {{bubbles: true}})); }})()",
        json!(now)
    ))?;
    stage.driver.click_in_panel("form.edit button[type=submit]")?;
    wait_panel(stage, "the board again", "!document.querySelector('form.edit')")
}

/// With the server away both are renamed here; on another device both are thrown away meanwhile.
fn thrown_away(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let token = token(stage, who)?;
    let base = stage.api.base();
    stage.driver.panel("1")?;
    stage.api.stop()?;
    renamed(stage, "Rake", "Rake, red")?;
    renamed(stage, "Spade", "Spade, small")?;
    // What waits must not leave before the other device was there.
    stage.driver.kill_worker()?;
    stage.api.start_again()?;
    ensure!(stage.api.base() == base);
    for number in [1, 2] {
        stage.api.delete(&format!("/api/v1/items/{}", id(number)), &token)?;
    }
    stage.driver.options("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    until("both to be refused", STEP, || Ok((status(stage.driver.as_mut())?["refused"] == 2).then_some(())))
        .with_context(|| format!("{:?}", status(stage.driver.as_mut())))
}

/// Presses the button with this word beside this title, found and pressed in one go: the list is drawn anew while things settle.
fn press(stage: &mut Stage, title: &str, word: &str) -> Result<()> {
    let found = format!(
        "(() => {{ const rows = [...document.querySelectorAll('.items li')].filter((one) => one.innerText.includes({})); \
         const button = rows.flatMap((one) => [...one.querySelectorAll('button')]).find((one) => one.innerText.trim() === {}); \
         button?.click(); return !!button; }})()",
        json!(title),
        json!(word)
    );
    wait_panel(stage, word, &found)
}

/// One is saved anew with what was typed and what the server still knows of it, the other one is given up.
fn settled(stage: &mut Stage, who: &Somebody) -> Result<()> {
    press(stage, "Rake, red", "Save as a new wish")?;
    let items = until("the new wish", STEP, || {
        let items: Vec<Value> = stage.api.items_of(&who.email, &who.password)?;
        Ok((items.len() == 1).then_some(items))
    })?;
    let one = &items[0];
    ensure!(one["title"] == "Rake, red" && one["note"] == "the long one" && one["id"] != json!(id(1)), "{one}");
    press(stage, "Spade, small", "Give up")?;
    press(stage, "Spade, small", "Give it up")?;
    until("nothing refused", STEP, || Ok((status(stage.driver.as_mut())?["refused"] == 0).then_some(())))?;
    wait_panel(stage, "the new wish alone", "document.querySelector('#tab-panel').textContent.includes('Rake, red')")?;
    ensure!(stage.api.items_of(&who.email, &who.password)?.len() == 1);
    Ok(())
}

fn in_browser(kind: Kind, engine: Engine) {
    let mut stage = Stage::open(kind, engine, &kind.built_extension(), false, |_| None).unwrap();
    let who = stage.play("register", |stage| stage.register("Gwen")).unwrap();
    stage.play("opened", |stage| opened(stage, &who)).unwrap();
    stage.play("thrown-away", |stage| thrown_away(stage, &who)).unwrap();
    stage.play("settled", |stage| settled(stage, &who)).unwrap();
}

#[test]
fn an_edit_of_what_is_gone_is_told_and_saved_anew_in_chromium() {
    in_browser(Kind::Chromium, Engine::Postgres);
}

#[test]
fn an_edit_of_what_is_gone_is_told_and_saved_anew_in_firefox() {
    in_browser(Kind::Firefox, Engine::Sqlite);
}
