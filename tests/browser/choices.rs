//! Choices follow the person from browser to browser: what the browser carries is taken over while a page is open, and a choice made
//! here is carried; but nothing that a browser has to be asked for is turned on from afar.

use anyhow::ensure;
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Stage, ask, wait_options};
use serde_json::json;

const HINT: &str = "document.body.innerText.includes(chrome.i18n.getMessage('permission_everywhere_elsewhere'))";

/// The theme that the options page is shown in, and the one that is chosen there.
fn shown(theme: &str) -> String {
    format!(
        "document.documentElement.dataset.theme === '{theme}' && \
         [...document.querySelectorAll('input[name=theme]')].findIndex((one) => one.checked) === ['system', 'light', 'dark'].indexOf('{theme}')"
    )
}

fn followed(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, |_| None).unwrap();
    stage
        .play("choices", |stage| {
            let driver = stage.driver.as_mut();
            wait_options(driver, "the first theme", &shown("system"))?;
            let nothing = driver.options("chrome.storage.sync.get(null)")?;
            ensure!(nothing == json!({}), "before anything was chosen, the browser carries {nothing}");

            // As it arrives from another browser of the same person.
            driver.options("chrome.storage.sync.set({theme: 'dark', everywhere: true, later: 'unknown'})")?;
            wait_options(driver, "the theme from elsewhere", &shown("dark"))?;
            wait_options(driver, "the word about the other browser", HINT)?;
            let kept = ask(driver, &json!({"type": "settings.get"}))?;
            ensure!(kept["theme"] == "dark", "the worker keeps {kept}");
            ensure!(kept["detect_everywhere"] == false, "turned on from afar: {kept}");
            ensure!(driver.options("document.querySelector('[role=switch]').getAttribute('aria-checked')")? == "false", "the switch");

            // And back: chosen here.
            driver.click_in_options("label:has(> input[name=theme]):nth-of-type(2)")?;
            wait_options(driver, "the theme from here", &shown("light"))?;
            let carried = "chrome.storage.sync.get(null).then((all) => all.theme === 'light' && all.everywhere === true && all.later === 'unknown')";
            wait_options(driver, "the choice to be carried, and nothing else to be touched", carried)?;
            let all = driver.options("chrome.storage.sync.get(null).then((all) => Object.keys(all).sort())")?;
            ensure!(all == json!(["everywhere", "later", "theme"]), "the browser carries {all}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn choices_follow_the_person_in_chromium() {
    followed(Kind::Chromium);
}

#[test]
fn choices_follow_the_person_in_firefox() {
    followed(Kind::Firefox);
}
