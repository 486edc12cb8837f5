//! Which sign belongs to which number: "€ 20 € 30", "71,91 EUR 79,90 EUR", "35€ 99", "$10 – 20", "$ SGD4.90".

use super::currency::Sign;
use super::number::{Number, raised_cents};
use super::tokens::Token;
use super::{Amount, foreign, kind};
use crate::find::Find;

/// More amounts are not given.
const MAX: usize = 40;

struct Pairing<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// Signs that belong to a number already.
    taken: Vec<bool>,
    /// The text begins with a sign: signs stand before their numbers.
    sign_first: bool,
}

/// A sign among the tokens, and how far it stands from its number.
#[derive(Clone, Copy)]
struct Near {
    index: usize,
    sign: Sign,
    at: (usize, usize),
    gap: usize,
}

/// Gives each number its sign and its kind.
pub(super) fn pair(text: &str, tokens: &[Token]) -> Vec<Amount> {
    let sign_first = matches!(tokens.first(), Some(Token::Sign(..)));
    let mut pairing = Pairing { text, tokens, taken: vec![false; tokens.len()], sign_first };
    let mut out: Vec<Amount> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Number(number) = token else { continue };
        // The cents of the amount before.
        if out.last().is_some_and(|last| last.end > number.start) {
            continue;
        }
        let amount = pairing.amount(at, number);
        out.push(amount);
        if out.len() >= MAX {
            break;
        }
    }
    share_signs(text, &mut out);
    out
}

