//! Texts of JSON, with their escapes read.

use super::Json;

impl<'t> Json<'t> {
    /// The text; `None` where this is none. Half of a surrogate pair, which a browser writes where a text was cut in the
    /// middle of a sign, becomes U+FFFD.
    #[must_use]
    pub fn text(self) -> Option<String> {
        let mut rest = self.quoted()?;
        let mut out = String::with_capacity(rest.len());
        while let Some((plain, escape)) = rest.split_once('\\') {
            out.push_str(plain);
            let (read, after) = unescaped(escape)?;
            out.push(read);
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }

    /// Whether it is this text.
    #[must_use]
    pub fn is_text(self, text: &str) -> bool {
        match self.quoted() {
            Some(quoted) if quoted.bytes().any(|byte| byte == b'\\') => self.text().as_deref() == Some(text),
            quoted => quoted == Some(text),
        }
    }

    /// What stands between the quotes.
    fn quoted(self) -> Option<&'t str> {
        self.0.strip_prefix('"')?.strip_suffix('"')
    }
}

/// The sign behind a backslash, and what follows it.
fn unescaped(escape: &str) -> Option<(char, &str)> {
    let (kind, rest) = escape.split_at_checked(1)?;
    let read = match kind {
        "b" => '\u{8}',
        "f" => '\u{c}',
        "n" => '\n',
        "r" => '\r',
        "t" => '\t',
        "u" => return unicode(rest),
        // A quote, a slash or a backslash.
        _ => kind.chars().next()?,
    };
    Some((read, rest))
}

/// The sign of one `uXXXX`, or of two that are a surrogate pair.
fn unicode(digits: &str) -> Option<(char, &str)> {
    let (first, rest) = unit(digits)?;
    let second = rest.strip_prefix("\\u").and_then(unit);
    if let (0xd800..0xdc00, Some((low @ 0xdc00..0xe000, rest))) = (first, second) {
        let code = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
        return Some((char::from_u32(code)?, rest));
    }
    Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), rest))
}

fn unit(digits: &str) -> Option<(u32, &str)> {
    let (digits, rest) = digits.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}
