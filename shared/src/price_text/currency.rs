//! Reads the sign of a currency in a text or in markup. A sign may stand for several currencies; the page decides then.

use super::alone::ALONE;
use super::number;
use super::rows::Rows;
use super::signs::{
    DOLLAR, DOLLARS, DOTTED, LOWER_WORDS, SHORT, SIGN_ROWS, SIGNS, WITHDRAWN, WORD_ROWS, WORDLIKE, WORDS,
};
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::money::Currency;
use crate::phrases::Starts;
use crate::script::is_cjk;

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Exactly this currency.
    Exact(Currency),
    /// One of these codes of ISO 4217, parted by spaces, the most common first; without any, it is money that has no code.
    Open(&'static str),
}

impl Sign {
    fn of(codes: &'static str) -> Self {
        codes.parse().map_or(Self::Open(codes), Self::Exact)
    }

    /// The currency, where the sign names just one.
    #[must_use]
    pub fn exact(self) -> Option<Currency> {
        match self {
            Self::Exact(currency) => Some(currency),
            Self::Open(_) => None,
        }
    }

    /// The currency that an open sign most often stands for.
    #[must_use]
    pub fn most_common(self) -> Option<Currency> {
        match self {
            Self::Exact(currency) => Some(currency),
            Self::Open(codes) => codes.parts(" ").next().and_then(|code| code.parse().ok()),
        }
    }

    /// The sign can stand for this currency.
    #[must_use]
    pub fn allows(self, currency: Currency) -> bool {
        match self {
            Self::Exact(own) => own == currency,
            Self::Open(codes) => codes.parts(" ").any(|code| code == currency.code()),
        }
    }
}

static SIGN_STARTS: Starts = Starts::of_rows(SIGN_ROWS);
static WORD_STARTS: Starts = Starts::of_rows(WORD_ROWS);
/// The groups that the signs of each row are of: one look passes over most rows.
static ROW_STARTS: [u8; SIGN_ROWS.len()] = row_starts();

/// The group of a text's first sign, by its first bytes.
const fn group(text: &[u8], at: usize) -> u8 {
    let first = text[at];
    // Signs of one script have their first byte or two in common.
    let next = if first >= 0xc0 && at + 1 < text.len() { text[at + 1] } else { 0 };
    let third = if first >= 0xe0 && at + 2 < text.len() { text[at + 2] } else { 0 };
    let mixed = first ^ next ^ third;
    1 << ((mixed ^ mixed >> 3) & 7)
}

const fn row_starts() -> [u8; SIGN_ROWS.len()] {
    let (mut starts, mut row) = ([0; SIGN_ROWS.len()], 0);
    while row < SIGN_ROWS.len() {
        let (bytes, mut at) = (SIGN_ROWS[row].0.as_bytes(), 0);
        while at < bytes.len() {
            if at == 0 || bytes[at - 1] == b'|' {
                starts[row] |= group(bytes, at);
            }
            at += 1;
        }
        row += 1;
    }
    starts
}

/// How much a text must show that it speaks of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A number stands near.
    Price,
    /// The text names a currency and need not hold a number.
    Name,
}