impl Pairing<'_> {
    fn amount(&mut self, at: usize, number: &Number) -> Amount {
        let chosen = self.choose(at, number);
        if let Some(mark) = chosen.and_then(|near| self.taken.get_mut(near.index)) {
            *mark = true;
        }
        let behind = chosen.filter(|near| near.index > at);
        let sign = chosen.map(|near| self.exact_beside(near));
        if let Some(cents) = behind.and_then(|_| self.cents(at, number)) {
            return Amount {
                decimal: format!("{}.{}", number.decimal, cents.0),
                sign,
                sign_at: chosen.map(|near| near.at),
                kind: kind::behind(self.text, cents.1),
                start: number.start,
                end: cents.1,
                foreign: false,
            };
        }
        if let Some(amount) = self.coins(number).filter(|_| sign.is_none()) {
            return amount;
        }
        let thousandths = sign.and_then(Sign::exact).and_then(|currency| number.with_thousandths(currency));
        Amount {
            decimal: thousandths.unwrap_or_else(|| number.decimal.clone()),
            sign,
            sign_at: chosen.map(|near| near.at),
            kind: kind::of(
                self.text,
                chosen.map_or(number.start, |near| near.at.0.min(number.start)),
                behind.map_or(number.end, |near| near.at.1),
            ),
            start: number.start,
            end: number.end,
            foreign: if sign.is_none() {
                foreign::is_foreign(self.text, number)
            } else {
                foreign::is_inside_word(self.text, number, self.tokens)
            },
        }
    }

    fn choose(&self, at: usize, number: &Number) -> Option<Near> {
        let before = self.before(at, number);
        match (before, self.after(at, number, before.is_some())) {
            (Some(before), Some(after)) if !self.sign_first && after.gap <= before.gap => Some(after),
            // "$12 CAD": the second says which dollar.
            (Some(before), Some(after)) if before.sign.exact().is_none() && names(after.sign, before.sign) => {
                Some(Near { sign: after.sign, ..before })
            }
            (Some(before), _) => Some(before),
            (None, after) => after,
        }
    }

    fn before(&self, at: usize, number: &Number) -> Option<Near> {
        let index = at.checked_sub(1).filter(|index| !self.taken.get(*index).copied().unwrap_or(true))?;
        match self.tokens.get(index) {
            Some(Token::Sign(sign, start, end)) if near(self.text, *end, number.start, *start) => {
                Some(Near { index, sign: *sign, at: (*start, *end), gap: number.start - end })
            }
            _ => None,
        }
    }

    /// The sign behind a number, unless it is the next number's: closer to that, or as close and of those written before numbers.
    fn after(&self, at: usize, number: &Number, has_before: bool) -> Option<Near> {
        let Some(Token::Sign(sign, start, end)) = self.tokens.get(at + 1) else { return None };
        // "$12.99 (USD)": a code in brackets of its own.
        let bracketed = self.text.get(number.end..*start).is_some_and(|gap| gap.trim() == "(")
            && self.text.get(*end..).is_some_and(|rest| rest.starts_with(")"));
        if !bracketed && !near(self.text, number.end, *start, *start) {
            return None;
        }
        let gap = start - number.end;
        let next = match self.tokens.get(at + 2) {
            Some(Token::Number(next)) if near(self.text, *end, next.start, *start) => Some(next),
            _ => None,
        };
        // "Size 42 $ 1,299": no cents, and no sign of its own behind it.
        let lone = next.is_some_and(|next| next.end - next.start > 2)
            && !matches!(self.tokens.get(at + 3), Some(Token::Sign(..)));
        // "12,99 €1": a lone figure at the end points to a note.
        let next = next.filter(|next| {
            next.end - next.start > 1 || next.end < self.text.trim_end().len() || !number.decimal.holds(".")
        });
        // "12 €50": two figures at the end are the cents of a text that begins with a number.
        let leading = self.text.get(..number.start).is_some_and(|before| before.trim().is_empty());
        let cents = leading && !number.decimal.holds(".");
        let next = next.filter(|next| !cents || next.end - next.start != 2 || next.end < self.text.trim_end().len());
        let next = next.map(|next| next.start - end);
        let leads = self.sign_first
            || self.text.get(*start..*end).is_some_and(|sign| sign.ends(|sign| matches!(sign, '$' | '£' | '₹' | '¥')));
        let goes_on = next.is_some_and(|next| {
            next < gap || (next == gap && leads && (has_before || lone && gap > 0)) || (leads && next == 0 && gap > 0)
        });
        (!goes_on).then_some(Near { index: at + 1, sign: *sign, at: (*start, *end), gap })
    }

    /// An open sign with a code beside it ("CAD $12", "12 $ USD") means that code.
    fn exact_beside(&mut self, near: Near) -> Sign {
        if near.sign.exact().is_some() {
            return near.sign;
        }
        for index in [near.index.wrapping_sub(1), near.index + 1] {
            if let Some(Token::Sign(other, start, end)) = self.tokens.get(index)
                && !self.taken.get(index).copied().unwrap_or(true)
                && names(*other, near.sign)
                && (start.saturating_sub(near.at.1) <= 1 && near.at.0.saturating_sub(*end) <= 1)
                && let Some(mark) = self.taken.get_mut(index)
            {
                *mark = true;
                return *other;
            }
        }
        near.sign
    }

    /// "99¢", "65p": cents alone, with their sign right behind them.
    fn coins(&self, number: &Number) -> Option<Amount> {
        let mut behind = self.text.get(number.end..)?.chars();
        let coin = behind.next().filter(|c| matches!(c, '¢' | 'p'))?;
        let ends = behind.next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ',' | '/'));
        (ends && number.end - number.start <= 2 && !number.decimal.holds(".")).then(|| {
            let end = number.end + coin.len_utf8();
            Amount {
                decimal: format!("0.{:0>2}", number.decimal),
                sign: Some(super::currency::of_coin(coin)),
                sign_at: Some((number.end, end)),
                kind: kind::behind(self.text, end),
                start: number.start,
                end: number.end,
                foreign: false,
            }
        })
    }

    /// "35€ 99": two digits behind the sign are cents; with the byte behind them.
    fn cents(&self, at: usize, number: &Number) -> Option<(String, usize)> {
        let Some(Token::Sign(_, _, sign_end)) = self.tokens.get(at + 1) else { return None };
        let whole = !number.decimal.holds(".");
        if let Some((raised, len)) =
            self.text.get(*sign_end..).filter(|_| whole).and_then(|rest| raised_cents(rest, &[]))
        {
            return Some((raised, sign_end + len));
        }
        let Some(Token::Number(cents)) = self.tokens.get(at + 2) else { return None };
        let gap = self.text.get(*sign_end..cents.start)?.shorn_before(|sign| sign == '.');
        let spaced = gap.chars().count() == 1 && gap.trim().is_empty();
        let next = matches!(self.tokens.get(at + 3), Some(Token::Sign(_, start, _)) if near(self.text, cents.end, *start, *start));
        let fits = cents.end - cents.start == 2
            && cents.decimal.len() <= 2
            && (gap.is_empty() || spaced && !kind::counts(self.text, cents.end))
            && whole
            && !self.sign_first
            && !next
            // "1,980円 20%OFF"
            && !self.text.get(cents.end..).is_some_and(|rest| rest.trim_start().starts_with("%"));
        fits.then(|| (format!("{:0>2}", cents.decimal), cents.end))
    }
}

