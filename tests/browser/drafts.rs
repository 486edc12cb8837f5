//! What was typed and not saved is there again: after the popup closed, after the tab went elsewhere and came back, after the worker
//! ended; never over another page; and going back to what was found can be taken back.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Stage, read_popup, save_in_popup};
use giftos_tests::shop::Case;
use giftos_tests::wait::{STEP, until};
use serde_json::json;

const NOTES: &str = "[...document.querySelectorAll('textarea')].at(-1)?.value ?? ''";

/// Types a note into the open popup, as a person does, and waits until it is kept.
fn typed(stage: &mut Stage, note: &str) -> Result<()> {
    stage.driver.popup(&format!(
        "(() => {{ const field = [...document.querySelectorAll('textarea')].at(-1); field.value = {}; \
         field.dispatchEvent(new Event('input', {{bubbles: true}})); }})()",
        json!(note)
    ))?;
    let kept = format!("chrome.storage.session.get(null).then((all) => JSON.stringify(all).includes({}))", json!(note));
    until("the note to be kept", STEP, || Ok((stage.driver.popup(&kept)? == true).then_some(())))
}

/// What the popup over the visited page has as its note.
fn note(stage: &mut Stage) -> Result<String> {
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    let note = stage.driver.popup(NOTES)?;
    stage.driver.close_popup()?;
    Ok(note.as_str().unwrap_or_default().to_owned())
}

fn go(stage: &mut Stage, url: &str) -> Result<()> {
    stage.driver.front()?;
    stage.driver.page(&format!("void setTimeout(() => location.assign({}), 0)", json!(url)))?;
    let there = format!("location.href === {} && document.readyState === 'complete'", json!(url));
    until("the other page", STEP, || Ok((stage.driver.page(&there).unwrap_or_default() == true).then_some(())))
}

fn kept(stage: &mut Stage, one: &str, other: &str) -> Result<()> {
    stage.driver.visit(one)?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    typed(stage, "for Ana, the red one")?;
    stage.driver.close_popup()?;
    ensure!(note(stage)? == "for Ana, the red one", "the popup closed");
    stage.driver.kill_worker()?;
    ensure!(note(stage)? == "for Ana, the red one", "the worker ended");
    go(stage, other)?;
    ensure!(note(stage)?.is_empty(), "it went along to another product");
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    typed(stage, "for Bo")?;
    stage.driver.close_popup()?;
    go(stage, one)?;
    ensure!(note(stage)? == "for Ana, the red one", "the tab went elsewhere and came back");
    go(stage, other)?;
    ensure!(note(stage)? == "for Bo", "each page has its own");
    stage.driver.kill_worker()?;
    go(stage, one)
}

/// Back to what was found, and back again; saved, it is no draft any more, and the other page's stays.
fn over(stage: &mut Stage, one: &str, other: &str) -> Result<()> {
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    let press = |word: &str| {
        format!(
            "(() => {{ const found = [...document.querySelectorAll('.banner button')].find((one) => one.innerText.trim() === {}); \
             if (found) found.click(); return !!found; }})()",
            json!(word)
        )
    };
    for (word, wanted) in [("Start over", ""), ("Undo", "for Ana, the red one")] {
        until(word, STEP, || Ok((stage.driver.popup(&press(word))? == true).then_some(())))?;
        until("the note", STEP, || Ok((stage.driver.popup(NOTES)? == wanted).then_some(())))
            .with_context(|| word.to_owned())?;
    }
    stage.driver.close_popup()?;
    save_in_popup(stage.driver.as_mut())?;
    let kept = stage.driver.options("chrome.storage.session.get(null).then((all) => JSON.stringify(all))")?;
    let kept = kept.as_str().context("a text")?.to_owned();
    ensure!(!kept.contains("the red one"), "what was saved is still a draft: {kept}");
    go(stage, other)?;
    ensure!(note(stage)? == "for Bo", "the other page's draft went with it");
    stage.driver.leave()?;
    stage.driver.visit(one)?;
    until("the drafts of a closed tab to go", STEP, || {
        let kept = stage.driver.options("chrome.storage.session.get(null).then((all) => JSON.stringify(all))")?;
        Ok((!kept.as_str().unwrap_or_default().contains("for Bo")).then_some(()))
    })
}

fn drafts(kind: Kind) {
    let cases = Case::all().unwrap();
    let url = |name: &str| cases.iter().find(|case| case.name == name).unwrap().expected.url.to_string();
    let (one, other) = (url("demo-kettle"), url("demo-lamp"));
    let mut stage =
        Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, Case::site(&cases, None)).unwrap();
    stage.play("kept", |stage| kept(stage, &one, &other)).unwrap();
    stage.play("over", |stage| over(stage, &one, &other)).unwrap();
}

#[test]
fn what_was_typed_is_there_again_in_chromium() {
    drafts(Kind::Chromium);
}

#[test]
fn what_was_typed_is_there_again_in_firefox() {
    drafts(Kind::Firefox);
}
