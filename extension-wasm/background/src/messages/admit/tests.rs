#![allow(clippy::unwrap_used)]
use super::*;
use serde_json::{Value, json};

/// Spoofed messages: who sends what, and why it must not pass.
const ATTACKS: &str = include_str!("attacks.jsonl");

const ID: &str = "chodboholjciodoneibeamnhnjaeakek";

fn ours(everywhere: bool) -> Ours {
    Ours { id: ID.to_owned(), base: format!("chrome-extension://{ID}/"), everywhere }
}

fn page(file: &str) -> Sender {
    Sender {
        id: Some(ID.to_owned()),
        url: Some(format!("chrome-extension://{ID}/{file}")),
        origin: Some(format!("chrome-extension://{ID}")),
        ..Sender::default()
    }
}

fn content_script() -> Sender {
    Sender {
        id: Some(ID.to_owned()),
        url: Some("https://shop.example/p/1".to_owned()),
        origin: Some("https://shop.example".to_owned()),
        frame_id: Some(0),
        tab_id: Some(7),
    }
}

/// Every sender that a row of the table may stand for, as the browser would describe it at worst.
fn senders(from: &str) -> Vec<Sender> {
    let framed = Sender {
        url: Some("https://ads.example/frame".to_owned()),
        origin: Some("https://ads.example".to_owned()),
        frame_id: Some(3),
        ..content_script()
    };
    match from {
        // A page has no way in of its own: the worst is a content script that passes it on.
        "page window.postMessage" | "page CustomEvent" | "content script of a compromised renderer" => {
            vec![content_script()]
        }
        "iframe on another origin" => vec![framed],
        "web page via externally_connectable" => {
            vec![Sender { id: None, ..content_script() }, Sender { id: Some(String::new()), ..content_script() }]
        }
        "other extension runtime.sendMessage" | "other extension runtime.connect" => {
            let other = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
            let background = Sender {
                id: Some(other.to_owned()),
                url: Some(format!("chrome-extension://{other}/background.js")),
                ..Sender::default()
            };
            vec![Sender { url: page("popup.html").url, ..background.clone() }, background]
        }
        other => panic!("a sender that the test does not know: {other}"),
    }
}

fn grown(mut message: Value) -> Value {
    if let Some(title) = message.pointer_mut("/item/title")
        && *title == json!("REPEAT x 5000000")
    {
        *title = json!("x".repeat(5_000_000));
    }
    message
}

fn draft() -> Value {
    json!({"tab_id": 7, "url": "https://shop.example/p/1", "title": "x", "price": null, "image": null,
        "boards": ["00000000-0000-0000-0000-000000000000"], "checked": true})
}

/// The same wish in our own words, so that it is refused for its sender and not for its name.
fn in_our_words(message: &Value) -> (Value, &'static str) {
    let kind = match &message["type"] {
        Value::Array(_) => "item.save",
        kind => kind.as_str().unwrap_or("status.get"),
    };
    match kind {
        "item.save" => (json!({"type": "item.save", "save": draft()}), "popup.html"),
        "account.switch" => {
            (json!({"type": "account.begin", "server": "https://canary.test", "tokens": "{}"}), "options.html")
        }
        "settings.set" => {
            (json!({"type": "settings.set", "settings": {"detect_everywhere": true, "theme": "dark"}}), "options.html")
        }
        "queue.flush" => (json!({"type": "outbox.flush"}), "popup.html"),
        "list.claims" => (
            json!({"type": "server.read", "owner": {"server": "https://gifts.example", "account": "01890a5d-ac96-774b-bcce-b302099a8057"}, "path": "/boards"}),
            "panel.html",
        ),
        "tabs.open" => (json!({"type": "page.look", "tab_id": 7}), "popup.html"),
        _ => (json!({"type": "status.get"}), "popup.html"),
    }
}

fn decide(everywhere: bool, sender: &Sender, message: &Value) -> Result<Admitted, RefusedBecause> {
    admit(&ours(everywhere), sender, || Some(message.to_string()))
}

#[test]
fn every_attack_is_refused_as_it_is_and_in_our_own_words() {
    let mut rows = 0;
    for line in ATTACKS.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let from = row["from"].as_str().unwrap();
        let (own, home) = in_our_words(&row["message"]);
        for sender in senders(from) {
            for everywhere in [false, true] {
                for message in [&grown(row["message"].clone()), &own] {
                    assert!(decide(everywhere, &sender, message).is_err(), "{from}: {message:.200}");
                }
            }
        }
        // The message itself is a good one: from the page it belongs to, it passes.
        assert!(decide(false, &page(home), &own).is_ok(), "{own}");
        rows += 1;
    }
    assert_eq!(rows, 49);
}

