//! Lines that ran together where elements of a page were joined: "Price12.99", "12,90EURinkl. MwSt", "1 299KčDetail".

use super::currency::{self, Wanted};
use super::number::digit;
use super::tokens::{Token, tokens};
use crate::find::Find;

/// Letters at a number that are a measure, a version or a size: what has them is no price, however it is written.
const MEASURES: &str = "g|kg|mg|lb|lbs|oz|ml|cl|dl|l|mm|cm|m|km|in|ft|gb|tb|mb|kb|ghz|mhz|hz|mah|ah|wh|kwh|w|kw|v|mp|p|d|x|k|st|nd|rd|th|\
h|hr|hrs|min|s|sec|inch|pcs|pc|pack|pk|ct|er|xl|xs|xxl|y|yr|yrs|days|am|pm|px|dpi|rpm|cc|c|f|t|г|кг|мл|л|мм|см|м|шт|лет";

/// The line with gaps between its numbers and the letters at them, and between a sign and what follows it; `None` where it
/// has no such place, or the letters are a measure.
pub(super) fn parted(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    let mut changed = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // "#1,299": the naira, where its own sign is on no keyboard.
        if at == 0 && rest.starts_with('#') {
            (at, changed) = (1, true);
            continue;
        }
        let letters: usize = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let Some(word) = rest.get(..letters).filter(|word| !word.is_empty()) else {
            let c = rest.chars().next()?;
            out.push(c);
            at += c.len_utf8();
            continue;
        };
        let number_before = text.get(..at)?.chars().next_back().is_some_and(is_digit);
        let number_behind = rest.get(letters..)?.chars().next().is_some_and(is_digit);
        // "v2.0"
        if number_behind && crate::lower_case::lower_case(word) == "v" {
            return None;
        }
        if number_before && MEASURES.parts("|").any(|measure| measure == crate::lower_case::lower_case(word)) {
            return None;
        }
        if number_before {
            let sign = sign_ahead(word);
            out.push(' ');
            out.push_str(word.get(..sign)?);
            if sign > 0 && sign < word.len() {
                out.push(' ');
            }
            out.push_str(word.get(sign..)?);
        } else if number_behind {
            let (lead, own) = word.split_at_checked(capitals_from(word))?;
            out.push_str(lead);
            if !lead.is_empty() && !own.is_empty() {
                out.push(' ');
            }
            out.push_str(own);
        } else {
            out.push_str(word);
        }
        if number_behind {
            out.push(' ');
        }
        changed |= number_before || number_behind;
        at += letters;
    }
    changed.then_some(out)
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

/// How much of a word behind a number is a sign of its own, of two letters or more: "EUR" of "EURinkl", "zł" of "złbrutto".
fn sign_ahead(word: &str) -> usize {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let fits = |end: usize| {
        let Some(start) = word.get(..end) else { return false };
        let next = word.get(end..).and_then(|rest| rest.chars().next());
        // "frais" is no franc: a sign that is the beginning of many words needs another case behind it.
        let apart = next.is_none_or(|next| next.is_uppercase() != start.ends(char::is_uppercase)) || !start.is_ascii();
        start.chars().nth(1).is_some() && apart && is_sign(start)
    };
    ends.rev().find(|end| fits(*end)).unwrap_or(0)
}

fn is_sign(word: &str) -> bool {
    let whole = |token: &Token| matches!(token, Token::Sign(_, 0, end) if *end == word.len());
    tokens(word, Wanted::Name).first().is_some_and(whole) || currency::alone(word).is_some()
}

/// Where the capitals begin that a word ends in and that are a sign: 5 in "PriceUSD".
fn capitals_from(word: &str) -> usize {
    let head = word.shorn_behind(char::is_uppercase).len();
    if word.get(head..).is_some_and(|own| !own.is_empty() && is_sign(own)) { head } else { word.len() }
}