/// The longest of the signs that `rest` starts with and that `fits`.
fn longest(rest: &str, fits: impl Fn(&str) -> bool) -> Option<(Sign, usize)> {
    if rest.is_empty() {
        return None;
    }
    let own = group(rest.as_bytes(), 0);
    let mut best: Option<(&'static str, usize)> = None;
    for ((words, codes), _) in SIGNS.iter().zip(&ROW_STARTS).filter(|(_, starts)| **starts & own != 0) {
        for word in words.parts("|") {
            if best.is_none_or(|(_, len)| word.len() > len) && rest.starts_with(word) && fits(word) {
                best = Some((codes, word.len()));
            }
        }
    }
    best.map(|(codes, len)| (Sign::of(codes), len))
}

/// The codes of the word that is `word` itself.
fn whole(table: &Rows, word: &str) -> Option<Sign> {
    table.iter().find(|(words, _)| words.parts("|").any(|known| known == word)).map(|(_, codes)| Sign::of(codes))
}

/// Reads the sign that starts exactly at `at`, with its length in bytes.
pub(super) fn read(text: &str, at: usize, wanted: Wanted) -> Option<(Sign, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if first.is_ascii() && first != '$' && !first.is_ascii_alphabetic() {
        return None;
    }
    // Behind a number, tens of thousands are part of it ("2万円").
    let letter_before = |c: char| c.is_alphabetic() && !matches!(c, '万' | '萬' | '만');
    let letter_before = text.get(..at)?.chars().next_back().is_some_and(letter_before);
    if !(letter_before && first.is_alphabetic()) {
        if let Some(found) = dollars(rest).or_else(|| dollars_of(rest)) {
            return Some(found);
        }
        // Asked at every place of a text.
        if SIGN_STARTS.may_begin(rest.as_bytes())
            && let Some(found) = sign(first, rest)
        {
            return Some(found);
        }
    }
    if letter_before || !first.is_alphabetic() { None } else { word(text, at, wanted) }
}

/// A sign of the table that a text starts with; `first` is its first letter.
fn sign(first: char, rest: &str) -> Option<(Sign, usize)> {
    // A single letter ("đ") is a sign only where no word goes on.
    let fits = |word: &str| {
        let mut letters = word.chars();
        let lone = letters.next().is_some_and(|c| c.is_alphabetic() && !is_cjk(c)) && letters.next().is_none();
        // So is "$U", but not in "$USD".
        let lone = lone || first == '$' && word.len() > 1;
        !lone || !rest.get(word.len()..).and_then(|tail| tail.chars().next()).is_some_and(char::is_alphabetic)
    };
    // Small Latin letters begin no sign, but in Uzbek.
    let could_be = !first.is_ascii_lowercase() || first == 's';
    if could_be { longest(rest, fits) } else { None }
}

/// "US$", "US $", "CAD$": letters that say whose dollar it is.
fn dollars(rest: &str) -> Option<(Sign, usize)> {
    if !rest.as_bytes().first()?.is_ascii_uppercase() {
        return None;
    }
    let len = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'.').count();
    let (prefix, tail) = rest.split_at_checked(len).filter(|(prefix, _)| prefix.len() <= 4)?;
    let gap = usize::from(prefix.len() > 1 && tail.begins(|sign| matches!(sign, ' ' | '\u{a0}')));
    let gap = if gap == 1 { tail.chars().next().map_or(0, char::len_utf8) } else { 0 };
    if !tail.get(gap..)?.starts_with("$") || tail.starts_with("$U") || tail.starts_with("$S") {
        return None;
    }
    let sign = whole(&DOLLARS, prefix).or_else(|| code(prefix))?;
    Some((sign, len + gap + 1))
}

/// "$ CA", "$ US": as French Canada writes them, behind the number.
fn dollars_of(rest: &str) -> Option<(Sign, usize)> {
    let tail = rest.strip_prefix('$')?;
    let gap = tail.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
    let region = tail.get(gap..gap + 2).filter(|region| matches!(*region, "CA" | "US" | "AU" | "NZ" | "HK"))?;
    let ends = tail.get(gap + 2..)?.trim_start().chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '$');
    let sign = whole(&DOLLARS, region)?;
    ends.then_some((sign, 1 + gap + 2))
}

/// The word stands in a list that spaces part.
fn is_one_of(list: &str, word: &str) -> bool {
    list.parts(" ").any(|one| one == word)
}

/// A code of ISO 4217 in capitals, one of today or a withdrawn one.
fn code(word: &str) -> Option<Sign> {
    if word.len() != 3 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    if let Ok(currency) = word.parse() {
        return Some(Sign::Exact(currency));
    }
    WITHDRAWN.as_bytes().chunks(4).any(|old| old.starts_with(word.as_bytes())).then_some(Sign::Open(""))
}

/// A word or a code that stands alone.
fn word(text: &str, at: usize, wanted: Wanted) -> Option<(Sign, usize)> {
    let rest = text.get(at..)?;
    let len: usize = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let word = rest.get(..len)?;
    let (before, after) = (text.get(..at)?, rest.get(len..)?);
    // Most words have no number near and are none of ours.
    if len > 18 || wanted == Wanted::Price && !digit_within(before, after, 6) {
        return None;
    }
    let upper = word.to_ascii_uppercase();
    if let Some(sign) = code(&upper) {
        let clear = if is_one_of(WORDLIKE, &upper) {
            word == upper && is_all_money(before, after)
        } else {
            // "Php 1,299.00" stands in the Philippines' shops so.
            let named = || rest.begins(char::is_uppercase) && is_all_money(before, after);
            word == upper || upper.parse::<Currency>().is_ok() && (!is_one_of(LOWER_WORDS, &upper) || named())
        };
        if clear {
            return Some((sign, len));
        }
    }
    let lower = lower_case(word);
    if !WORD_STARTS.may_begin(lower.as_bytes()) {
        return None;
    }
    let sign = whole(&WORDS, &lower)?;
    let dot = usize::from(after.starts_with(".") && is_one_of(DOTTED, &lower));
    if is_one_of(SHORT, &lower) {
        // "R 273" is rand, "r" elsewhere is a letter.
        let ahead = after.get(dot..)?.trim_start();
        // "Fr. –.50" has cents alone.
        let ahead = digit_at(ahead.strip_prefix("–.").or(ahead.strip_prefix("-.")).unwrap_or(ahead).chars().next());
        let behind = digit_at(
            before
                .shorn_behind(|sign| matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '-' | '–' | ',' | '.'))
                .chars()
                .next_back(),
        );
        let fits = if lower == "r" { word == "R" && ahead } else { ahead || behind };
        let named =
            wanted == Wanted::Name && before.trim().is_empty() && after.shorn(|sign| sign == '.').trim().is_empty();
        if !fits && !named {
            return None;
        }
    }
    Some((sign, len + dot))
}