/// A code that an open sign can stand for.
fn names(code: Sign, open: Sign) -> bool {
    code.exact().is_some_and(|currency| open.exact().is_none() && open.allows(currency))
}

/// Only layout stands between a sign and a number. A dash before letters joins words ("2730-KR"), unless it stands for cents.
fn near(text: &str, from: usize, to: usize, sign_at: usize) -> bool {
    let letters = text.get(sign_at..).and_then(|sign| sign.chars().next()).is_some_and(char::is_alphabetic);
    text.get(from..to).is_some_and(|gap| {
        gap.chars().filter(|c| !is_unseen(*c)).count() <= 4
            && gap.chars().all(|c| {
                c.is_whitespace() || is_unseen(c) || matches!(c, ':' | '-' | '–' | '—' | '−' | '.' | ',' | '*' | '=')
            })
            && !(letters && gap.begins(|sign| matches!(sign, '-' | '–')) && !gap.ends_with(" "))
    })
}

/// Soft hyphens, joiners and marks of direction, which say only how a text is set.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The ends of a range have one sign ("10 – 20 €"), and a dollar is the one that the text names elsewhere ("$15 … US$20").
fn share_signs(text: &str, amounts: &mut [Amount]) {
    for at in 1..amounts.len() {
        let Some([low, high]) = amounts.get_mut(at - 1..=at) else { continue };
        let low_end = low.sign_at.map_or(low.end, |(_, end)| end.max(low.end));
        let high_start = high.sign_at.map_or(high.start, |(start, _)| start.min(high.start));
        let gap = text.get(low_end..high_start).unwrap_or("");
        // "SKU 10432 – $49.90" goes down, so it is no range, and in "Size 42 – $49.90" the sign is the second's alone.
        let up = || order(&low.decimal) <= order(&high.decimal);
        let alone = low.sign.is_none() && high.sign_at.is_some_and(|(from, _)| from < high.start);
        if !is_range(gap) || low.foreign || high.foreign || low.sign.is_some() == high.sign.is_some() || alone || !up()
        {
            continue;
        }
        let (sign, sign_at) = (low.sign.or(high.sign), low.sign_at.or(high.sign_at));
        for end in [low, high] {
            (end.sign, end.sign_at) = (sign, sign_at);
        }
    }
    let codes: Vec<Sign> =
        amounts.iter().filter_map(|amount| amount.sign).filter(|sign| sign.exact().is_some()).collect();
    for amount in amounts {
        if let Some(sign) = amount.sign
            && let Some(code) = codes.iter().find(|code| names(**code, sign))
            && codes.iter().all(|other| other == code || !names(*other, sign))
        {
            amount.sign = Some(*code);
        }
    }
}

/// Plain decimals in their order: first by how many digits the whole has.
fn order(decimal: &str) -> (usize, &str) {
    (decimal.find('.').unwrap_or(decimal.len()), decimal)
}

/// Between the two ends of a range.
pub(super) fn is_range(gap: &str) -> bool {
    let gap = gap.shorn(|sign| matches!(sign, ' ' | '\u{a0}' | '\u{202f}'));
    gap.is_one_of("-|–|—|~|～|to|bis|à|a|tot|do|hasta|до|至|...")
}
