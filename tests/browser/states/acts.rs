//! What a person does in the pages, and what they then ask of the worker.

use giftos_tests::chromium::{Chromium, Launch, Page, Scheme};
use giftos_tests::shop::PageServer;
use giftos_tests::states::{Look, States};
use serde_json::{Value, json};

const LOOK: Look = Look { locale: "en", width: 360, scheme: Scheme::Light };

/// A browser, and the pages over their table.
pub(super) struct Stage {
    pub(super) states: States,
    chromium: Chromium,
    pub(super) server: PageServer,
}

impl Stage {
    pub(super) fn new() -> Self {
        let states = States::read().unwrap();
        let server = states.serve().unwrap();
        let chromium = Launch::default().through(server.address()).start().unwrap();
        Self { states, chromium, server }
    }

    pub(super) fn show(&self, name: &str) -> Page {
        self.show_with(name, &Value::Null)
    }

    pub(super) fn show_in(&self, name: &str, locale: &'static str) -> Page {
        self.states.show(&self.chromium, name, Look { locale, ..LOOK }, &Value::Null).unwrap()
    }

    pub(super) fn show_with(&self, name: &str, changes: &Value) -> Page {
        self.states.show(&self.chromium, name, LOOK, changes).unwrap()
    }
}

/// The first question of this type, once it was asked.
pub(super) fn asked(page: &Page, kind: &str) -> Value {
    page.wait_for(kind, &format!("fake.asked.find(message => message.type === {})", json!(kind))).unwrap()
}

fn never_asked(page: &Page, kind: &str) -> bool {
    page.evaluate(&format!("!fake.asked.some(message => message.type === {})", json!(kind))).unwrap() == true
}

pub(super) fn type_into(page: &Page, selector: &str, text: &str) {
    page.click(selector).unwrap();
    page.evaluate("document.activeElement.select()").unwrap();
    page.call("Input.insertText", json!({"text": text})).unwrap();
}

