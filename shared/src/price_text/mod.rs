//! Text to amounts: "1.299,00 €", "US $24.96/mo", "17334 Lei", "2,900원", with their currencies and kinds kept apart.
//! Written by hand because it is the product's own strength: one pass, exact decimals, no table larger than a page.
//! It never uses floats, never converts, and leaves a currency open where the page does not tell.

mod currency;
mod number;
mod region;

pub use currency::Sign;
pub use number::{machine_decimal, plain_decimal};
pub use region::Hints;

use number::Number;

use crate::product::PriceKind;

/// One amount in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Plain decimal as written ("1299.00").
    pub decimal: String,
    /// The currency sign that belongs to it, if any.
    pub sign: Option<Sign>,
    /// What the text itself says of it: a unit price, an instalment; else [`PriceKind::Current`].
    pub kind: PriceKind,
    /// Byte at which the number starts.
    pub start: usize,
    /// Byte after the number.
    pub end: usize,
    /// A percent sign, a letter or another unit than money stands directly at the number.
    pub foreign: bool,
}

enum Token {
    Number(Number),
    Sign(Sign, usize, usize),
}

/// All amounts of a text in order, at most 40. A text longer than 2,000 bytes is read no further.
#[must_use]
pub fn amounts(text: &str) -> Vec<Amount> {
    let mut end = text.len().min(2_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let tokens = tokens(text);
    let sign_first = matches!(tokens.first(), Some(Token::Sign(..)));
    let mut taken = vec![false; tokens.len()];
    let mut out = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Number(number) = token else { continue };
        let before = at.checked_sub(1).filter(|&b| !taken.get(b).copied().unwrap_or(true));
        let before = before.and_then(|b| match tokens.get(b) {
            Some(Token::Sign(sign, start, end)) if near(text, *end, number.start, *start) => {
                Some((b, *sign, number.start - end))
            }
            _ => None,
        });
        let after = match tokens.get(at + 1) {
            Some(Token::Sign(sign, start, end)) if near(text, number.end, *start, *start) => {
                // A sign that stands closer to the next number, or as close and is written before numbers, is that one's.
                let gap = start - number.end;
                let next = match tokens.get(at + 2) {
                    Some(Token::Number(next)) if near(text, *end, next.start, *start) => Some(next.start - end),
                    _ => None,
                };
                let leads =
                    sign_first || text.get(*start..*end).is_some_and(|sign| sign.ends_with(['$', '£', '₹', '¥']));
                let goes_on = next.is_some_and(|next| {
                    next < gap || (next == gap && leads && before.is_some()) || (leads && next == 0 && gap > 0)
                });
                (!goes_on).then_some((at + 1, *sign, gap))
            }
            _ => None,
        };
        let chosen = match (before, after) {
            (Some(before), Some(after)) if !sign_first && after.2 <= before.2 => Some(after),
            (Some(before), _) => Some(before),
            (None, after) => after,
        };
        let chosen = chosen.map(|(index, sign, _)| (index, sign));
        if let Some((index, _)) = chosen
            && let Some(mark) = taken.get_mut(index)
        {
            *mark = true;
        }
        let sign = chosen.map(|(_, sign)| sign);
        let tail_start = chosen.filter(|(index, _)| *index > at).and_then(|(index, _)| tokens.get(index));
        let tail = match tail_start {
            Some(Token::Sign(_, _, sign_end)) => *sign_end,
            _ => number.end,
        };
        // "35€ 99": cents after the sign.
        let mut decimal = number.decimal.clone();
        if let (true, Some(Token::Sign(_, _, sign_end)), Some(Token::Number(cents))) =
            (chosen.is_some_and(|(index, _)| index == at + 1), tokens.get(at + 1), tokens.get(at + 2))
            && cents.decimal.len() == 2
            && cents.end - cents.start == 2
            && cents.start <= sign_end + 1
            && !decimal.contains('.')
            && !sign_first
            && !matches!(tokens.get(at + 3), Some(Token::Sign(_, s, _)) if near(text, cents.end, *s, *s))
        {
            decimal = format!("{decimal}.{}", cents.decimal);
            out.push(Amount {
                decimal,
                sign,
                kind: kind_of(text, cents.end),
                start: number.start,
                end: cents.end,
                foreign: false,
            });
            continue;
        }
        if out.last().is_some_and(|last: &Amount| last.end > number.start) {
            continue;
        }
        out.push(Amount {
            decimal,
            sign,
            kind: kind_of(text, tail),
            start: number.start,
            end: number.end,
            foreign: if sign.is_none() { is_foreign(text, number) } else { is_inside_word(text, number, &tokens) },
        });
        if out.len() >= 40 {
            break;
        }
    }
    out
}

