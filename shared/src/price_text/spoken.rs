//! Amounts in lines as people say or copy them: thousands, lakhs and millions in words, cents that lost their mark.

use super::currency::Wanted;
use super::number::{self, digit};
use super::tokens::{Token, tokens};
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::money::Currency;

/// How many zeros a word stands for.
const SCALES: [(usize, &str); 5] = [
    (3, "k|к|thousand|tausend|tsd|tys|тыс|тис|nghìn|ngàn|ribu|rb"),
    (5, "lakh|lakhs|lac|lacs|लाख|লাখ"),
    (
        6,
        "m|million|millions|millionen|millón|millones|milhão|milhões|milione|milioni|milion|miliony|milionów|miljoen|\
         miljon|miljoner|millioner|mill|mio|mln|млн|triệu|tr|juta|jt",
    ),
    (7, "crore|crores|cr|करोड़|কোটি"),
    (9, "billion|milliarde|milliarden|mrd|млрд|tỷ|miliar"),
];

/// The line with its numbers in digits alone ("₹1.5 lakh", "1,2 Mio. €", "$12 50"); `None` where they are so already.
pub(super) fn in_digits(text: &str) -> Option<String> {
    scaled(text).or_else(|| with_cents(text))
}

fn scaled(text: &str) -> Option<String> {
    let signed = || tokens(text, Wanted::Price).iter().any(|token| matches!(token, Token::Sign(..)));
    let mut out: Option<String> = None;
    let (mut at, mut kept) = (0, 0);
    while let Some(c) = text.get(at..)?.chars().next() {
        let Some(number) = number::read(text, at, at) else {
            at += c.len_utf8();
            continue;
        };
        at = number.end;
        let rest = text.get(at..)?;
        let rupees = || text.get(..number.start).is_some_and(|before| before.trim_end().ends_with("₹"));
        let Some((zeros, len)) = scale(rest, &signed).or_else(|| lakhs(rest).filter(|_| rupees())) else { continue };
        let (whole, fraction) = number.decimal.parted(".").unwrap_or((&number.decimal, ""));
        if fraction.len() > zeros {
            continue;
        }
        let out = out.get_or_insert_default();
        out.push_str(text.get(kept..number.start)?);
        out.push_str(&format!("{whole}{fraction:0<zeros$}"));
        at += len;
        kept = at;
    }
    let mut out = out?;
    out.push_str(text.get(kept..)?);
    Some(out)
}

/// The zeros that the word stands for which a text begins with, and its bytes. One of a letter or two is a size, a screen or
/// a length where no money is named.
fn scale(text: &str, signed: &dyn Fn() -> bool) -> Option<(usize, usize)> {
    let word = text.trim_start();
    let gap = text.len() - word.len();
    let len = word.first_such(|c| !c.is_alphabetic() && !is_mark(c)).unwrap_or(word.len());
    let (word, rest) = word.split_at_checked(len)?;
    let lower = lower_case(word);
    let (zeros, _) = SCALES.iter().find(|(_, words)| lower.is_one_of(words))?;
    let letters = word.chars().count();
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '²' | '³' | '/'));
    // "75rb" is Indonesia's way, and nothing else.
    let fits = ends && (letters > 2 || matches!(&*lower, "rb" | "jt") || signed() && (letters == 2 || gap == 0));
    let dot = usize::from(letters > 1 && rest.starts_with("."));
    // "2 millones de pesos"
    let of = rest
        .get(dot..)
        .map_or(0, |rest| [" de ", " di ", " d'"].iter().find(|of| rest.starts_with(**of)).map_or(0, |of| of.len()));
    fits.then_some((*zeros, gap + len + dot + of))
}

/// "₹1.5 L": an L alone is lakhs directly behind rupees, and litres elsewhere.
fn lakhs(text: &str) -> Option<(usize, usize)> {
    (text.trim() == "L").then_some((5, text.len()))
}

/// Vowels of India's scripts are marks of their own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{93c}'..='\u{94d}' | '\u{9bc}'..='\u{9cd}')
}

/// "$12 50", "19 99 €", "129:90 kr": one number, a gap or a colon, two digits, and a sign before or behind.
fn with_cents(text: &str) -> Option<String> {
    let text = text.trim();
    let start = text.char_indices().find(|(_, c)| digit(*c).is_some())?.0;
    let number = number::read(text, start, start).filter(|number| !number.decimal.holds("."))?;
    let rest = text.get(number.end..)?;
    let cents = rest.strip_prefix([' ', '\u{a0}', '\u{202f}', ':'])?;
    let (cents, behind) = cents.split_at_checked(2).filter(|(cents, _)| cents.bytes().all(|b| b.is_ascii_digit()))?;
    let before = text.get(..start)?;
    let short = |side: &str| side.chars().count() <= 6 && !side.chars().any(|c| digit(c).is_some());
    let signed = |side: &str| tokens(side, Wanted::Name).iter().any(|token| matches!(token, Token::Sign(..)));
    let one_sign = signed(before) != signed(behind) || behind.trim().parse::<Currency>().is_ok();
    // "129:50" is no time of day.
    let late = rest.starts_with(":") && number.decimal.len() > 2 && before.is_empty() && behind.is_empty();
    let fits = late || short(before) && short(behind) && one_sign;
    fits.then(|| format!("{before}{}.{cents}{behind}", text.get(start..number.end).unwrap_or("")))
}
