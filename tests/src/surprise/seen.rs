//! What the owner observes of one answer: its status, headers and body, without what a server draws by chance.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regex::Regex;
use reqwest::header::HeaderMap;

// A constant expression, which its own test reads.
#[allow(clippy::expect_used)]
static UUID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}").expect("a pattern of ours")
});

/// The unguessable end of an address, which each server draws for itself.
#[allow(clippy::expect_used)]
static SECRET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("\"(code|link_token)\":\"[A-Za-z0-9_-]{32}\"").expect("a pattern of ours"));

/// The same on a page.
#[allow(clippy::expect_used)]
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("href=\"/l/[A-Za-z0-9_-]{32}\"").expect("a pattern of ours"));

/// The same as a code for phones, which stands on pages that are printed.
#[allow(clippy::expect_used)]
static CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("<path d=\"M4,4h7v1h-7z[MhvzZ0-9,-]*\"").expect("a pattern of ours"));

/// Where a list goes on: a key that may hold an id.
#[allow(clippy::expect_used)]
static CURSOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("\"next_cursor\":\"([A-Za-z0-9_-]+)\"").expect("a pattern of ours"));

/// Of every answer anew, in whichever world.
const BY_CHANCE: [&str; 2] = ["date", "x-request-id"];

/// An answer as both worlds would say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Seen {
    pub(super) fn new(status: u16, headers: &HeaderMap, text: &str, names: &BTreeMap<&'static str, String>) -> Self {
        let mut kept: Vec<(String, String)> = headers
            .iter()
            .filter(|(name, _)| !BY_CHANCE.contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        kept.sort();
        Self { status, headers: kept, body: without_chance(text, names) }
    }
}

/// Names instead of what has one. Of the other ids that a server draws it only counts which are the same.
fn without_chance(text: &str, names: &BTreeMap<&'static str, String>) -> String {
    let read = |found: &regex::Captures<'_>| {
        let key = URL_SAFE_NO_PAD.decode(&found[1]).unwrap_or_default();
        format!("\"next_cursor\":{}", String::from_utf8_lossy(&key))
    };
    let mut said = CURSOR.replace_all(text, read).into_owned();
    for (name, value) in names {
        said = said.replace(value.as_str(), &format!("{{{name}}}"));
    }
    let said = SECRET.replace_all(&said, "\"$1\":\"*\"").into_owned();
    let said = LINK.replace_all(&said, "href=\"/l/*\"").into_owned();
    let said = CODE.replace_all(&said, "<path d=\"*\"").into_owned();
    let mut known: Vec<String> = Vec::new();
    let numbered = UUID.replace_all(&said, |found: &regex::Captures<'_>| {
        let id = found[0].to_owned();
        // What clients draw is the same in both worlds, and stays as it is.
        if super::pair::is_ours(&id) {
            return id;
        }
        let number = known.iter().position(|other| *other == id).unwrap_or_else(|| {
            known.push(id);
            known.len() - 1
        });
        format!("#{number}")
    });
    numbered.into_owned()
}

/// Where two observations differ, in few words.
pub(super) fn difference(a: &Seen, b: &Seen) -> String {
    if a.status != b.status {
        return format!("status {} and {}: {} | {}", a.status, b.status, a.body, b.body);
    }
    if a.headers != b.headers {
        let other: Vec<_> = a.headers.iter().filter(|header| !b.headers.contains(header)).collect();
        let than: Vec<_> = b.headers.iter().filter(|header| !a.headers.contains(header)).collect();
        return format!("headers {other:?} and {than:?}");
    }
    let from = a.body.bytes().zip(b.body.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(60);
    let part = |text: &str| text.bytes().skip(from).take(200).map(char::from).collect::<String>();
    format!("bodies: …{}… and …{}…", part(&a.body), part(&b.body))
}
