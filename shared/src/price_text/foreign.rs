//! Numbers that are no money: shares, sizes, dates, parts of words.

use super::kind;
use super::number::Number;
use super::tokens::Token;
use crate::find::Find;
use crate::product::PriceKind;

/// Letters that are no sign touch the number: part of a code, not money.
pub(super) fn is_inside_word(text: &str, number: &Number, tokens: &[Token]) -> bool {
    let signs = |at: usize, end: bool| {
        tokens.iter().any(|token| matches!(token, Token::Sign(_, from, to) if (if end { *to } else { *from }) == at))
    };
    let before = text.get(..number.start).and_then(|head| head.chars().next_back());
    let after = text.get(number.end..).and_then(|tail| tail.chars().next());
    before.is_some_and(|c| c.is_alphanumeric() || c == '_') && !signs(number.start, true)
        || after.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && !signs(number.end, false)
            && kind::behind(text, number.end) == PriceKind::Current
            && !text
                .get(number.end..)
                .is_some_and(|tail| tail.starts_with("x") || tail.starts_with("ea") || tail.starts_with("per"))
}

/// The number is a share, a size, a date, part of a word: no money unless a sign says so.
pub(super) fn is_foreign(text: &str, number: &Number) -> bool {
    let after = text.get(number.end..).unwrap_or("");
    let before = text.get(..number.start).unwrap_or("");
    let next = after.chars().next();
    let next_word = after.trim_start().chars().next();
    // "1,299/-", "1,299/=" and "990:-" have no cents.
    let whole = after.starts_with("/-") || after.starts_with("/=") || after.starts_with(":-");
    let previous = before.chars().next_back();
    number.odd
        || is_dashed(before, after)
        || next_word == Some('%')
        || !whole && next == Some('/') && kind::behind(text, number.end) == PriceKind::Current
        || next
            .is_some_and(|c| c.is_alphabetic() || !whole && c == ':' || matches!(c, '"' | '″' | '\'' | '°' | '_' | '×'))
        || previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '#' | '_' | ':' | '×' | '№'))
        || before.trim_end().ends_with("%")
}

/// One of three numbers joined by dashes: a date, a telephone number ("2024-05-12", "030-123-456").
fn is_dashed(before: &str, after: &str) -> bool {
    let joins = |c: &char| c.is_ascii_digit() || *c == '-';
    let dashes = |run: &mut dyn Iterator<Item = char>| {
        let run: String = run.take(20).take_while(joins).collect();
        run.shorn_behind(|sign| sign == '-').bytes().filter(|b| *b == b'-').count()
    };
    dashes(&mut before.chars().rev()) + dashes(&mut after.chars()) >= 2
}