fn digit_at(c: Option<char>) -> bool {
    c.is_some_and(|c| number::digit(c).is_some())
}

/// A digit stands within a few characters on either side.
fn digit_within(before: &str, after: &str, reach: usize) -> bool {
    let digit = |c: char| number::digit(c).is_some();
    before.chars().rev().take(reach).any(digit) || after.chars().take(reach).any(digit)
}

/// Nothing but one number stands beside a code that could be a word: behind it ("25 RON"), or before it with a separator
/// ("TRY 1,299.00", not "TOP 10").
fn is_all_money(before: &str, after: &str) -> bool {
    let money = |text: &str| {
        text.chars()
            .all(|c| number::digit(c).is_some() || c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '-' | '*'))
    };
    let has_digit = |text: &str| text.chars().any(|c| number::digit(c).is_some());
    money(before)
        && money(after)
        && (has_digit(before) || has_digit(after) && after.has(|sign| matches!(sign, '.' | ',')))
}

/// The money that cents are parts of: "p" of pounds, "¢" of dollars.
pub(super) fn of_coin(coin: char) -> Sign {
    Sign::of(if coin == 'p' { "GBP" } else { DOLLAR })
}

/// A sign that is one only where nothing else stands beside a number ("1 Db", "1 S.R.", "1 ron").
pub(super) fn alone(word: &str) -> Option<Sign> {
    let plain: String = word.trim().chars().filter(|c| *c != '.').collect();
    let word = plain.as_str();
    if word.len() == 3
        && let Ok(currency) = word.to_ascii_uppercase().parse()
    {
        return Some(Sign::Exact(currency));
    }
    let lower = lower_case(word);
    let any_case = |known: &str| known.chars().count() > 1 && lower_case(known) == lower;
    whole(&ALONE, word).or_else(|| {
        let row = ALONE.iter().find(|(words, _)| words.parts("|").any(any_case));
        let known = || whole(&WORDS, &lower).or_else(|| whole(&SIGNS, &word.to_ascii_uppercase()));
        row.map(|(_, codes)| Sign::of(codes)).or_else(known).or_else(|| some_dollar(word))
    })
}

/// "$US" and "CND$", some dollar.
fn some_dollar(word: &str) -> Option<Sign> {
    let letters = |region: &str| region.len() <= 4 && region.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some(region) = word.strip_prefix('$') {
        return whole(&DOLLARS, region).or_else(|| code(region));
    }
    word.strip_suffix('$').filter(|region| letters(region)).map(|_| Sign::Open(DOLLAR))
}

/// A word of [`alone`] that is money without a number beside it too: "All", "Da" and the sizes "L" and "M" are not.
pub(super) fn is_clear(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let other_word = word != upper && is_one_of(WORDLIKE, &upper) && !matches!(&*upper, "RON" | "MUR");
    let short = word.is_ascii() && word.shorn_behind(|c| c == '.').len() < 3;
    !other_word && (!short || word.len() > 1 && whole(&ALONE, word).is_some() || matches!(word, "R" | "Q"))
}

/// A currency as markup writes it: a code in any case, an old code, a sign.
#[must_use]
pub(super) fn from_markup(text: &str) -> Option<Sign> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    let modern = match upper.as_str() {
        "RUR" => "RUB",
        "RMB" => "CNY",
        "NTD" => "TWD",
        "UKP" => "GBP",
        other => other,
    };
    if let Ok(currency) = modern.parse() {
        return Some(Sign::Exact(currency));
    }
    read(text, 0, Wanted::Name).map(|(sign, _)| sign)
}
