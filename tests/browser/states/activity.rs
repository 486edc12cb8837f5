//! What happened, in the panel: told newest first, with the wish to open, and reached by keys alone.

use super::acts::{Stage, text};

#[test]
fn what_happened_is_told_newest_first_and_a_wish_opens_from_there() {
    let stage = Stage::new();
    let page = stage.show("panel_activity");
    page.wait_for("the events", "document.querySelectorAll('.happened').length === 10").unwrap();
    let words = "[...document.querySelectorAll('.happened .chip')].map((chip) => chip.innerText).join(' | ')";
    assert_eq!(
        page.evaluate(words).unwrap(),
        "waits to be sent | not taken by the server | changed | out of the bin | into the bin | changed | saved | \
         wishes placed or moved | saved | new board"
    );
    assert!(text(&page, ".items li:nth-child(5)").contains("A wish that lies on no board now"));
    page.click(".items li:nth-child(3) .open").unwrap();
    page.wait_for("its fields", "!!document.querySelector('form.edit')").unwrap();
    page.press("Escape").unwrap();
    page.wait_for("the focus back", "document.activeElement.id.startsWith('happened-')").unwrap();
    assert_eq!(page.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size === document.querySelectorAll('[id]').length").unwrap(), true, "no id is there twice");
}

#[test]
fn arrows_lead_round_all_tabs_in_the_direction_of_reading() {
    let stage = Stage::new();
    for (locale, keys) in [("en", ["ArrowRight", "ArrowRight", "ArrowRight"]), ("he", ["ArrowLeft"; 3])] {
        let page = stage.show_in("panel_page", locale);
        page.evaluate("document.querySelector('#tab-page').focus()").unwrap();
        for (key, tab) in keys.into_iter().zip(["tab-boards", "tab-activity", "tab-page"]) {
            page.press(key).unwrap();
            page.wait_for(
                tab,
                &format!("document.activeElement.id === '{tab}' && document.activeElement.ariaSelected === 'true'"),
            )
            .unwrap();
        }
        page.press("End").unwrap();
        page.wait_for("the last one", "document.activeElement.id === 'tab-activity'").unwrap();
    }
}
