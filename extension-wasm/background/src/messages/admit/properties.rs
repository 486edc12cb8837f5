//! Messages and senders that nobody thought of: whatever comes, only our own pages are heard, and only in our own words.
#![allow(clippy::unwrap_used)]

use std::cell::Cell;

use proptest::option;
use proptest::prelude::*;

use super::*;

const ID: &str = "chodboholjciodoneibeamnhnjaeakek";
const BASE: &str = "chrome-extension://chodboholjciodoneibeamnhnjaeakek/";

const SEEDS: [&str; 8] = [
    r#"{"type":"status.get"}"#,
    r#"{"type":"page.hint"}"#,
    r#"{"type":"page.look","tab_id":7}"#,
    r#"{"type":"server.read","owner":{"server":"https://gifts.example","account":"01890a5d-ac96-774b-bcce-b302099a8057"},"path":"/boards"}"#,
    r#"{"type":"item.save","save":{"tab_id":7,"url":"https://shop.example/p/1","title":"x","price":null,"image":null,"boards":["00000000-0000-0000-0000-000000000000"],"checked":true}}"#,
    r#"{"type":"account.begin","server":"https://gifts.example","tokens":"{}"}"#,
    r#"{"type":"outbox.discard","id":"01936f3e-0000-7000-8000-000000000101"}"#,
    r#"{"type":"draft.drop","tab_id":2147483648}"#,
];

const PIECES: [&str; 16] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "1e999",
    "\\ud800",
    "\u{0}",
    "\u{202e}",
    "\"type\":",
    "page.hint",
    "\"__proto__\":",
    "-1",
];

/// A message of ours with a few pieces put in or taken out.
fn message() -> impl Strategy<Value = String> {
    let edits =
        prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, prop::sample::select(&PIECES[..])), 0..5);
    (prop::sample::select(&SEEDS[..]), edits).prop_map(|(seed, edits)| {
        let mut text: Vec<char> = seed.chars().collect();
        for (at, len, piece) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + len).min(text.len());
            text.splice(at..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

/// The same text for serde: it refuses half of a surrogate pair, which RFC 8259 allows and our reader takes as U+FFFD.
fn for_serde(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let unit = part.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let rest = if unit.is_some_and(|unit| (0xd800..0xe000).contains(&unit)) { part.get(4..) } else { None };
        out.push_str(if rest.is_some() { "\\ufffd" } else { "\\u" });
        out.push_str(rest.unwrap_or(part));
    }
    out
}

fn sender() -> impl Strategy<Value = Sender> {
    let id = option::of(prop::sample::select(vec![ID, ID, "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]));
    let url = prop_oneof![
        prop::sample::select(vec!["popup.html", "panel.html", "options.html", "other.html", "popup.html?x#y", ""])
            .prop_map(|page| format!("{BASE}{page}")),
        prop::sample::select(vec![
            "https://shop.example/popup.html",
            "http://a/",
            "chrome-extension://chodboholjciodoneibeamnhnjaeakek.evil.example/popup.html",
            "file:///popup.html",
            "about:blank",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,20}",
    ];
    let origin = option::of(prop::sample::select(vec![BASE.trim_end_matches('/'), "https://shop.example", "null"]));
    let tab_id = option::of(any::<i32>());
    (id, option::of(url), origin, option::of(-1..3_i32), tab_id).prop_map(|(id, url, origin, frame_id, tab_id)| {
        Sender { id: id.map(str::to_owned), url, origin: origin.map(str::to_owned), frame_id, tab_id }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn only_our_pages_are_heard_and_a_content_script_only_hints(sender in sender(), text in message(), everywhere: bool) {
        let ours = Ours { id: ID.to_owned(), base: BASE.to_owned(), everywhere };
        let read = Cell::new(false);
        let admitted = admit(&ours, &sender, || { read.set(true); Some(text.clone()) });
        let url = sender.url.as_deref().unwrap_or("");
        let own_id = sender.id.as_deref() == Some(ID);
        let own_page = ["popup.html", "panel.html", "options.html"].iter().any(|page| {
            url.strip_prefix(BASE).and_then(|path| path.strip_prefix(page)).is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#']))
        });
        let top = sender.frame_id.unwrap_or(0) == 0;
        match admitted {
            Ok(Admitted::Request(request)) => {
                prop_assert!(own_id && own_page && top && sender.origin.as_deref().is_none_or(|origin| BASE.starts_with(origin)));
                // What was heard is what was said, key by key.
                let said: serde_json::Value = serde_json::from_str(&for_serde(&text)).unwrap();
                let heard = serde_json::to_value(&*request).unwrap();
                prop_assert_eq!(&said["type"], &heard["type"]);
            }
            Ok(Admitted::Hint { tab_id }) => {
                prop_assert!(own_id && everywhere && sender.frame_id == Some(0) && url.starts_with("http"));
                prop_assert_eq!(sender.tab_id, Some(tab_id));
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), serde_json::json!({"type": "page.hint"}));
            }
            Err(because) => {
                // Words are no reason before the sender is known.
                prop_assert!(own_id || because == RefusedBecause::Stranger && !read.get());
            }
        }
    }
}
