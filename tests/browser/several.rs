//! One save on several boards at once, and the boards of a saved page changed in its card: one item, placed as often.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Said, Somebody, Stage, wait_sent};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

use crate::same_thing::{left, opened, press, site};

const PAGE: &str = "https://hearth.example/kettle";

/// Ticks or unticks the board of this name, as a person does with the mouse.
fn tick(stage: &mut Stage, board: &str) -> Result<()> {
    let mark = format!(
        "(() => {{ document.getElementById('wanted')?.removeAttribute('id'); \
         const line = [...document.querySelectorAll('.boards .tick-line')].find((one) => one.innerText.trim() === {}); \
         const found = line?.querySelector('input:enabled'); if (found) found.id = 'wanted'; return !!found; }})()",
        json!(board)
    );
    until(board, STEP, || Ok((stage.driver.popup(&mark)? == true).then_some(())))
        .with_context(|| format!("the popup says {:?}", stage.driver.popup("document.body.innerText")))?;
    stage.driver.click_in_popup("#wanted")
}

/// Waits until the one item of the account lies on these boards and no others.
fn wait_boards(stage: &Stage, who: &Somebody, wanted: &[&str]) -> Result<()> {
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    let mut last = Vec::new();
    until("the boards of the item", STEP, || {
        last = stage.api.items_of(&who.email, &who.password)?;
        // It is told once for each board.
        ensure!(last.iter().all(|item| item["id"] == last[0]["id"]), "{last:?}");
        let boards = last.first().and_then(|item| item["boards"].as_array());
        let mut boards: Vec<&str> = boards.into_iter().flatten().filter_map(|board| board.as_str()).collect();
        boards.sort_unstable();
        Ok((boards == wanted).then_some(()))
    })
    .with_context(|| format!("{wanted:?} and not {last:?}"))
}

fn saved(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let session = stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    let token = session["access_token"].as_str().context("a token")?.to_owned();
    let board = |number: u8, name: &str| -> Result<String> {
        let id = format!("01936f3e-0000-7000-8000-0000000003{number:02}");
        let board = json!({"id": id, "name": name, "kind": "ideas", "audience": "private"});
        stage.api.post("/api/v1/boards", Some(&token), &board)?;
        Ok(id)
    };
    let (ideas, garden) = (board(1, "Ideas")?, board(2, "Garden")?);
    let (said, text) = opened(stage, PAGE)?;
    ensure!(said == Said::Form, "{said:?}: {text}");
    press(stage, "On other boards too")?;
    tick(stage, "Ideas")?;
    until("how many it says", STEP, || {
        let text = stage.driver.popup("document.querySelector('form.card').innerText")?;
        Ok(text.as_str().is_some_and(|text| text.contains("And on 1 more board")).then_some(()))
    })?;
    stage.driver.click_in_popup("form.card button[type=submit]")?;
    // The first save makes it.
    let wishes = until("My wishes", STEP, || {
        let boards = stage.api.get("/api/v1/boards", &token)?;
        let default = boards["entries"].as_array().into_iter().flatten().find(|board| board["is_default"] == true);
        Ok(default.and_then(|board| board["id"].as_str()).map(str::to_owned))
    })?;
    wait_boards(stage, who, &[&wishes, &ideas])?;
    left(stage)?;
    wait_sent(stage.driver.as_mut())?;
    // Its card shows both, and changes them in place.
    let (said, text) = opened(stage, PAGE)?;
    ensure!(said == Said::AlreadySaved && text.contains("My wishes") && text.contains("Ideas"), "{said:?}: {text}");
    press(stage, "On which boards")?;
    tick(stage, "Garden")?;
    wait_boards(stage, who, &[&wishes, &ideas, &garden])?;
    tick(stage, "Ideas")?;
    tick(stage, "Garden")?;
    wait_boards(stage, who, &[&wishes])?;
    let last = "[...document.querySelectorAll('.boards input')].filter((one) => one.checked).map((one) => one.disabled).join()";
    until("that the last board stays", STEP, || Ok((stage.driver.popup(last)? == "true").then_some(())))?;
    tick(stage, "Garden")?;
    wait_boards(stage, who, &[&wishes, &garden])?;
    left(stage)?;
    let (said, text) = opened(stage, PAGE)?;
    ensure!(said == Said::AlreadySaved && text.contains("On My wishes, Garden since"), "{said:?}: {text}");
    left(stage)
}

/// With the server away both boards are chosen and the tick shows; both are filled once when it is back, and the one item is one.
fn saved_offline(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let before = boards_of_all(stage, who)?;
    stage.api.stop()?;
    let (said, text) = opened(stage, "https://hearth.example/pan")?;
    ensure!(said == Said::Form, "{said:?}: {text}");
    press(stage, "On other boards too")?;
    tick(stage, "Ideas")?;
    tick(stage, "Garden")?;
    stage.driver.click_in_popup("form.card button[type=submit]")?;
    until("the tick", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('section.card.done')")? == true).then_some(()))
    })?;
    let text = stage.driver.popup("document.querySelector('section.card.done').innerText")?;
    let text = text.as_str().unwrap_or_default().to_owned();
    ensure!(text.contains("My wishes, Ideas") && text.contains("Garden"), "{text}");
    left(stage)?;
    // The worker ends before anything could leave: what is promised is on the disk.
    stage.driver.kill_worker()?;
    stage.api.start_again()?;
    stage.driver.options("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    wait_sent(stage.driver.as_mut())?;
    let mut after = boards_of_all(stage, who)?;
    after.retain(|title, _| !before.contains_key(title));
    ensure!(after.len() == 1 && after["Hearth pan"] == 3, "{after:?}");
    Ok(())
}

/// How many boards each item of the account lies on, by its title; no title is there twice.
fn boards_of_all(stage: &Stage, who: &Somebody) -> Result<BTreeMap<String, usize>> {
    let mut found: BTreeMap<String, (Value, usize)> = BTreeMap::new();
    for item in stage.api.items_of(&who.email, &who.password)? {
        let title = item["title"].as_str().unwrap_or_default().to_owned();
        let boards = item["boards"].as_array().map_or(0, Vec::len);
        let (id, _) = found.entry(title).or_insert((item["id"].clone(), boards));
        ensure!(*id == item["id"], "two items of one thing: {item}");
    }
    Ok(found.into_iter().map(|(title, (_, boards))| (title, boards)).collect())
}

fn in_browser(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Ula")).unwrap();
    stage.play("several-boards", |stage| saved(stage, &who)).unwrap();
    stage.play("several-boards-offline", |stage| saved_offline(stage, &who)).unwrap();
}

#[test]
fn a_save_goes_on_several_boards_in_chromium() {
    in_browser(Kind::Chromium);
}

#[test]
fn a_save_goes_on_several_boards_in_firefox() {
    in_browser(Kind::Firefox);
}
