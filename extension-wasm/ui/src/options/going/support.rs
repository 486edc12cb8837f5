//! The text for whoever helps: counts, kinds, versions and times. Pure.
//!
//! No token, no address of a server, a page or a person, no name and no title is in it: it is made of numbers, of words that stand
//! here, and of the browsers' own names for permissions.

use std::sync::Arc;

use shared::join::joined;
use shared::time::Timestamp;
use shared::wire::message::Status;
use shared::wire::outbox::{Row, Sending};

use super::facts::Facts;
use crate::intl;

/// How many lines the text has.
pub(super) const LINES: &str = "16";

/// The text, a line a fact. English, so that whoever helps can read it.
pub(super) fn text(facts: &Facts, status: &Status, rows: &[Arc<Row>]) -> String {
    text_at(facts, status, rows, intl::plain_moment, intl::now())
}

fn text_at(
    facts: &Facts,
    status: &Status,
    rows: &[Arc<Row>],
    moment: fn(Timestamp) -> String,
    now: Timestamp,
) -> String {
    let yes = |is: bool| (if is { "yes" } else { "no" }).to_owned();
    let signed_in = match (&status.account, status.ended) {
        (Some(_), _) => "yes",
        (None, true) => "ended by itself",
        (None, false) => "no",
    };
    let at = |at: Option<Timestamp>| at.map_or_else(|| "never".to_owned(), moment);
    let lines = [
        ("versions", facts.versions(status, ", ")),
        ("now", moment(now)),
        ("server on this machine", yes(status.server.starts_with("http:"))),
        ("server answers", facts.answers.map_or_else(|| "not known".to_owned(), yes)),
        ("signed in", signed_in.to_owned()),
        ("boards as of", at(facts.synced)),
        ("server last reached", at(status.reached_at)),
        ("waiting", kinds(rows.iter().filter(|row| row.parked.is_none()).map(|row| kind(row).to_owned()))),
        ("refused", kinds(rows.iter().filter_map(|row| refused(row)))),
        ("oldest", at(rows.iter().map(|row| row.made_at).min())),
        ("most tries", rows.iter().map(|row| row.attempts).max().unwrap_or(0).to_string()),
        ("saved signed out, not asked about", status.unclaimed.to_string()),
        ("permissions", joined(&facts.permissions, ", ")),
        ("hosts granted", facts.hosts.len().to_string()),
        ("kept on this device, kB", facts.kilobytes.map_or_else(|| "not told".to_owned(), |size| size.to_string())),
        ("messages refused", status.refused_messages.to_string()),
    ];
    lines.iter().flat_map(|(name, value)| [*name, ": ", value, "\n"]).collect()
}

fn kind(row: &Row) -> &'static str {
    match &row.sending {
        Sending::Item(_) => "save",
        Sending::Board(_) => "new board",
        Sending::Edit(_) => "change",
        Sending::Remove(_) => "bin",
        Sending::Restore(_) => "restore",
        Sending::ReadAgain(_) => "read again",
        Sending::Call(_) => "order or board",
    }
}

/// The kind of a refused row, and the kind of the problem: never the server's own sentence, which may repeat what was saved.
fn refused(row: &Row) -> Option<String> {
    let problem = row.parked.as_ref()?.kind.uri();
    Some([kind(row), " (", problem, ")"].concat())
}

/// How many of each, the first met first: "2 save, 1 change".
fn kinds(all: impl Iterator<Item = String>) -> String {
    let mut counts: Vec<(String, u32)> = Vec::new();
    for kind in all {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let counted: Vec<String> = counts.iter().map(|(kind, count)| [&count.to_string(), " ", kind].concat()).collect();
    if counted.is_empty() { "nothing".to_owned() } else { joined(&counted, ", ") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;
    use shared::id::ItemId;
    use shared::wire::outbox::{Owner, Parked, SentCall, SentItem};
    use shared::wire::problem::ProblemKind;

    use super::*;

    /// What must never be in it, planted wherever the extension keeps such things.
    const SECRETS: [&str; 9] = [
        "gifts.example",
        "ada@gifts.example",
        "Ada Lovelace",
        "Sony WH-1000XM5",
        "shop.example",
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "eyJhbGciOi",
        "kept between us",
        "granted.example",
    ];

    fn rows() -> Vec<Arc<Row>> {
        let status = status();
        let owner = Owner { server: status.server.clone(), account: status.account.unwrap().id };
        let id: ItemId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        let item = SentItem {
            id,
            boards: Vec::new(),
            title: "Sony WH-1000XM5".to_owned(),
            price: None,
            image: Some("https://shop.example/1.jpg".to_owned()),
        };
        let body = r#"{"link":"https://shop.example/p/1","note":"kept between us","token":"eyJhbGciOi"}"#;
        let row = |sending| {
            Row::new(
                Some(owner.clone()),
                (sending, body.to_owned()),
                Some("shop.example/p/1".to_owned()),
                Timestamp::from_millis(5),
            )
        };
        let call = SentCall { method: "PATCH".to_owned(), path: format!("/boards/{id}"), item: None, boards: true };
        let detail = Some("The title Sony WH-1000XM5 of ada@gifts.example is too long.".to_owned());
        let parked = Some(Parked { kind: ProblemKind::Invalid, detail });
        [
            row(Sending::Item(item.clone())),
            row(Sending::Item(item.clone())),
            Row { parked, attempts: 3, ..row(Sending::Item(item)) },
            row(Sending::Call(call)),
        ]
        .map(Arc::new)
        .into()
    }

    fn status() -> Status {
        serde_json::from_value(json!({
            "server": "https://gifts.example", "waiting": 2, "refused": 1, "unclaimed": 0, "reached_at": 7, "ended": false,
            "refused_messages": 4, "version": "0.1.0",
            "account": {"id": "01890a5d-ac96-774b-bcce-b302099a8057", "email": "ada@gifts.example", "display_name": "Ada Lovelace",
                "role": "person", "created_at": 1_790_000_000_000_u64, "last_sign_in_at": null}
        }))
        .unwrap()
    }

    fn facts() -> Facts {
        Facts {
            browser: "Firefox 153".to_owned(),
            answers: Some(true),
            server: "0.1.0".to_owned(),
            synced: Some(Timestamp::from_millis(9)),
            permissions: vec!["storage".to_owned(), "alarms".to_owned()],
            hosts: vec!["https://gifts.example/*".to_owned(), "https://granted.example/*".to_owned()],
            kilobytes: Some(1_234),
        }
    }

    #[test]
    fn nothing_that_was_saved_and_nobody_s_name_is_in_it() {
        let text = text_at(&facts(), &status(), &rows(), |at| at.as_millis().to_string(), Timestamp::from_millis(11));
        for secret in SECRETS {
            assert!(!text.contains(secret), "{secret} is in:\n{text}");
        }
    }

    #[test]
    fn it_says_what_whoever_helps_asks_first() {
        let text = text_at(&facts(), &status(), &rows(), |at| at.as_millis().to_string(), Timestamp::from_millis(11));
        assert_eq!(text.lines().count().to_string(), LINES);
        for line in [
            &format!("versions: GiftOS 0.1.0, Firefox 153, database {}, server 0.1.0", browser::database::VERSION),
            "now: 11",
            "server answers: yes",
            "signed in: yes",
            "waiting: 2 save, 1 order or board",
            "refused: 1 save (/problems/invalid)",
            "oldest: 5",
            "most tries: 3",
            "hosts granted: 2",
            "kept on this device, kB: 1234",
        ] {
            assert!(text.lines().any(|each| each == line), "{line} is not in:\n{text}");
        }
    }
}