#[test]
fn the_sender_is_looked_at_before_the_message_is_even_read() {
    let stranger = Sender { id: Some("other".to_owned()), ..page("popup.html") };
    let refused = admit(&ours(true), &stranger, || panic!("read the message of a stranger"));
    assert_eq!(refused, Err(RefusedBecause::Stranger));
}

#[test]
fn more_than_a_quarter_of_a_megabyte_is_refused_from_our_own_pages_too() {
    let mut draft = draft();
    draft["note"] = json!("x".repeat(MAX_MESSAGE_BYTES));
    let message = json!({"type": "item.save", "save": draft});
    assert_eq!(decide(false, &page("popup.html"), &message), Err(RefusedBecause::TooLarge));
}

#[test]
fn each_page_asks_only_what_belongs_to_it() {
    let begin = json!({"type": "account.begin", "server": "https://gifts.example", "tokens": "{}"});
    assert!(decide(false, &page("options.html"), &begin).is_ok());
    for file in ["popup.html", "panel.html"] {
        assert_eq!(decide(false, &page(file), &begin), Err(RefusedBecause::Page), "{file}");
    }
    let save = json!({"type": "item.save", "save": draft()});
    assert!(decide(false, &page("panel.html?tab=7#x"), &save).is_ok());
    assert_eq!(decide(false, &page("options.html"), &save), Err(RefusedBecause::Page));
    let discard = json!({"type": "outbox.discard", "id": "01936f3e-0000-7000-8000-000000000101"});
    assert_eq!(decide(false, &page("popup.html"), &discard), Err(RefusedBecause::Page));
    for file in ["panel.html", "options.html"] {
        assert!(decide(false, &page(file), &discard).is_ok(), "{file}");
    }
}

#[test]
fn only_our_three_pages_in_their_own_frame_are_ours() {
    let status = json!({"type": "status.get"});
    for sender in [
        page("other.html"),
        page(""),
        page("popup.html.evil"),
        Sender { url: Some(format!("chrome-extension://{ID}.evil.example/popup.html")), ..page("popup.html") },
        Sender { origin: Some("https://shop.example".to_owned()), ..page("popup.html") },
        Sender { frame_id: Some(2), ..page("options.html") },
        Sender { url: None, ..page("popup.html") },
        Sender { id: None, ..page("popup.html") },
    ] {
        assert!(decide(true, &sender, &status).is_err(), "{sender:?}");
    }
    let options_in_a_tab = Sender { frame_id: Some(0), tab_id: Some(3), ..page("options.html") };
    assert!(decide(false, &options_in_a_tab, &status).is_ok());
    let firefox = Sender { origin: None, ..page("popup.html") };
    assert!(decide(false, &firefox, &status).is_ok());
}

#[test]
fn shapes_that_are_not_ours_are_refused() {
    for message in [
        json!(null),
        json!("string"),
        json!([]),
        json!({}),
        json!({"type": "__proto__"}),
        json!({"type": ["item.save"]}),
        json!({"type": "status.get", "token": "x"}),
        json!({"type": "page.look", "tab": 7}),
        json!({"type": "page.hint"}),
        json!({"type": "item.save", "save": {"title": "x"}}),
    ] {
        assert_eq!(decide(true, &page("popup.html"), &message), Err(RefusedBecause::Shape), "{message}");
    }
    assert_eq!(admit(&ours(true), &page("popup.html"), || None), Err(RefusedBecause::Shape));
}

#[test]
fn a_content_script_may_hint_where_that_is_on_and_nothing_else() {
    let hint = json!({"type": "page.hint"});
    assert_eq!(decide(true, &content_script(), &hint), Ok(Admitted::Hint { tab_id: 7 }));
    assert_eq!(decide(false, &content_script(), &hint), Err(RefusedBecause::Place));
    let framed = Sender { frame_id: Some(3), ..content_script() };
    assert_eq!(decide(true, &framed, &hint), Err(RefusedBecause::Place));
    let laden = json!({"type": "page.hint", "url": "https://canary.test"});
    assert!(decide(true, &content_script(), &laden).is_err());
    assert_eq!(decide(true, &content_script(), &json!({"type": "status.get"})), Err(RefusedBecause::Place));
}
