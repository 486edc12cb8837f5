//! Texts that become something else where they are not shown as what they are: in every place of popup, panel and options where a
//! shop's, a person's or a server's words stand. Each is there to the letter, and nothing of it comes to life.

use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

use super::acts::Stage;

const ROWS: &str = include_str!("../../../extension-wasm/transfer/src/files/text-injection.jsonl");

/// The texts, but for those of which nothing can be seen.
fn texts() -> Vec<String> {
    let rows = ROWS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["s"].as_str().unwrap().to_owned());
    let texts: Vec<String> = rows.filter(|text| !seen(text).is_empty()).collect();
    assert!(texts.len() >= 80, "{} texts", texts.len());
    texts
}

/// What is compared of a text: a field of one line has no ends of lines, and spaces are drawn as they fall.
fn seen(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && !sign.is_whitespace()).collect()
}

/// Takes one text after the other, round and round.
struct Next<'t> {
    texts: &'t [String],
    at: usize,
    taken: Vec<&'t str>,
}

impl Next<'_> {
    fn take(&mut self) -> Value {
        let text = self.texts[self.at % self.texts.len()].as_str();
        self.at += 1;
        self.taken.push(text);
        json!(text)
    }
}

/// What our pages are made of. Anything else came to life from a text.
const OURS: &str = "a bdi button circle datalist dd div dl dt fieldset footer form h1 h2 h3 header img input kbd label legend li main ol \
    option p path rect s section select small span strong summary svg textarea time ul";

/// Everything that can be read on the page; its elements that are none of ours; and what is alive in its attributes.
const READ: &str = "[[...document.querySelectorAll('*')].map((one) => one.value ?? '').join('\\n') + document.body.textContent, \
    [...document.querySelectorAll('body *')].map((one) => one.localName).filter((name) => !OURS.split(/\\s+/).includes(name)).join(), \
    [...document.querySelectorAll('body, body *')].flatMap((one) => [...one.attributes].filter(({name, value}) => name.startsWith('on') \
    || ['href', 'src', 'action', 'srcdoc'].includes(name) && !/^(https:|#|icons\\/icon-)/.test(value)) \
    .map(({name, value}) => `${name}=${value}`)).join() + (typeof globalThis.__pwn === 'undefined' ? '' : ' it ran')]";

/// Shows a state with such texts: each is there, and nothing else is.
fn holds(stage: &Stage, name: &str, poisoned: &dyn Fn(&mut Next<'_>) -> Value, texts: &[String], at: usize) -> usize {
    let mut next = Next { texts, at, taken: Vec::new() };
    let page = stage.show_with(name, &poisoned(&mut next));
    let read = READ.replace("OURS", &json!(OURS).to_string());
    // What lies on a board comes from the device's database, some frames later.
    let there = until("each text to the letter", STEP, || {
        let read = page.evaluate(&read)?;
        let words = seen(read[0].as_str().unwrap_or_default());
        Ok(next.taken.iter().all(|text| words.contains(&seen(text))).then_some(read))
    });
    let read = there.unwrap_or_else(|error| panic!("{name} with {:?}: {error}", next.taken));
    assert_eq!((&read[1], &read[2]), (&json!(""), &json!("")), "{name} with {:?}", next.taken);
    page.close().unwrap();
    next.at
}

/// All texts through one state, as many at a time as it has places for.
fn all(stage: &Stage, name: &str, poisoned: &dyn Fn(&mut Next<'_>) -> Value) {
    let (texts, mut at) = (texts(), 0);
    while at < texts.len() {
        at = holds(stage, name, poisoned, &texts, at);
    }
    let asked = stage.server.asked();
    let stranger = asked.iter().find(|asked| asked.url.host_str().is_some_and(|host| host.contains("canary")));
    assert!(stranger.is_none(), "{name} asked {stranger:?}");
}

#[test]
fn in_the_popup_the_words_of_a_shop_and_of_a_person_stay_words() {
    let stage = Stage::new();
    let poisoned = |next: &mut Next<'_>| {
        let mut look = stage.states.answer("popup_sure", "page.look");
        let product = &mut look["detection"]["product"];
        product["title"]["value"] = next.take();
        product["variant"] = json!([{"name": next.take(), "value": next.take()}]);
        let mut boards = stage.states.answer("popup_sure", "boards.list");
        boards["boards"][1]["name"] = next.take();
        json!({"answers": {"page.look": look, "boards.list": boards}})
    };
    all(&stage, "popup_sure", &poisoned);
}

#[test]
fn on_a_board_and_in_a_wish_they_stay_words() {
    let stage = Stage::new();
    let board = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("panel_board");
        shelf["board"] = json!({"name": next.take()});
        for entry in shelf["entries"].as_array_mut().unwrap() {
            entry["title"] = next.take();
            entry["shop"] = next.take();
            entry["variant"] = json!([{"name": next.take(), "value": next.take()}]);
            entry["fill"] = Value::Null;
        }
        let waiting = shelf["waiting"].as_array_mut().unwrap();
        waiting[0]["title"] = next.take();
        waiting[1]["problem"] = next.take();
        json!({"shelf": shelf})
    };
    all(&stage, "panel_board", &board);
    let wish = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("panel_edit");
        let entry = &mut shelf["entries"][0];
        for field in ["title", "note", "private_note"] {
            entry[field] = next.take();
        }
        json!({"shelf": shelf})
    };
    all(&stage, "panel_edit", &wish);
}

