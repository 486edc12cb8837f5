//! Languages: which the server speaks, which of them somebody reads, and its texts in each.
//! So that mails and pages speak to people in their own language, whoever wrote them last; a test holds all languages to the same keys.
//! It never chooses by where somebody is, only by what they or their browser said.

mod catalogue;

use std::fmt;
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// A language that the server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English, and what is spoken to everybody else.
    #[default]
    En,
    /// German.
    De,
    /// Hebrew, from right to left.
    He,
}

/// The text is the code of no language that the server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLocale;

impl fmt::Display for UnknownLocale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is none of en, de, he")
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(code: &str) -> Result<Self, UnknownLocale> {
        Self::ALL.into_iter().find(|locale| locale.code() == code).ok_or(UnknownLocale)
    }
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::He];

    /// ISO 639: `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::He => "he",
        }
    }

    /// `ltr` or `rtl`, as HTML says it.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En | Self::De => "ltr",
            Self::He => "rtl",
        }
    }

    /// What a browser asks for (`Accept-Language`, RFC 9110): the language with the greatest weight of those spoken here,
    /// the first of several with the same; English where there is none.
    #[must_use]
    pub fn asked(headers: &HeaderMap) -> Self {
        let text = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // A browser names a handful; more are read by nobody.
        let wishes = text.split(',').take(20).filter_map(wish);
        let best = wishes.fold(None, |best: Option<(Self, u16)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        });
        best.map(|(locale, _)| locale).unwrap_or_default()
    }

    /// A text with its slots filled, as it is.
    #[must_use]
    pub fn text(self, key: &str, slots: &[(&str, &str)]) -> String {
        catalogue::fill(self.template(key), slots, |text| text.to_owned(), |value| self.isolated(value))
    }

    /// The same as HTML: what fills the slots is text, whatever stands in it.
    #[must_use]
    pub fn html(self, key: &str, slots: &[(&str, &str)]) -> String {
        catalogue::fill(self.template(key), slots, escape, |value| format!("<bdi>{}</bdi>", escape(value)))
    }

    /// Keeps a value of another direction from turning the words around it; what can only run as this language does stays bare.
    fn isolated(self, value: &str) -> String {
        if self.direction() == "ltr" && !value.chars().any(may_turn) {
            return value.to_owned();
        }
        format!("\u{2068}{value}\u{2069}")
    }

    fn template(self, key: &str) -> &'static str {
        catalogue::text(self.code(), key)
    }
}

/// Letters that are written from right to left, and marks that change the direction.
fn may_turn(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// One language of the header and its weight in thousandths, where it is spoken here and wanted.
fn wish(part: &str) -> Option<(Locale, u16)> {
    let (tag, parameter) = part.split_once(';').unwrap_or((part, "q=1"));
    let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
    // Browsers still say `iw` for Hebrew here and there.
    let locale = if primary == "iw" { Locale::He } else { primary.parse().ok()? };
    let weight = thousandths(parameter.trim().strip_prefix("q=")?)?;
    (weight > 0).then_some((locale, weight))
}

/// `1`, `0.8`, `0.125`: at most three digits behind the point (RFC 9110, 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match whole {
        "1" => Some(1000),
        "0" => format!("{part:0<3}").parse().ok(),
        _ => None,
    }
}

/// Text as HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(text: &str) -> Locale {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, text.parse().unwrap());
        Locale::asked(&headers)
    }

    #[test]
    fn the_language_with_the_greatest_weight_is_spoken() {
        for (text, locale) in [
            ("de", Locale::De),
            ("de-AT,de;q=0.9,en;q=0.8", Locale::De),
            ("fr, he;q=0.5, en;q=0.4", Locale::He),
            ("en;q=0.2, iw;q=0.3", Locale::He),
            ("de;q=0, en;q=0.1", Locale::En),
            ("de;q=2, he;q=0.1", Locale::He),
            ("de;q=x", Locale::En),
            ("DE", Locale::De),
            ("fr", Locale::En),
            ("*", Locale::En),
            (";;,,;q=", Locale::En),
            ("en, de", Locale::En),
        ] {
            assert_eq!(asked(text), locale, "{text}");
        }
        assert_eq!(Locale::asked(&HeaderMap::new()), Locale::En);
    }

    #[test]
    fn what_fills_a_slot_is_text_and_no_template() {
        let text = Locale::En.text("mail_invitation_subject", &[("from", "{group}"), ("group", "<b>")]);
        assert!(text.contains("{group}") && text.contains("<b>"), "{text}");
        let html = Locale::En.html("mail_invitation_subject", &[("from", "{group}"), ("group", "<b>'\"&")]);
        assert!(html.contains("<bdi>{group}</bdi>") && html.contains("<bdi>&lt;b&gt;&#39;&quot;&amp;</bdi>"), "{html}");
    }

    #[test]
    fn a_value_of_another_direction_turns_nothing_around_it() {
        let text = Locale::He.text("mail_invitation_subject", &[("from", "Ana"), ("group", "Family")]);
        assert!(text.contains("\u{2068}Ana\u{2069}"), "{text}");
        let text = Locale::De.text("mail_invitation_subject", &[("from", "Zoë 🎁"), ("group", "משפחה")]);
        assert!(text.contains("\u{2068}משפחה\u{2069}") && !text.contains("\u{2068}Zoë"), "{text}");
    }
}
