//! Digits and their separators: which dot is decimal and which groups thousands.

use crate::find::Find;
use crate::join::joined;
use crate::money::Currency;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) decimal: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its only separator has three digits behind it and was taken to group them.
    grouped_by: Option<char>,
    /// Its groups are none of thousands: a date, a version ("15.08.2017").
    pub(super) odd: bool,
}

impl Number {
    /// "12.500 KWD" is twelve and a half: where prices have three decimals, a lone mark is decimal. In Tunisia a comma too.
    pub(super) fn with_thousandths(&self, currency: Currency) -> Option<String> {
        let decimal = match currency.code() {
            "KWD" | "BHD" | "OMR" | "JOD" | "LYD" => self.grouped_by == Some('.'),
            "TND" => self.grouped_by.is_some_and(|mark| matches!(mark, '.' | ',')),
            _ => false,
        };
        let (whole, fraction) =
            self.decimal.split_at_checked(self.decimal.len().checked_sub(3)?).filter(|_| decimal)?;
        Some(format!("{}.{fraction}", trim_zeros(whole)))
    }
}

/// Zeros of the scripts that shops write digits in, after Latin: full-width, Arabic, Persian, Devanagari, Bengali, Gurmukhi,
/// Gujarati, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Burmese, Khmer.
const ZEROS: [u32; 15] = [
    0xff10, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0, 0x1040,
    0x17e0,
];

/// Value of a digit in one of these scripts.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    for zero in ZEROS {
        let from = (c as u32).wrapping_sub(zero);
        if from < 10 {
            return Some(from);
        }
    }
    None
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '٫' | '٬' | '·' | '，' | '．') || is_apostrophe(c) || is_gap(c)
}