pub(super) fn text(page: &Page, selector: &str) -> String {
    let text =
        page.wait_for(selector, &format!("document.querySelector({})?.innerText.trim()", json!(selector))).unwrap();
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn enter_saves_what_is_shown_and_undo_takes_it_back() {
    let stage = Stage::new();
    let page = stage.show("popup_sure");
    page.press("Enter").unwrap();
    let save = &asked(&page, "item.save")["save"];
    assert_eq!(save["title"], "Sony WH-1000XM5 Wireless Noise Cancelling Headphones");
    assert_eq!(save["price"], json!({"amount_minor": 27_900, "currency": "EUR"}));
    assert_eq!(save["image"], "https://shop.example/1.jpg");
    assert_eq!(save["boards"], json!(["01936f3e-0000-7000-8000-000000000002"]));
    assert_eq!(save["checked"], true);
    assert_eq!(text(&page, ".done h1"), "Saved");
    assert!(text(&page, ".where").starts_with("On Ana’s ideas"));

    page.click(".undo button").unwrap();
    assert_eq!(asked(&page, "item.undo")["id"], "01936f3e-0000-7000-8000-000000000101");
    page.wait_for("the form", "!!document.querySelector('form.card')").unwrap();
}

#[test]
fn another_price_and_another_picture_are_one_press_each() {
    let stage = Stage::new();
    let page = stage.show("popup_prices");
    assert!(text(&page, ".prices li:nth-child(3)").contains("members only"));
    page.click(".prices li:nth-child(3) button").unwrap();
    assert_eq!(text(&page, ".price-line .price"), "€259.00");
    page.click("button.picture").unwrap();
    page.click(".pictures li:nth-child(2) button").unwrap();
    page.click("button[type=submit]").unwrap();
    let save = &asked(&page, "item.save")["save"];
    assert_eq!(save["price"]["amount_minor"], 25_900);
    assert_eq!(save["image"], "https://shop.example/2.jpg");
}

#[test]
fn a_typed_price_is_exact_and_half_a_price_is_not_saved() {
    let stage = Stage::new();
    let page = stage.show("popup_currency_missing");
    assert!(never_asked(&page, "item.save"));
    assert_eq!(
        page.evaluate("document.activeElement.className").unwrap(),
        "code",
        "the focus is where something is missing"
    );
    page.call("Input.insertText", json!({"text": "ils"})).unwrap();
    type_into(&page, ".by-hand input:not(.code)", "1.299,9");
    assert_eq!(text(&page, "#price-said"), "Will be saved as ₪1,299.90");
    page.press("Enter").unwrap();
    assert_eq!(asked(&page, "item.save")["save"]["price"], json!({"amount_minor": 129_990, "currency": "ILS"}));

    let page = stage.show("popup_long");
    assert_eq!(text(&page, ".price"), "IDR\u{a0}1,234,567.89", "never rounded to what a language usually shows");
}

#[test]
fn what_was_typed_is_kept_and_can_be_dropped() {
    let stage = Stage::new();
    let page = stage.show("popup_sure");
    type_into(&page, "textarea.title", "Headphones");
    assert_eq!(asked(&page, "draft.keep")["draft"]["title"], "Headphones");

    let page = stage.show("popup_draft");
    assert_eq!(page.evaluate("document.querySelector('textarea.title').value").unwrap(), "Headphones for Ana");
    page.click(".banner .link").unwrap();
    assert_eq!(asked(&page, "draft.drop")["tab_id"], 3);
    let title = page.evaluate("document.querySelector('textarea.title').value").unwrap();
    assert_eq!(title, "Sony WH-1000XM5 Wireless Noise Cancelling Headphones");
}

#[test]
fn a_board_is_made_in_place_and_chosen() {
    let stage = Stage::new();
    let page = stage.show("popup_new_board");
    page.call("Input.insertText", json!({"text": "Garden"})).unwrap();
    page.press("Enter").unwrap();
    let made = asked(&page, "board.create");
    assert_eq!((&made["name"], &made["kind"]), (&json!("Garden"), &json!("ideas")));
    assert!(never_asked(&page, "item.save"), "Enter in the board's name makes the board, no more");
    let chosen = "document.querySelector('.line select').selectedOptions[0].innerText === 'Garden'";
    page.wait_for("the new board to be chosen", chosen).unwrap();
    page.click("button[type=submit]").unwrap();
    assert_eq!(asked(&page, "item.save")["save"]["boards"], json!(["01936f3e-0000-7000-8000-000000000003"]));
}

#[test]
fn what_is_no_product_can_be_saved_by_hand() {
    let stage = Stage::new();
    let page = stage.show("popup_not_product");
    type_into(&page, "textarea.title", "A day at the museum");
    page.press("Enter").unwrap();
    let save = &asked(&page, "item.save")["save"];
    assert_eq!((&save["title"], &save["price"]), (&json!("A day at the museum"), &Value::Null));

    let page = stage.show("popup_not_product");
    page.evaluate(
        "document.querySelector('textarea.title').value = ''; document.querySelector('textarea.title')\
        .dispatchEvent(new Event('input', {bubbles: true}))",
    )
    .unwrap();
    page.click("button[type=submit]").unwrap();
    page.wait_for("the fault", "document.querySelector('textarea.title').ariaInvalid === 'true'").unwrap();
    assert!(never_asked(&page, "item.save"));
}

#[test]
fn escape_closes_what_is_open_first() {
    let stage = Stage::new();
    let page = stage.show("popup_prices");
    page.wait_for("the drawer", "!!document.querySelector('.drawer')").unwrap();
    page.press("Escape").unwrap();
    page.wait_for("the drawer to close", "!document.querySelector('.drawer')").unwrap();
    assert_eq!(page.evaluate("!!document.querySelector('form.card')").unwrap(), true);
}

#[test]
fn the_panel_opens_from_the_click_in_both_browsers() {
    let stage = Stage::new();
    for (firefox, wanted) in
        [(false, json!({"type": "fake.panel", "windowId": 7})), (true, json!({"type": "fake.panel"}))]
    {
        let page = stage.show_with("popup_already", &json!({"firefox": firefox}));
        page.click(".footer .quiet:last-child").unwrap();
        assert_eq!(asked(&page, "fake.panel"), wanted);
    }
}

#[test]
fn signing_in_asks_for_exactly_that_origin_and_never_waits_for_the_answer() {
    let stage = Stage::new();
    for prompt in ["granted", "refused", "ignored"] {
        let page = stage.show_with("options_signed_out", &json!({"prompt": prompt}));
        type_into(&page, "input[inputmode=url]", "http://127.0.0.1:8080");
        type_into(&page, "input[type=email]", "ana@example.org");
        type_into(&page, "input[type=password]", "correct horse");
        page.press("Enter").unwrap();
        assert_eq!(asked(&page, "fake.permission")["origins"], json!(["http://127.0.0.1:8080/*"]), "{prompt}");
        let permissions = page.evaluate("fake.asked.filter(one => one.type === 'fake.permission').length").unwrap();
        assert_eq!(permissions, 1, "{prompt}: no other host was asked for");
        let sent = asked(&page, "fake.fetch");
        assert_eq!(sent["url"], json!("http://127.0.0.1:8080/api/v1/sessions"), "{prompt}");
        let body: Value = serde_json::from_str(sent["body"].as_str().unwrap()).unwrap();
        assert_eq!(
            (&body["email"], &body["password"]),
            (&json!("ana@example.org"), &json!("correct horse")),
            "{prompt}"
        );
        // The worker is told what the server answered, and nothing of the password.
        let begun = json!({"type": "account.begin", "server": "http://127.0.0.1:8080", "tokens": "{}"});
        assert_eq!(asked(&page, "account.begin"), begun, "{prompt}");
    }
}

#[test]
fn a_server_is_typed_as_people_write_it() {
    let stage = Stage::new();
    let page = stage.show_with("options_signed_out", &json!({"prompt": "granted"}));
    type_into(&page, "input[inputmode=url]", "Gifts.example");
    type_into(&page, "input[type=email]", "ana@example.org");
    type_into(&page, "input[type=password]", "correct horse");
    page.press("Enter").unwrap();
    assert_eq!(asked(&page, "fake.permission")["origins"], json!(["https://gifts.example/*"]));
    assert_eq!(asked(&page, "fake.fetch")["url"], json!("https://gifts.example/api/v1/sessions"));
    assert_eq!(asked(&page, "account.begin")["server"], json!("https://gifts.example"));
}

#[test]
fn the_switch_asks_gives_back_and_says_when_it_was_refused() {
    let stage = Stage::new();
    let page = stage.show("options_signed_out");
    page.click(".switch").unwrap();
    assert_eq!(asked(&page, "fake.permission")["origins"], json!(["http://*/*", "https://*/*"]));
    assert_eq!(asked(&page, "settings.set")["settings"]["detect_everywhere"], true);

    let page = stage.show_with("options_signed_out", &json!({"prompt": "refused"}));
    page.click(".switch").unwrap();
    page.wait_for(
        "the refusal",
        "[...document.querySelectorAll('.banner')].some(each => each.innerText.includes('stays off'))",
    )
    .unwrap();
    assert!(never_asked(&page, "settings.set"));

    let page = stage.show("options_signed_in");
    page.wait_for("the switch to be on", "document.querySelector('.switch').ariaChecked === 'true'").unwrap();
    page.click(".switch").unwrap();
    assert_eq!(asked(&page, "settings.set")["settings"]["detect_everywhere"], false);
}

#[test]
fn what_was_saved_signed_out_is_asked_about_once() {
    let stage = Stage::new();
    let page = stage.show("options_adopt");
    assert!(text(&page, ".ask h2").starts_with("You saved 3 things before signing in"));
    page.click(".ask .primary").unwrap();
    assert_eq!(asked(&page, "outbox.adopt")["take"], true);
    page.wait_for("the question to go", "!document.querySelector('.ask')").unwrap();
}

#[test]
fn boards_show_what_waits_first_and_go_on() {
    let stage = Stage::new();
    let page = stage.show("panel_board");
    assert!(text(&page, ".items li:first-child").contains("waits to be sent"));
    assert!(text(&page, ".items li:nth-child(2)").contains("The title is too long."));
    page.wait_for("what arrived", "document.querySelectorAll('.wish').length === 5").unwrap();
    let path = "fake.asked.find(message => message.type === 'server.read' && message.path.includes('/items?'))?.path";
    let path = page.evaluate(path).unwrap();
    assert!(path.as_str().unwrap().ends_with("/items?limit=100"), "{path}");
}

#[test]
fn a_refused_save_is_given_up_by_a_second_press_and_only_it() {
    let stage = Stage::new();
    let page = stage.show("panel_board");
    let give_up = ".items button[aria-expanded]";
    page.wait_for("the button", &format!("document.querySelectorAll({}).length === 1", json!(give_up))).unwrap();
    page.click(give_up).unwrap();
    page.wait_for("what it means", "!!document.querySelector('.give-up')").unwrap();
    assert!(never_asked(&page, "outbox.discard"));
    page.click(give_up).unwrap();
    page.wait_for("kept", "!document.querySelector('.give-up')").unwrap();
    assert!(never_asked(&page, "outbox.discard"));

    page.click(give_up).unwrap();
    page.click(".give-up button").unwrap();
    assert_eq!(asked(&page, "outbox.discard")["id"], "01936f3e-0000-7000-8000-000000000151");
}

#[test]
fn what_was_picked_before_is_said_and_forgotten_shop_by_shop() {
    let stage = Stage::new();
    let page = stage.show("popup_as_picked");
    assert!(text(&page, ".about").contains("As you chose last time at this shop: price, picture"));

    let page = stage.show("options_corrections");
    let rows = "document.querySelectorAll('.corrected-shop').length";
    page.wait_for("three shops", &format!("{rows} === 3")).unwrap();
    let file =
        page.evaluate("decodeURIComponent(document.querySelector('a[download]').href.split(',').slice(1).join(','))");
    let file: Value = serde_json::from_str(file.unwrap().as_str().unwrap()).unwrap();
    assert_eq!(file[0]["picks"][0]["path"]["steps"], "div#buybox>p.price.gross");
    page.click(".corrected-shop button").unwrap();
    assert_eq!(asked(&page, "corrections.forget")["shop"], "werk.example");
    page.wait_for("two shops", &format!("{rows} === 2")).unwrap();
    page.evaluate("fake.asked.length = 0").unwrap();
    page.click(".corrected ~ .line button").unwrap();
    assert_eq!(asked(&page, "corrections.forget")["shop"], Value::Null);
}

#[test]
fn a_wish_is_edited_and_only_what_was_changed_is_sent() {
    let stage = Stage::new();
    let page = stage.show("panel_edit");
    let focused = "document.activeElement.closest('form.edit') && document.activeElement.value";
    assert_eq!(page.wait_for("the title", focused).unwrap(), "Enamel coffee pot, 1.1 litres");
    type_into(&page, ".by-hand input:not(.code)", "1.299,5");
    page.click("button[type=submit]").unwrap();
    let edit = asked(&page, "item.edit");
    assert_eq!(edit["id"], "01936f3e-0000-7000-8000-000000000101");
    assert_eq!(edit["patch"], json!({"price": {"amount_minor": 129_950, "currency": "EUR"}, "base": 1}));
    let back = "document.activeElement.id === 'edit-01936f3e-0000-7000-8000-000000000101'";
    page.wait_for("the list, with the focus where it was", back).unwrap();
}

#[test]
fn what_cannot_be_saved_of_a_wish_is_said_and_escape_changes_nothing() {
    let stage = Stage::new();
    let page = stage.show("panel_edit");
    type_into(&page, "form.edit .facts input", " ");
    page.press("Enter").unwrap();
    page.wait_for("the fault", "document.querySelector('form.edit [aria-invalid=true]') === document.activeElement")
        .unwrap();
    page.press("Escape").unwrap();
    page.wait_for("the list", "!!document.querySelector('.wishes')").unwrap();
    assert!(never_asked(&page, "item.edit"));
}

#[test]
fn a_removed_wish_goes_at_once_and_undo_brings_it_back() {
    let stage = Stage::new();
    let page = stage.show("panel_removed");
    assert_eq!(asked(&page, "item.bin")["id"], "01936f3e-0000-7000-8000-000000000101");
    assert_eq!(text(&page, ".banner:has(#undo) > span"), "Removed: Enamel coffee pot, 1.1 litres");
    page.wait_for("it to go", "!document.querySelector('#edit-01936f3e-0000-7000-8000-000000000101')").unwrap();
    page.wait_for("the focus on the way back", "document.activeElement.id === 'undo'").unwrap();
    page.press("Enter").unwrap();
    assert_eq!(asked(&page, "item.restore")["id"], "01936f3e-0000-7000-8000-000000000101");
    page.wait_for("it to be there", "!!document.querySelector('#edit-01936f3e-0000-7000-8000-000000000101')").unwrap();
}

#[test]
fn a_pasted_link_says_how_far_it_is_and_what_to_do() {
    let stage = Stage::new();
    let page = stage.show("panel_links");
    assert!(text(&page, ".wish[data-at='0']").contains("being looked up"));
    assert!(text(&page, ".wish[data-at='1']").contains("did not let your server read"));
    page.click("#again-01936f3e-0000-7000-8000-000000000102").unwrap();
    assert_eq!(asked(&page, "item.read_again")["id"], "01936f3e-0000-7000-8000-000000000102");
    type_into(&page, ".link-drawer input", "no address");
    page.press("Enter").unwrap();
    let link = asked(&page, "link.save");
    assert_eq!((&link["url"], &link["board"]), (&json!("no address"), &json!("01936f3e-0000-7000-8000-000000000002")));
    page.wait_for("the fault", "document.querySelector('.link-drawer input').ariaInvalid === 'true'").unwrap();
    assert_eq!(page.evaluate("document.querySelector('.link-drawer input').value").unwrap(), "no address");
}
