//! The Chromium driver, held against a trial extension: what the other tests stand on.

use std::path::{Path, PathBuf};

use giftos_tests::chromium::{Launch, Scheme};
use giftos_tests::wait::{STEP, until};

fn trial() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/trial")
}

#[test]
fn pages_worker_popup_and_badge_are_within_reach() {
    let chromium = Launch::default().start().unwrap();
    let extension = chromium.load_extension(&trial()).unwrap();
    let worker = extension.worker().unwrap();
    assert_eq!(extension.badge(&worker).unwrap(), "7");

    let page = chromium.open("data:text/html,<title>Blue kettle</title><h1>Kettle</h1>").unwrap();
    assert_eq!(page.evaluate("document.title").unwrap(), "Blue kettle");
    assert!(page.evaluate("nothing.at.all").is_err());

    let popup = extension.open_popup(&page).unwrap();

    popup.click("#save").unwrap();
    let options = extension.open("options.html").unwrap();
    let heard = options
        .wait_for("the click", "chrome.storage.local.get('events').then(s => s.events?.length ? s.events : null)");
    assert_eq!(heard.unwrap(), serde_json::json!(["message clicked"]));

    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("page.png");
    options.prefer(Scheme::Dark).unwrap();
    assert_eq!(options.evaluate("matchMedia('(prefers-color-scheme: dark)').matches").unwrap(), true);
    options.screenshot(&picture).unwrap();
    assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_killed_worker_starts_again_with_the_next_message() {
    let chromium = Launch::default().start().unwrap();
    let extension = chromium.load_extension(&trial()).unwrap();
    extension.worker().unwrap().evaluate("globalThis.mark = 1").unwrap();
    extension.kill_worker().unwrap();
    assert!(!extension.worker_runs().unwrap());
    let options = extension.open("options.html").unwrap();
    assert_eq!(options.evaluate("chrome.runtime.sendMessage('again')").unwrap(), "heard");
    assert_eq!(extension.worker().unwrap().evaluate("typeof globalThis.mark").unwrap(), "undefined");
}

#[test]
fn what_an_extension_stored_is_there_after_a_restart() {
    let profile = tempfile::tempdir().unwrap();
    for round in 1..=3 {
        let chromium = Launch::default().with_profile(profile.path()).start().unwrap();
        let extension = chromium.load_extension(&trial()).unwrap();
        let options = extension.open("options.html").unwrap();
        options.evaluate("chrome.runtime.sendMessage('round')").unwrap();
        let count = until("the rounds", STEP, || {
            let count = options.evaluate("chrome.storage.local.get('events').then(s => s.events?.length ?? 0)")?;
            Ok((count == round).then_some(count))
        });
        count.unwrap();
        if round == 1 { chromium.close().unwrap() } else { chromium.crash() }
    }
}
