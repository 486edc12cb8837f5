//! Boards in the panel: from the device's copy, in other orders, found in, and among thousands.

use std::time::Instant;

use giftos_tests::chromium::Page;
use serde_json::{Value, json};

use super::acts::{Stage, text, type_into};

const POT: &str = "01936f3e-0000-7000-8000-000000000101";
const OTHER: &str = "01936f3e-0000-7000-8000-000000000102";
const IDEAS: &str = "01936f3e-0000-7000-8000-000000000002";

/// What the panel added to the outbox: method, path, and body.
fn called(page: &Page) -> Vec<Value> {
    let rows = page
        .evaluate(
            "new Promise(done => { const opening = indexedDB.open('giftos', 3); opening.onsuccess = () => { \
             const all = opening.result.transaction('outbox').objectStore('outbox').getAll(); \
             all.onsuccess = () => { opening.result.close(); done(all.result.map(JSON.parse)); }; }; })",
        )
        .unwrap();
    let calls = rows.as_array().unwrap().iter().filter(|row| !row["sending"]["call"].is_null());
    calls.map(|row| json!([row["sending"]["call"]["method"], row["sending"]["call"]["path"], row["body"]])).collect()
}

fn titles(page: &Page) -> String {
    let titles = "[...document.querySelectorAll('.wish')].sort((a, b) => a.dataset.at - b.dataset.at)\
        .map(wish => wish.querySelector('.name').innerText.slice(0, 24)).join('|')";
    page.evaluate(titles).unwrap().as_str().unwrap().to_owned()
}

fn wait_titles(page: &Page, wanted: &str) {
    let now = "[...document.querySelectorAll('.wish')].sort((a, b) => a.dataset.at - b.dataset.at)\
        .map(wish => wish.querySelector('.name').innerText.slice(0, 24)).join('|')";
    page.wait_for(&format!("{wanted}, not {}", titles(page)), &format!("{now} === {}", json!(wanted))).unwrap();
}

#[test]
fn a_board_is_there_without_a_network_and_says_from_when() {
    let stage = Stage::new();
    let page = stage.show("panel_board_offline");
    wait_titles(
        &page,
        "Enamel coffee pot, 1.1 l|Enamel coffee pot, 1.2 l|A day out|Donaudampfschifffahrtsel|Enamel coffee pot, 1.5 l",
    );
    page.wait_for(
        "from when it is",
        "document.querySelector('.offline-line .banner')?.innerText.includes('as of November 25, 2026')",
    )
    .unwrap();
    // Nobody knows it before the boards are drawn: nothing that can be pressed stands elsewhere for it.
    let same = page.evaluate(
        "(() => { const places = () => [...document.querySelectorAll('[role=tabpanel] button')].map((one) => \
         one.getBoundingClientRect().top).join(); const before = places(); document.querySelector('.offline-line').remove(); \
         return before === places() && before !== ''; })()",
    );
    assert_eq!(same.unwrap(), true);
    // What was never told is said to be missing, and what waits is there all the same.
    let page = stage.show("panel_board_not_here");
    assert!(text(&page, ".items li:first-child").contains("waits to be sent"));
    assert!(text(&page, ".empty").contains("not on this device yet"));
}

#[test]
fn an_order_by_keys_is_shown_at_once_and_can_be_taken_back() {
    let stage = Stage::new();
    let page = stage.show("panel_board_ordered");
    wait_titles(
        &page,
        "Enamel coffee pot, 1.2 l|Enamel coffee pot, 1.1 l|A day out|Donaudampfschifffahrtsel|Enamel coffee pot, 1.5 l",
    );
    let order =
        |after: Value| json!(["PUT", format!("/boards/{IDEAS}/order/{POT}"), json!({"after": after}).to_string()]);
    assert_eq!(called(&page), [order(json!(OTHER))]);
    page.wait_for("the focus on the handle that moved", &format!("document.activeElement.id === 'grab-{POT}'"))
        .unwrap();
    assert!(
        page.evaluate("document.querySelector('[aria-live=assertive]').innerText")
            .unwrap()
            .as_str()
            .unwrap()
            .ends_with("place 2 of 5")
    );
    page.click("#undo").unwrap();
    wait_titles(
        &page,
        "Enamel coffee pot, 1.1 l|Enamel coffee pot, 1.2 l|A day out|Donaudampfschifffahrtsel|Enamel coffee pot, 1.5 l",
    );
    assert_eq!(called(&page), [order(json!(OTHER)), order(Value::Null)]);
}