/// What Swiss shops group thousands with, and what stands for it on keyboards; in Spain it is a decimal mark ("12'50 €").
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`' | '′')
}

/// Spaces of every width, none that ends a line.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Reads the number that starts exactly at `at`. A point that stands before it belongs to it (".75") if it begins at `from` or later.
pub(super) fn read(text: &str, at: usize, from: usize) -> Option<Number> {
    // Asked at every place of a text, before anything is made for a number.
    text.get(at..)?.chars().next().and_then(digit)?;
    let mut groups: Vec<String> = vec![String::new()];
    let mut separators: Vec<char> = Vec::new();
    let mut end = at;
    let mut pending: Option<char> = None;
    for (offset, c) in text.get(at..)?.char_indices() {
        let rest = text.get(at + offset..)?;
        if let Some(value) = digit(c) {
            if let Some(separator) = pending.take() {
                // A gap groups thousands only between 1-3 and exactly 3 digits, never after a decimal mark, and not behind a word
                // that the number is part of ("PS5 499,99 €").
                if is_gap(separator) || separator == '′' {
                    let ahead = rest.chars().take_while(|c| digit(*c).is_some()).count();
                    let behind = groups.last().map_or(0, String::len);
                    let decimal_before = separators.iter().any(|s| !is_gap(*s));
                    let first = separators.is_empty();
                    let in_word = at > from && text.get(..at).is_some_and(|before| before.ends(char::is_alphabetic));
                    if ahead != 3 || decimal_before || behind > 3 || (!first && behind != 3) || in_word {
                        break;
                    }
                }
                separators.push(separator);
                groups.push(String::new());
            }
            groups.last_mut()?.push(char::from_digit(value, 10)?);
            end = at + offset + c.len_utf8();
        } else if is_separator(c) && pending.is_none() && end > at {
            pending = Some(c);
        } else if is_gap(c) && matches!(pending, Some('.' | ',')) && cents_follow(rest, &separators) {
            // "119. 95": the cents stand in an element of their own.
        } else if matches!(c, '.' | ',') && pending.is_some_and(is_gap) && cents_follow(rest, &separators) {
            // "119 , 95": the mark does too.
            pending = Some(c);
        } else {
            break;
        }
        if groups.len() > 8 || groups.last().is_some_and(|group| group.len() > 15) {
            break;
        }
    }
    if end == at {
        return None;
    }
    if separators.is_empty() && end - at <= 2 && point_before(text, at, from) {
        return Some(Number {
            decimal: format!("0.{}", joined(&groups, "")),
            start: at - 1,
            end,
            grouped_by: None,
            odd: false,
        });
    }
    if let Some((cents, behind)) = text.get(end..).and_then(|rest| raised_cents(rest, &separators)) {
        groups.push(cents);
        separators.push('٫');
        end += behind;
    }
    let mut decimal = decide(&groups, &separators);
    if let Some((myriads, behind)) = text.get(end..).and_then(|rest| myriads(&decimal, rest)) {
        decimal = myriads;
        end += behind;
    }
    let lone = (separators.len() == 1 && !decimal.holds(".") && groups.last().is_some_and(|tail| tail.len() == 3))
        .then(|| separators.first().copied());
    let odd = is_odd(&groups, &separators);
    Some(Number { decimal, start: at, end, grouped_by: lone.flatten(), odd })
}

/// One mark for both: "1.299.00" is thousands and cents.
fn has_cents(groups: &[String]) -> bool {
    let middle = groups.get(1..groups.len().saturating_sub(1)).unwrap_or_default();
    groups.last().is_some_and(|last| last.len() == 2)
        && !middle.is_empty()
        && middle.iter().all(|group| group.len() == 3)
}

/// One mark stands twice between groups that are neither thousands nor the lakhs of India.
fn is_odd(groups: &[String], separators: &[char]) -> bool {
    let twice = separators.len() > 1 && separators.windows(2).all(|pair| pair.first() == pair.last());
    let (Some(last), Some(middle)) = (groups.last(), groups.get(1..groups.len().saturating_sub(1))) else {
        return false;
    };
    twice && !has_cents(groups) && (last.len() != 3 || middle.iter().any(|group| !matches!(group.len(), 2 | 3)))
}

/// Two small raised digits are cents ("35⁹⁹"), a lone one points to a note; with the bytes that they take.
pub(super) fn raised_cents(rest: &str, separators: &[char]) -> Option<(String, usize)> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let behind = rest.strip_prefix([',', '.']).unwrap_or(rest);
    // Nearly every text goes on with something else.
    let next = behind.chars().next()?;
    RAISED.chars().any(|raised| raised == next).then_some(())?;
    let digits: Vec<u32> = behind
        .chars()
        .map_while(|c| (0..).zip(RAISED.chars()).find(|(_, raised)| *raised == c))
        .map(|(value, _)| value)
        .collect();
    let &[tens, ones] = digits.as_slice() else { return None };
    let whole = separators.iter().all(|mark| is_gap(*mark) || is_apostrophe(*mark) || matches!(mark, '.' | ','));
    let len: usize = behind.chars().take(2).map(char::len_utf8).sum();
    whole.then(|| (format!("{tens}{ones}"), rest.len() - behind.len() + len))
}

/// "1万2,980円", "1.5만원": tens of thousands, and what stands behind them; with the bytes that both take.
fn myriads(decimal: &str, rest: &str) -> Option<(String, usize)> {
    let sign = rest.chars().next().filter(|c| matches!(c, '万' | '萬' | '만'))?.len_utf8();
    let (whole, fraction) = decimal.parted(".").unwrap_or((decimal, ""));
    (fraction.len() <= 4).then_some(())?;
    let gap = usize::from(rest.get(sign..)?.starts_with(" "));
    let ones = read(rest, sign + gap, rest.len()).filter(|ones| ones.decimal.len() <= 4 && fraction.is_empty());
    match ones.filter(|ones| !ones.decimal.holds(".")) {
        Some(ones) => Some((trim_zeros(&format!("{whole}{:0>4}", ones.decimal)), ones.end)),
        None => Some((trim_zeros(&format!("{whole}{fraction:0<4}")), sign)),
    }
}

/// A gap or a mark, two digits and no more of them; a mark may have a gap behind it.
fn cents_follow(rest: &str, separators: &[char]) -> bool {
    let mark = rest.begins(|sign| matches!(sign, '.' | ','));
    let mut ahead = rest.chars().skip(1).skip_while(|c| mark && is_gap(*c));
    let two = ahead.next().and_then(digit).is_some() && ahead.next().and_then(digit).is_some();
    // "10 , 12 , 14" is a row of sizes.
    let row = mark && ahead.clone().find(|c| !is_gap(*c)).is_some_and(|c| matches!(c, '.' | ',' | '/'));
    let ends = ahead.next().is_none_or(|c| digit(c).is_none() && !c.is_alphabetic() && !is_separator(c) || c == ' ');
    two && ends && !row && separators.iter().all(|mark| matches!(mark, '.' | ',' | ' '))
}

/// A lone point stands directly before, in no word and no row of points.
fn point_before(text: &str, at: usize, from: usize) -> bool {
    let Some(before) = text.get(..at).and_then(|head| head.strip_suffix(['.', ','])) else { return false };
    before.len() >= from
        && before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '/'))
}

/// Puts groups together: the last separator is decimal if it can be no thousands separator.
fn decide(groups: &[String], separators: &[char]) -> String {
    let whole = joined(groups, "");
    let (Some(&last), Some(tail)) = (separators.last(), groups.last()) else { return trim_zeros(&whole) };
    let same_before = separators.iter().filter(|s| **s == last).count() > 1;
    let head = groups.first().map_or("", String::as_str);
    let cents = same_before && has_cents(groups);
    let decimal = if cents {
        true
    } else if is_gap(last) || same_before || last == '٬' || (tail.len() == 3 && is_apostrophe(last)) {
        false
    } else if last == '٫' || tail.len() != 3 {
        true
    } else {
        // Three digits: thousands, unless another separator groups already, or the head is no group ("0.999", "1509.000").
        let others = separators.iter().any(|s| *s != last);
        others || head == "0" || (separators.len() == 1 && head.len() > 3)
    };
    if !decimal {
        return trim_zeros(&whole);
    }
    let before = whole.strip_suffix(tail.as_str()).unwrap_or(&whole);
    format!("{}.{tail}", trim_zeros(before))
}

fn trim_zeros(digits: &str) -> String {
    let trimmed = digits.shorn_before(|sign| sign == '0');
    if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
}

/// A number as markup gives it ("1299.00", "1,299.00", "1299", " 19,9 "), as a plain decimal. Signs and words around it are ignored.
#[must_use]
pub fn plain_decimal(text: &str) -> Option<String> {
    let start = text.char_indices().find(|(_, c)| digit(*c).is_some())?.0;
    read(text, start, text.len()).map(|number| number.decimal)
}

/// A number written for machines (JSON, `content`): one dot is always decimal, as schema.org/price asks. Noise of binary
/// fractions (six decimals and more) is rounded away; everything else is read as [`plain_decimal`] does.
#[must_use]
pub fn machine_decimal(text: &str) -> Option<String> {
    let text = text.trim();
    let (whole, fraction) = text.parted(".").unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || !digits(whole) || !digits(fraction) {
        return plain_decimal(text);
    }
    if fraction.len() >= 6 {
        let kept: u64 = format!("{whole}{}", fraction.get(..2)?).parse().ok()?;
        let up = u64::from(fraction.as_bytes().get(2).is_some_and(|b| *b >= b'5'));
        let digits = format!("{:03}", kept + up);
        let (whole, fraction) = digits.split_at_checked(digits.len() - 2)?;
        return Some(format!("{}.{fraction}", trim_zeros(whole)));
    }
    let whole = trim_zeros(whole);
    Some(if fraction.is_empty() || fraction == "0" { whole } else { format!("{whole}.{fraction}") })
}