#[test]
fn where_things_are_told_of_they_stay_words() {
    let stage = Stage::new();
    let conflicts = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("panel_board_conflicts");
        let conflict = &mut shelf["board"]["conflicts"][0];
        conflict["other"]["name"] = next.take();
        conflict["device"] = next.take();
        json!({"shelf": shelf})
    };
    all(&stage, "panel_board_conflicts", &conflicts);
    let happened = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("panel_activity");
        shelf["board"] = json!({"name": next.take()});
        shelf["entries"][0]["title"] = next.take();
        json!({"shelf": shelf})
    };
    all(&stage, "panel_activity", &happened);
    let account = |next: &mut Next<'_>| {
        let mut status = stage.states.answer("options_signed_in", "status.get");
        status["account"]["display_name"] = next.take();
        status["account"]["email"] = next.take();
        json!({"answers": {"status.get": status}})
    };
    all(&stage, "options_signed_in", &account);
}

#[test]
fn on_what_was_saved_and_what_was_typed_they_stay_words() {
    let stage = Stage::new();
    let of_page = |name: &'static str, stage: &Stage, next: &mut Next<'_>| {
        let mut look = stage.states.answer(name, "page.look");
        let saved = &mut look["saved"];
        if saved.is_object() {
            saved["title"] = next.take();
            saved["boards"][0]["name"] = next.take();
        }
        if look["draft"].is_object() {
            look["draft"]["title"] = next.take();
            look["draft"]["note"] = next.take();
        }
        json!({"answers": {"page.look": look}})
    };
    for name in ["popup_already", "popup_draft", "popup_already_boards"] {
        all(&stage, name, &|next: &mut Next<'_>| of_page(name, &stage, next));
    }
    let tick = |next: &mut Next<'_>| {
        let mut saved = stage.states.answer("popup_saved", "item.save");
        saved["title"] = next.take();
        saved["boards"][0]["name"] = next.take();
        json!({"answers": {"item.save": saved}})
    };
    all(&stage, "popup_saved", &tick);
    // The names of fields are the server's words, and its sentence.
    let refused = |next: &mut Next<'_>| {
        let mut refused = stage.states.answer("popup_refused", "item.save");
        refused["fields"][0][1] = next.take();
        json!({"answers": {"item.save": refused}})
    };
    all(&stage, "popup_refused", &refused);
    let removed = |next: &mut Next<'_>| {
        let mut look = stage.states.answer("popup_removed", "page.look");
        look["saved"]["title"] = next.take();
        json!({"answers": {"page.look": look}})
    };
    all(&stage, "popup_removed", &removed);
}

#[test]
fn where_changes_are_refused_or_in_conflict_they_stay_words() {
    let stage = Stage::new();
    let refused = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("panel_refused");
        let parked = &mut shelf["parked"];
        parked[0]["body"]["title"] = next.take();
        parked[0]["body"]["note"] = next.take();
        parked[1]["detail"] = next.take();
        parked[2]["body"]["name"] = next.take();
        json!({"shelf": shelf})
    };
    all(&stage, "panel_refused", &refused);
    let conflicts = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("panel_edit_conflicts");
        let conflict = &mut shelf["entries"][0]["conflicts"][0];
        conflict["kept"]["title"] = next.take();
        conflict["other"]["title"] = next.take();
        conflict["device"] = next.take();
        json!({"shelf": shelf})
    };
    all(&stage, "panel_edit_conflicts", &conflicts);
    let going = |next: &mut Next<'_>| {
        let mut shelf = stage.states.shelf("options_going");
        shelf["waiting"][0]["title"] = next.take();
        shelf["waiting"][1]["title"] = next.take();
        shelf["waiting"][1]["problem"] = next.take();
        json!({"shelf": shelf})
    };
    all(&stage, "options_going", &going);
}
