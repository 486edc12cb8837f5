//! The panel by keys alone: from opening it to a wish that was saved, changed, moved, removed and brought back. No mouse, no
//! focus that was set by anything but a key.

use giftos_tests::chromium::Page;
use serde_json::json;

use super::acts::{Stage, asked};

/// Presses Tab until the focus is on what is wanted; a person would not press more often than this.
fn tab_to(page: &Page, selector: &str) {
    for _ in 0..80 {
        if page.evaluate(&format!("!!document.activeElement?.matches({})", json!(selector))).unwrap() == true {
            return;
        }
        page.press("Tab").unwrap();
    }
    let focus = page.evaluate("document.activeElement?.outerHTML.slice(0, 120)").unwrap();
    panic!("Tab never leads to {selector}; the focus is on {focus}");
}

fn first_title(page: &Page) -> String {
    let title = page.evaluate("document.querySelector(\".wish[data-at='0'] .name\").innerText").unwrap();
    title.as_str().unwrap().to_owned()
}

#[test]
fn a_wish_is_saved_changed_moved_removed_and_brought_back_without_a_mouse() {
    let stage = Stage::new();
    let page = stage.show("panel_keys");
    tab_to(&page, "button[type=submit]");
    page.press("Enter").unwrap();
    asked(&page, "item.save");

    tab_to(&page, "[role=tab][aria-selected=true]");
    page.press("ArrowRight").unwrap();
    page.wait_for("the boards", "document.querySelectorAll('.boards li').length === 2").unwrap();
    tab_to(&page, ".boards li:last-child button");
    page.press("Enter").unwrap();
    page.wait_for("its wishes", "document.querySelectorAll('.wish').length === 5").unwrap();

    tab_to(&page, ".wish .open");
    page.press("Enter").unwrap();
    page.wait_for("the title's field", "document.activeElement.matches('form.edit input')").unwrap();
    page.press("End").unwrap();
    page.call("Input.insertText", json!({"text": ", blue"})).unwrap();
    page.press("Enter").unwrap();
    let changed = &asked(&page, "item.edit")["patch"]["title"];
    assert!(changed.as_str().unwrap().ends_with(", blue"), "{changed}");
    page.wait_for("the focus back on the wish", "document.activeElement.matches('.wish .open')").unwrap();

    let before = first_title(&page);
    tab_to(&page, ".wish [id^=grab-]");
    page.press("ArrowDown").unwrap();
    let moved = format!("document.querySelector(\".wish[data-at='0'] .name\").innerText !== {}", json!(before));
    page.wait_for("another order", &moved).unwrap();

    tab_to(&page, ".wish [id^=remove-]");
    page.press("Enter").unwrap();
    let removed = asked(&page, "item.bin")["id"].clone();
    page.wait_for("one less", "document.querySelectorAll('.wish').length === 4").unwrap();
    tab_to(&page, "#undo");
    page.press("Enter").unwrap();
    assert_eq!(asked(&page, "item.restore")["id"], removed);
}
