//! A text as numbers and signs, everything else left out.

use super::currency::{self, Sign, Wanted};
use super::number::{self, Number};

/// A number or a sign, with the bytes where it stands.
pub(super) enum Token {
    Number(Number),
    Sign(Sign, usize, usize),
}

/// More are not read.
const MAX: usize = 120;

/// Reads a text from left to right.
pub(super) fn tokens(text: &str, wanted: Wanted) -> Vec<Token> {
    let mut out = Vec::new();
    let (mut at, mut last_end) = (0, 0);
    while at < text.len() && out.len() < MAX {
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if c.is_ascii() && c != '$' && !c.is_ascii_alphanumeric() {
            // Nothing begins here.
            at += 1;
        } else if let Some(number) = number::read(text, at, last_end) {
            at = number.end;
            last_end = at;
            out.push(Token::Number(number));
        } else if let Some((sign, len)) = currency::read(text, at, wanted) {
            out.push(Token::Sign(sign, at, at + len));
            at += len;
            last_end = at;
        } else if c.is_alphabetic() {
            // The rest of a word holds no sign that counts.
            let rest = text.get(at..).unwrap_or_default();
            at += rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        } else {
            at += c.len_utf8();
        }
    }
    out
}
