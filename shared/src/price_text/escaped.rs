//! Prices out of exports and feeds, where signs were written twice over: "&euro; 12", "&#163;9.99", "\u20ac12".

use crate::find::Find;
use std::borrow::Cow;

/// The references by name that stand at prices.
const NAMED: [(&str, char); 9] = [
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("dollar", '$'),
    ("nbsp", '\u{a0}'),
    ("thinsp", '\u{2009}'),
    ("ndash", '–'),
    ("amp", '&'),
];

/// The text that was meant.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.has(|sign| matches!(sign, '&' | '\\')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.first_such(|sign| matches!(sign, '&' | '\\')) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let meant = if from.starts_with("&") { reference(from) } else { escape(from) };
        let (sign, len) = meant.unwrap_or((if from.starts_with("&") { '&' } else { '\\' }, 1));
        out.push(sign);
        rest = from.get(len..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// "&euro;", "&#8364;", "&#x20ac;": the character, and the bytes that stand for it.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.get(..10.min(text.len())).unwrap_or(text).find(';')?;
    let name = text.get(1..end)?;
    let sign = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => code(hex, 16)?,
            None => code(number, 10)?,
        },
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((sign, end + 1))
}

/// "\u20ac": the same in JSON.
fn escape(text: &str) -> Option<(char, usize)> {
    Some((code(text.strip_prefix("\\u")?.get(..4)?, 16)?, 6))
}

fn code(digits: &str, base: u32) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, base).ok()?).filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_were_escaped_are_signs_again() {
        for (text, want) in [
            ("12,50 €", "12,50 €"),
            ("&euro; 12", "€ 12"),
            ("12,90&nbsp;&euro;", "12,90\u{a0}€"),
            ("&#163;9.99 &#xA3;8", "£9.99 £8"),
            ("\\u20ac12\\u00a0", "€12\u{a0}"),
            ("A & B &unknown; \\n \\u20 &#0; é&", "A & B &unknown; \\n \\u20 &#0; é&"),
        ] {
            assert_eq!(plain(text), want, "{text}");
        }
    }
}
