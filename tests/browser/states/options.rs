//! What is going on, and the first steps: what they say, what they ask, and what they never give away.

use serde_json::{Value, json};

use super::acts::{Stage, asked, text};

#[test]
fn the_page_says_what_waits_and_why_something_was_refused() {
    let stage = Stage::new();
    let page = stage.show("options_going");
    page.wait_for("both rows", "document.querySelectorAll('#going .queued').length === 2").unwrap();
    let queue = text(&page, "#going .queue");
    for said in ["Sony WH-1000XM5", "A thing the server did not like", "The title is too long.", "since "] {
        assert!(queue.contains(said), "{said}: {queue}");
    }
    page.wait_for("the server's answer", "document.querySelector('#going .rows').innerText.includes('it answers')")
        .unwrap();
    assert_eq!(page.evaluate("document.activeElement.id").unwrap(), "going", "whoever came for it is there");
    page.click("#going .queued [aria-expanded]").unwrap();
    page.click("#going .give-up button").unwrap();
    assert_eq!(asked(&page, "outbox.discard")["id"], "01936f3e-0000-7000-8000-000000000151");
}

#[test]
fn what_is_copied_for_support_names_nobody_and_nothing_that_was_saved() {
    let stage = Stage::new();
    let page = stage.show("options_support");
    let copied = page.wait_for("the text", "document.querySelector('textarea.support')?.value").unwrap();
    let copied = copied.as_str().unwrap();
    for said in [
        "GiftOS 0.1.0",
        "Chromium ",
        "waiting: 1 save\n",
        "refused: 1 save (/problems/invalid)\n",
        "hosts granted: 1\n",
    ] {
        assert!(copied.contains(said), "{said}: {copied}");
    }
    for secret in ["Sony", "did not like", "too long", "ana@", "Ana", "gifts.example", "shop.example", "01936f3e"] {
        assert!(!copied.contains(secret), "{secret}: {copied}");
    }
}

#[test]
fn the_first_steps_end_with_a_save_that_is_noticed() {
    let stage = Stage::new();
    let page = stage.show("options_welcome");
    assert_eq!(text(&page, "h1"), "Welcome to GiftOS");
    page.wait_for("the keys as they are set", "document.querySelector('.welcome kbd')?.innerText === 'Alt+Shift+G'")
        .unwrap();
    for heading in ["With an account, or without", "Your first save"] {
        page.click("#welcome-on").unwrap();
        page.wait_for(heading, &format!("document.activeElement.innerText === {}", json!(heading))).unwrap();
    }
    assert_eq!(text(&page, ".welcome .chip"), "Waiting for your first save");
    page.evaluate(SAVE).unwrap();
    page.wait_for("the save to be noticed", "!!document.querySelector('.welcome .chip.pine')").unwrap();
    page.click("#welcome-on").unwrap();
    assert_eq!(text(&page, "h1"), "GiftOS options");
}

/// A page is saved, as the worker does it, and tells of it.
const SAVE: &str = "new Promise((done) => { const opening = indexedDB.open('giftos'); opening.onsuccess = () => { \
    const writing = opening.result.transaction('saved', 'readwrite'); writing.objectStore('saved').put('{}', 'nobody page'); \
    writing.oncomplete = () => { opening.result.close(); fake.push({type: 'status.changed'}); done(1); }; }; })";

#[test]
fn the_panel_leads_to_what_is_going_on_and_to_the_settings() {
    let stage = Stage::new();
    for (button, place) in [("#open-going", "options.html#going"), ("#open-settings", "options.html#")] {
        let page = stage.show("panel_page");
        page.click(button).unwrap();
        let opened: Value = asked(&page, "fake.tab");
        assert!(opened["url"].as_str().unwrap().ends_with(place), "{opened}");
        assert_eq!(opened["active"], true);
    }
}
