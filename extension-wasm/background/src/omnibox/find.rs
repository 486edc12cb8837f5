//! What is found, and how the browsers want it written. Pure.

use shared::find::Find;
use shared::id::BoardId;
use shared::join::glued;
use shared::lower_case::lower_case;

/// Where something that was found leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goes {
    /// To its page at the shop.
    Page(String),
    /// To a board in the panel.
    Board(BoardId),
    /// To the panel, looking for these words.
    Find(String),
}

/// A board or a wish of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) title: String,
    /// What stands beside the title: its shop, or that it is a board.
    pub(super) aside: String,
    /// What it is found by, in small letters, the title first.
    words: String,
    pub(super) goes: Goes,
}

impl Found {
    /// `others` are the other texts that it is found by. An address that is none of the web's is not gone to.
    pub(super) fn new(title: String, aside: String, others: &[&str], goes: Goes) -> Self {
        let mut words = lower_case(&title);
        for other in others {
            words.push('\n');
            words.push_str(&lower_case(other));
        }
        let goes = match goes {
            Goes::Page(url) if !url.starts_with("https://") && !url.starts_with("http://") => Goes::Find(plain(&title)),
            goes => goes,
        };
        Self { title, aside, words, goes }
    }

    /// What stands in the address bar for it.
    pub(super) fn content(&self) -> String {
        match &self.goes {
            Goes::Page(url) => plain(url),
            Goes::Board(_) | Goes::Find(_) => plain(&self.title),
        }
    }
}

/// Those that hold all words that were typed, the ones that hold them in their titles first, at most so many.
pub(super) fn among(known: &[Found], typed: &str, most: usize) -> Vec<Found> {
    let typed = lower_case(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<Found> = Vec::new();
    for titles in [true, false] {
        for one in known.iter().filter(|_| !words.is_empty()) {
            let within = if titles { one.words.up_to("\n") } else { &one.words };
            // The browser takes one line of each content.
            if found.len() < most
                && words.iter().all(|word| within.holds(word))
                && found.iter().all(|other| other.content() != one.content())
            {
                found.push(one.clone());
            }
        }
    }
    found
}

/// A text in one line and without what no line can show, also for XML, which admits no such signs at all.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        let shows =
            sign >= ' ' && !matches!(sign, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
        let sign = if shows { sign } else { ' ' };
        if sign != ' ' || !out.ends_with(' ') {
            out.push(sign);
        }
    }
    out.trim_ascii().to_owned()
}

/// A line below the address bar.
pub(super) fn shown(title: &str, aside: &str, xml: bool) -> String {
    let (title, aside) = (plain(title), plain(aside));
    match (aside.is_empty(), xml) {
        (true, true) => escaped(&title),
        (true, false) => title,
        (false, true) => glued(&[&escaped(&title), " <dim>– ", &escaped(&aside), "</dim>"]),
        (false, false) => glued(&[&title, " – ", &aside]),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(title: &str, url: &str) -> Found {
        Found::new(
            title.to_owned(),
            "shop.example".to_owned(),
            &["shop.example", "for the garden"],
            Goes::Page(url.to_owned()),
        )
    }

    #[test]
    fn all_words_are_looked_for_and_titles_come_first() {
        let known = [
            page("Watering can", "https://shop.example/1"),
            page("Garden bench", "https://shop.example/2"),
            page("Garden bench again", "https://shop.example/2"),
        ];
        let titles = |typed: &str| among(&known, typed, 6).into_iter().map(|one| one.title).collect::<Vec<_>>();
        assert_eq!(titles("garden"), ["Garden bench", "Watering can"]);
        assert_eq!(titles("  BENCH  gard"), ["Garden bench"]);
        assert_eq!(titles("shop.example can"), ["Watering can"]);
        assert!(titles(" ").is_empty() && titles("sledge").is_empty());
        assert_eq!(among(&known, "garden", 1).len(), 1);
    }

    #[test]
    fn only_addresses_of_the_web_are_gone_to() {
        for url in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "chrome://settings", ""] {
            assert_eq!(page("Odd", url).goes, Goes::Find("Odd".to_owned()), "{url}");
        }
        assert_eq!(page("Can", "https://shop.example/1").content(), "https://shop.example/1");
    }

    #[test]
    fn texts_that_become_something_else_are_shown_as_they_are() {
        let rows = include_str!("../../../transfer/src/files/text-injection.jsonl");
        let mut count = 0;
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let text = row["s"].as_str().unwrap();
            let xml = shown(text, text, true);
            assert_eq!(xml.matches('<').count(), 2, "{xml}");
            assert!(xml.matches('&').count() >= plain(text).matches(['&', '<', '>', '"', '\'']).count() * 2, "{xml}");
            let back = xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
            let back = back.replace("&amp;", "&");
            assert_eq!(back, [&plain(text), " <dim>– ", &plain(text), "</dim>"].concat());
            assert!(!xml.chars().any(|sign| sign.is_control()), "{xml:?}");
            assert_eq!(shown(text, "", false), plain(text));
            count += 1;
        }
        assert!(count > 80, "{count} rows");
    }
}
