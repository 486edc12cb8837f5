//! The Firefox driver, held against a trial extension: what the other tests stand on.

use std::path::{Path, PathBuf};

use giftos_tests::firefox::Launch;
use giftos_tests::wait::{STEP, until};

const TRIAL: &str = "trial@giftos.test";

fn trial() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/trial")
}

#[test]
fn pages_worker_popup_and_badge_are_within_reach() {
    let firefox = Launch::for_extension(TRIAL).start().unwrap();
    let extension = firefox.load_extension(&trial()).unwrap();
    let worker = extension.worker().unwrap();
    assert_eq!(worker.evaluate("chrome.runtime.id").unwrap(), TRIAL);
    assert_eq!(extension.badge().unwrap(), "7");

    let page = firefox.open("data:text/html,<title>Blue kettle</title><h1>Kettle</h1>").unwrap();
    assert_eq!(page.frame().evaluate("document.title").unwrap(), "Blue kettle");
    assert!(page.frame().evaluate("nothing.at.all").is_err());

    let popup = extension.open_popup().unwrap();
    popup.click("#save").unwrap();
    extension.close_popup().unwrap();
    let options = extension.open("options.html").unwrap();
    let heard = options
        .frame()
        .wait_for("the click", "chrome.storage.local.get('events').then(s => s.events?.length ? s.events : null)");
    assert_eq!(heard.unwrap(), serde_json::json!(["message clicked"]));

    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("page.png");
    options.screenshot(&picture).unwrap();
    assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_killed_worker_starts_again_with_the_next_message() {
    let firefox = Launch::for_extension(TRIAL).start().unwrap();
    let extension = firefox.load_extension(&trial()).unwrap();
    extension.worker().unwrap().evaluate("(window.mark = 1)").unwrap();
    extension.kill_worker().unwrap();
    let options = extension.open("options.html").unwrap();
    assert_eq!(options.frame().evaluate("chrome.runtime.sendMessage('again')").unwrap(), "heard");
    assert_eq!(extension.worker().unwrap().evaluate("typeof window.mark").unwrap(), "undefined");
}

#[test]
fn what_an_extension_stored_is_there_after_a_restart() {
    let profile = tempfile::tempdir().unwrap();
    for round in 1..=3 {
        let firefox = Launch::for_extension(TRIAL).with_profile(profile.path()).start().unwrap();
        let extension = firefox.load_extension(&trial()).unwrap();
        let options = extension.open("options.html").unwrap();
        options.frame().evaluate("chrome.runtime.sendMessage('round')").unwrap();
        let count = until("the rounds", STEP, || {
            let count =
                options.frame().evaluate("chrome.storage.local.get('events').then(s => s.events?.length ?? 0)")?;
            Ok((count == round).then_some(count))
        });
        count.unwrap();
        firefox.close().unwrap();
    }
}
