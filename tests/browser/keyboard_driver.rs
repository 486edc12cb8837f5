//! Real keys and a real context menu, in both browsers, held against a trial extension.

use std::path::{Path, PathBuf};

use giftos_tests::chromium;
use giftos_tests::display::Display;
use giftos_tests::firefox;
use giftos_tests::shop::{Given, PageServer};

fn trial() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/trial")
}

fn shop() -> PageServer {
    PageServer::start(|asked| {
        (asked.url.path() == "/kettle").then(|| {
            Given::new("text/html", "<!doctype html><title>Blue kettle</title><h1 style='font-size: 90px'>Kettle</h1>")
        })
    })
    .unwrap()
}

const EVENTS: &str = "chrome.storage.local.get('events').then(s => s.events?.length ? s.events : null)";

/// Until its program has run for the first time, a browser does not know what to wake the worker for, and drops the key.
const LISTENS: &str = "chrome.commands.onCommand.hasListeners()";

#[test]
fn chromium_hears_the_shortcut_and_the_menu() {
    let shop = shop();
    let display = Display::start().unwrap();
    let chromium = chromium::Launch::default().on_display(display.name()).through(shop.address()).start().unwrap();
    let extension = chromium.load_extension(&trial()).unwrap();
    let worker = extension.worker().unwrap();
    worker.wait_for("its listeners", LISTENS).unwrap();
    let page = chromium.open("http://pots.example/kettle").unwrap();
    display.focus("Blue kettle").unwrap();
    // The window manager is faster than the browser: a key that comes before the page has the focus is nobody's.
    page.wait_for("the focus", "document.hasFocus()").unwrap();
    display.press("alt+shift+g").unwrap();
    assert_eq!(worker.wait_for("the shortcut", EVENTS).unwrap()[0], "command save on Blue kettle");
    extension.choose_from_menu(&display, (200, 400)).unwrap();
    worker
        .wait_for(
            "the menu",
            "chrome.storage.local.get('events').then(s => s.events[1] === 'menu save on Blue kettle')",
        )
        .unwrap();
}

#[test]
fn firefox_hears_the_shortcut_and_the_menu() {
    let shop = shop();
    let display = Display::start().unwrap();
    let firefox = firefox::Launch::for_extension("trial@giftos.test")
        .on_display(display.name())
        .through(shop.address())
        .start()
        .unwrap();
    let extension = firefox.load_extension(&trial()).unwrap();
    extension.worker().unwrap();
    let _page = firefox.open("https://pots.example/kettle").unwrap();
    display.focus("Blue kettle").unwrap();
    display.press("alt+shift+g").unwrap();
    let worker = extension.worker().unwrap();
    assert_eq!(worker.wait_for("the shortcut", EVENTS).unwrap()[0], "command save on Blue kettle");
    extension.choose_from_menu(&display, (200, 400)).unwrap();
    worker
        .wait_for(
            "the menu",
            "chrome.storage.local.get('events').then(s => s.events[1] === 'menu save on Blue kettle')",
        )
        .unwrap();
}
