//! Price texts, broken at random: every amount is a plain decimal that stands where it is said to stand.

use shared::price_text::{amounts, read_line};

use crate::{Chance, Outcome};

const SEEDS: [&str; 12] = [
    "1.299,00 €",
    "$1,299.00",
    "CHF 1'299.–",
    "35€ 99",
    "R273",
    "3 Ausgaben nur 14,85 EUR",
    "was $20 now $15",
    "￥12,800（税込）",
    "1 299,00 kr",
    "ab 9,99 €/Monat",
    "12.50-15.00 USD",
    "₹ 1,23,456.00",
];

const PIECES: [&str; 28] = [
    "1",
    "0",
    "9",
    ".",
    ",",
    "'",
    " ",
    "\u{a0}",
    "\u{202f}",
    "-",
    "–",
    "€",
    "$",
    "USD",
    "kr",
    "٫",
    "١",
    "１",
    "%",
    "/",
    "kg",
    "(",
    ")",
    "\u{0}",
    "é",
    "0000000000",
    "99999999999999999999999999",
    "₿",
];

/// One broken text.
///
/// # Errors
/// An amount that is no plain decimal, or stands nowhere.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let mut text: Vec<char> = chance.of(&SEEDS).chars().collect();
    for _ in 0..=chance.below(8) {
        let at = chance.below(text.len() + 1);
        match chance.below(4) {
            0 => drop(text.splice(at..(at + chance.below(5)).min(text.len()), [])),
            1 => {
                let piece = chance.of(&PIECES).repeat(1 + chance.below(90));
                drop(text.splice(at..at, piece.chars()));
            }
            _ => drop(text.splice(at..at, chance.of(&PIECES).chars())),
        }
    }
    let text: String = text.into_iter().collect();
    if let Some(odd) = read_line(Some(&text), Some(&text)).amount.filter(|amount| !is_plain(amount)) {
        return Err(format!("{odd} as a line of {text:?}"));
    }
    let found = amounts(&text);
    let placed = |start: usize, end: usize| start < end && text.get(start..end).is_some();
    match found.iter().find(|amount| !is_plain(&amount.decimal) || !placed(amount.start, amount.end)) {
        None if found.len() <= 40 => Ok(()),
        None => Err(format!("{} amounts in {text:?}", found.len())),
        Some(amount) => Err(format!("{amount:?} in {text:?}")),
    }
}

/// Digits, and at most one point between digits.
pub(crate) fn is_plain(amount: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    amount.split_once('.').map_or(digits(amount), |(whole, part)| digits(whole) && digits(part))
}
