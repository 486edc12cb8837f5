//! What happened, in the panel: told newest first, with the wish to open, and reached by keys alone.

use super::acts::{Stage, text};

#[test]
fn what_happened_is_told_newest_first_and_a_wish_opens_from_there() {
    let stage = Stage::new();
    let page = stage.show("panel_activity");
    page.wait_for("the events", "document.querySelectorAll('.happened').length === 11").unwrap();
    let words = "[...document.querySelectorAll('.happened .chip')].map((chip) => chip.textContent).join(' | ')";
    assert_eq!(
        page.evaluate(words).unwrap(),
        "waits to be sent | not taken by the server | costs less | out of the bin | into the bin | costs more | changed | saved | \
         wishes placed or moved | saved | new board"
    );
    assert!(text(&page, ".items li:nth-child(5)").contains("A wish that lies on no board now"));
    // What this device saw on a page, and what the server's sightings tell, without what the shop had crossed out.
    assert!(text(&page, ".items li:nth-child(3)").contains("€19.99 now; it was €25.50 when you saved it."));
    assert!(text(&page, ".items li:nth-child(6)").contains("€29.50 now; it was €27.90 when you saved it."));
    let asked = "fake.asked.filter((one) => one.path?.includes('observations')).length";
    assert_eq!(page.evaluate(asked).unwrap(), 1, "only of what was seen again");
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