/// The amount a text stands for: the first with a sign, else the first that is nothing else.
#[must_use]
pub fn first_amount(text: &str) -> Option<Amount> {
    let mut all = amounts(text);
    let at = all
        .iter()
        .position(|amount| amount.sign.is_some() && amount.kind == PriceKind::Current)
        .or_else(|| all.iter().position(|amount| !amount.foreign))?;
    Some(all.swap_remove(at))
}

/// Only layout stands between a sign and a number. A dash before letters joins words ("2730-KR"), unless it stands for cents.
fn near(text: &str, from: usize, to: usize, sign_at: usize) -> bool {
    let letters = text.get(sign_at..).and_then(|sign| sign.chars().next()).is_some_and(char::is_alphabetic);
    text.get(from..to).is_some_and(|gap| {
        gap.chars().count() <= 3
            && gap.chars().all(|c| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '.' | ',' | '*' | '='))
            && !(letters && gap.starts_with(['-', '–']) && !gap.ends_with(' '))
    })
}

/// Letters that are no sign touch the number: part of a code, not money.
fn is_inside_word(text: &str, number: &Number, tokens: &[Token]) -> bool {
    let signs = |at: usize, end: bool| {
        tokens.iter().any(|token| matches!(token, Token::Sign(_, from, to) if (if end { *to } else { *from }) == at))
    };
    let before = text.get(..number.start).and_then(|head| head.chars().next_back());
    let after = text.get(number.end..).and_then(|tail| tail.chars().next());
    before.is_some_and(|c| c.is_alphanumeric() || c == '_') && !signs(number.start, true)
        || after.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && !signs(number.end, false)
            && kind_of(text, number.end) == PriceKind::Current
            && !text
                .get(number.end..)
                .is_some_and(|tail| tail.starts_with('x') || tail.starts_with("ea") || tail.starts_with("per"))
}

/// Per month, per kilogram: said directly behind the amount.
fn kind_of(text: &str, end: usize) -> PriceKind {
    let rest = text.get(end..).unwrap_or("").trim_start();
    let mut lower: String = rest.chars().take(24).collect::<String>().to_lowercase();
    let slashed =
        lower.starts_with('/') || lower.starts_with("per ") || lower.starts_with("pro ") || lower.starts_with("je ");
    if !slashed {
        return if lower.starts_with("a month") || lower.starts_with("monthly") || lower.starts_with("mtl") {
            PriceKind::Instalment
        } else {
            PriceKind::Current
        };
    }
    for start in ["/", "per ", "pro ", "je "] {
        if let Some(stripped) = lower.strip_prefix(start) {
            lower = stripped.trim_start().to_owned();
            break;
        }
    }
    let word: String = lower.chars().take_while(|c| c.is_alphanumeric()).collect();
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        return if lower.contains("kg") || lower.contains("ml") || lower.contains(" l") || lower.contains('g') {
            PriceKind::Unit
        } else {
            PriceKind::Current
        };
    }
    match word.as_str() {
        "mo" | "month" | "monat" | "mois" | "mes" | "mese" | "maand" | "måned" | "mån" | "мес" | "monthly" | "ay"
        | "week" | "woche" | "wk" | "yr" | "year" => PriceKind::Instalment,
        "kg" | "g" | "l" | "ml" | "m" | "m2" | "m²" | "cm" | "lb" | "oz" | "liter" | "litre" | "100g" | "100ml"
        | "кг" | "л" | "м" | "м2" | "qm" | "ft" | "yd" | "sqft" => PriceKind::Unit,
        _ => PriceKind::Current,
    }
}

/// The number is a share, a size, a date, part of a word: no money unless a sign says so.
fn is_foreign(text: &str, number: &Number) -> bool {
    let after = text.get(number.end..).unwrap_or("");
    let before = text.get(..number.start).unwrap_or("");
    let next = after.chars().next();
    let next_word = after.trim_start().chars().next();
    let previous = before.chars().next_back();
    next_word == Some('%')
        || next.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '"' | '″' | '\'' | '°' | ':' | '_' | '×'))
        || previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '#' | '_' | ':' | '×' | '№'))
        || before.trim_end().ends_with('%')
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() && out.len() < 120 {
        let Some(c) = text[at..].chars().next() else { break };
        if let Some(number) = number::read(text, at) {
            at = number.end;
            out.push(Token::Number(number));
        } else if let Some((sign, len)) = currency::read(text, at) {
            out.push(Token::Sign(sign, at, at + len));
            at += len;
        } else if c.is_alphabetic() {
            // The rest of a word holds no sign that counts.
            at += text[at..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        } else {
            at += c.len_utf8();
        }
    }
    out
}

#[cfg(test)]
mod tests;