#[test]
fn several_are_moved_together_and_come_back_to_where_they_lay() {
    let stage = Stage::new();
    let page = stage.show("panel_board_picking");
    page.click(".wish[data-at='2'] .pick").unwrap();
    page.evaluate(
        "(() => { const list = document.querySelector('.pick-bar select'); list.value = list.options[1].value; \
         list.dispatchEvent(new Event('change', {bubbles: true})); })()",
    )
    .unwrap();
    page.click("#move-picked").unwrap();
    wait_titles(&page, "Enamel coffee pot, 1.2 l|Donaudampfschifffahrtsel|Enamel coffee pot, 1.5 l");
    assert_eq!(text(&page, ".undo-line .banner > span"), "2 moved to My wishes");
    page.click("#undo").unwrap();
    wait_titles(
        &page,
        "Enamel coffee pot, 1.1 l|Enamel coffee pot, 1.2 l|A day out|Donaudampfschifffahrtsel|Enamel coffee pot, 1.5 l",
    );
    assert_eq!(called(&page).len(), 6, "there, back, and each to its place");
}

#[test]
fn a_board_is_named_anew_and_removed_with_a_way_back() {
    let stage = Stage::new();
    let page = stage.show("panel_board_rename");
    type_into(&page, ".board-name input", "Garden");
    page.press("Enter").unwrap();
    page.wait_for("the new name", "document.querySelector('.board-title')?.innerText === 'Garden'").unwrap();
    page.click("#bin-board").unwrap();
    page.wait_for("the list without it", "document.querySelectorAll('.boards li').length === 1").unwrap();
    page.click("#undo").unwrap();
    page.wait_for("it to be back", "document.querySelectorAll('.boards li').length === 2").unwrap();
    let calls: Vec<Value> = called(&page).into_iter().map(|call| json!([call[0], call[1]])).collect();
    let path = format!("/boards/{IDEAS}");
    assert_eq!(calls, [json!(["PATCH", path]), json!(["DELETE", path]), json!(["POST", format!("{path}/restore")])]);
}

#[test]
fn a_thousand_are_led_through_by_keys_and_few_of_them_are_drawn() {
    let stage = Stage::new();
    let page = stage.show("panel_board_many");
    page.wait_for("all of them", "document.querySelector('.count')?.innerText.startsWith('1,000')").unwrap();
    let focused = |number: u32| {
        page.wait_for(&format!("thing {number}"), &format!("document.activeElement.innerText === 'Thing {number}'"))
            .unwrap();
    };
    page.evaluate("document.querySelector('.wish .open').focus()").unwrap();
    page.press("End").unwrap();
    focused(1_000);
    let drawn = page.evaluate("document.querySelectorAll('.wish').length").unwrap();
    assert!(drawn.as_u64().unwrap() < 60, "{drawn} are drawn");
    page.press("ArrowUp").unwrap();
    focused(999);
    page.press("Home").unwrap();
    focused(1);
    // Whatever is scrolled away keeps the focus.
    page.evaluate("scrollTo(0, 50000)").unwrap();
    page.wait_for("wishes in the middle", "!!document.querySelector(\".wish[data-at='525']\")").unwrap();
    focused(1);
    let began = Instant::now();
    type_into(&page, ".search input", "thing 77");
    page.wait_for("what was found", "document.querySelector('.count').innerText === '19 of 1,000'").unwrap();
    println!("searched in {} ms", began.elapsed().as_millis());
    assert!(titles(&page).starts_with("Thing 77|Thing 177|"));
}

#[test]
fn filters_and_all_boards_find_what_is_meant() {
    let stage = Stage::new();
    let page = stage.show("panel_board_filters");
    page.click(".filters .tick-line input").unwrap();
    wait_titles(&page, "Enamel coffee pot, 1.2 l");
    assert_eq!(text(&page, ".filter-line [aria-expanded]"), "Filter and sort (1)");
    page.click(".filters .link").unwrap();
    page.wait_for("all", "document.querySelectorAll('.wish').length === 5").unwrap();

    let page = stage.show("panel_search");
    wait_titles(&page, "Enamel coffee pot, 1.1 l|Enamel coffee pot, 1.2 l|Enamel coffee pot, 1.5 l");
    assert!(text(&page, ".wish .about").contains("Ana’s ideas"));
}

#[test]
fn what_two_devices_say_of_a_board_is_shown_until_one_is_taken() {
    let stage = Stage::new();
    let page = stage.show("panel_board_conflicts");
    let section = text(&page, ".conflicts");
    for words in [
        "Name of the board",
        "Firefox on the sofa",
        "Ideas for Ana’s birthday",
        "Who may see it",
        "Whoever has its link",
    ] {
        assert!(section.contains(words), "{words} in {section}");
    }
    page.click(".conflicts .line button.plain").unwrap();
    page.wait_for(
        "its other name",
        "document.querySelector('.board-title').innerText.startsWith('Ideas for Ana’s birthday')",
    )
    .unwrap();
    let [row] = called(&page).try_into().unwrap();
    assert_eq!((&row[0], &row[1]), (&json!("PATCH"), &json!(format!("/boards/{IDEAS}"))));
    let body: Value = serde_json::from_str(row[2].as_str().unwrap()).unwrap();
    assert_eq!(body, json!({"name": "Ideas for Ana’s birthday in the house by the sea", "base": 9}));
    page.wait_for("the other field alone", "document.querySelectorAll('.conflicts .both').length === 1").unwrap();
}
