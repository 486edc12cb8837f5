//! By keys alone, in both browsers, over a real server: a page is saved in the popup, its wish changed, moved, removed and brought back
//! in the panel. Every key goes to what has the focus, as from a keyboard; nothing else sets the focus, and there is no mouse.

use std::time::Duration;

use anyhow::Result;
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, read_popup, wait_sent};
use giftos_tests::shop::Case;
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

/// A person would not press Tab more often than this.
const MOST_TABS: usize = 80;

/// After so long a key that was not felt in the page will not be.
const FELT: Duration = Duration::from_secs(1);

/// Each frame of the page that is waited for comes half a second late.
const LATE_FRAMES: &str = "(() => { const soon = requestAnimationFrame.bind(window); \
     window.requestAnimationFrame = (draw) => setTimeout(() => soon(draw), 500); })()";

/// Presses Tab until the focus is where it is wanted. A key takes its time to the page: the next one waits until it was felt there.
fn tab_to(selector: &str, ask: impl Fn(&str) -> Result<Value>, press: impl Fn() -> Result<()>) -> Result<()> {
    let here = format!("(globalThis.focused = document.activeElement, focused?.matches({}))", json!(selector));
    for _ in 0..MOST_TABS {
        if ask(&here)? == true {
            return Ok(());
        }
        press()?;
        // From the last place of a page it moves into the browser's own, of which the page says nothing: then the next Tab leads back.
        let moved = || Ok((ask("focused !== document.activeElement")? == true).then_some(()));
        let _ = until("the focus to move", FELT, moved);
    }
    anyhow::bail!("Tab never leads to {selector}")
}

fn in_panel(stage: &mut Stage, selector: &str) -> Result<()> {
    let driver = std::cell::RefCell::new(stage.driver.as_mut());
    tab_to(selector, |ask| driver.borrow_mut().panel(ask), || driver.borrow().press_in_panel("Tab"))
}

fn wait_panel(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.panel(expression)? == true).then_some(())))
}

fn saved(stage: &mut Stage, who: &Somebody, url: &str) -> Result<()> {
    stage.driver.visit(url)?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    let driver = stage.driver.as_ref();
    tab_to("form.card button[type=submit]", |ask| driver.popup(ask), || driver.press_in_popup("Tab"))?;
    driver.press_in_popup("Enter")?;
    until("the tick", STEP, || {
        Ok((driver.popup("!!document.querySelector('section.card.done')")? == true).then_some(()))
    })?;
    stage.driver.close_popup()?;
    wait_sent(stage.driver.as_mut())?;
    stage.rows(who, 1).map(drop)
}

fn changed(stage: &mut Stage, who: &Somebody) -> Result<()> {
    wait_panel(stage, "the panel", "!!document.querySelector('[role=tab]')")?;
    in_panel(stage, "[role=tab][aria-selected=true]")?;
    stage.driver.press_in_panel("ArrowRight")?;
    wait_panel(stage, "the boards", "document.querySelectorAll('.boards li').length > 0")?;
    in_panel(stage, ".boards li button")?;
    stage.driver.press_in_panel("Enter")?;
    wait_panel(stage, "its wishes", "document.querySelectorAll('.wish').length === 3")?;
    in_panel(stage, ".wish .open")?;
    stage.driver.press_in_panel("Enter")?;
    wait_panel(stage, "the title's field", "document.activeElement.matches('form.edit input')")?;
    stage.driver.press_in_panel("End")?;
    for key in [" ", "X"] {
        stage.driver.press_in_panel(key)?;
    }
    wait_panel(stage, "what was typed", "document.activeElement.value.endsWith(' X')")?;
    stage.driver.press_in_panel("Enter")?;
    wait_panel(stage, "the focus back on the wish", "document.activeElement.matches('.wish .open')")?;
    // An edit is no save: what waits to be saved says nothing of it.
    until("the title on the server", STEP, || {
        let rows = stage.api.rows_in_database(&who.email)?;
        Ok((rows.iter().filter(|row| row.title.ends_with(" X")).count() == 1).then_some(()))
    })
}

fn moved_removed_and_back(stage: &mut Stage, who: &Somebody, arrow: &str) -> Result<()> {
    let order = "[...document.querySelectorAll('.wish')].map((wish) => wish.dataset.at + wish.querySelector('.name').innerText).sort().join()";
    let before = stage.driver.panel(order)?;
    in_panel(stage, ".wish [id^=grab-]")?;
    stage.driver.press_in_panel(arrow)?;
    wait_panel(stage, "another order", &format!("{order} !== {before}"))?;
    in_panel(stage, ".wish [id^=remove-]")?;
    stage.driver.press_in_panel("Enter")?;
    wait_panel(stage, "one less", "document.querySelectorAll('.wish').length === 2")?;
    // The place of the focus has gone with the wish: it is led to the way back, where no Tab is to be pressed before it is there.
    wait_panel(stage, "the focus on the way back", "document.activeElement.id === 'undo'")?;
    stage.driver.press_in_panel("Enter")?;
    wait_panel(stage, "it to be back", "document.querySelectorAll('.wish').length === 3")?;
    wait_sent(stage.driver.as_mut())?;
    stage.rows(who, 3).map(drop)
}

fn by_keys_alone(kind: Kind, engine: Engine) {
    let cases = Case::all().unwrap();
    let case = cases.iter().find(|case| case.name == "demo-kettle").unwrap();
    let mut stage = Stage::open(kind, engine, &kind.built_extension(), false, Case::site(&cases, None)).unwrap();
    let who = stage.play("register", |stage| stage.register("Kay")).unwrap();
    stage.play("saved", |stage| saved(stage, &who, case.expected.url.as_str())).unwrap();
    let session =
        stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password})).unwrap();
    for (at, title) in ["Rake", "Spade"].iter().enumerate() {
        let item =
            json!({"id": format!("01936f3e-0000-7000-8000-00000000010{at}"), "boards": "default", "title": title});
        stage.api.post("/api/v1/items", session["access_token"].as_str(), &item).unwrap();
    }
    stage.play("changed", |stage| changed(stage, &who)).unwrap();
    stage.play("moved", |stage| moved_removed_and_back(stage, &who, "ArrowDown")).unwrap();
    // A busy machine draws late. The focus is never where a key does not find it, and nothing takes it from where a key has led it.
    stage.driver.panel(LATE_FRAMES).unwrap();
    stage.play("moved-late", |stage| moved_removed_and_back(stage, &who, "ArrowUp")).unwrap();
}

#[test]
fn a_wish_is_saved_changed_moved_removed_and_brought_back_by_keys_in_chromium() {
    by_keys_alone(Kind::Chromium, Engine::Postgres);
}

#[test]
fn a_wish_is_saved_changed_moved_removed_and_brought_back_by_keys_in_firefox() {
    by_keys_alone(Kind::Firefox, Engine::Sqlite);
}
