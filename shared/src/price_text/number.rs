//! Digits and their separators: which dot is decimal and which groups thousands.

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) decimal: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Value of a digit in the scripts that shops use: Latin, full-width, Arabic, Persian, Devanagari, Bengali.
fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    for zero in ['\u{ff10}', '\u{0660}', '\u{06f0}', '\u{0966}', '\u{09e6}'] {
        let from = (c as u32).wrapping_sub(zero as u32);
        if from < 10 {
            return Some(from);
        }
    }
    None
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | '٫' | '٬' | '·' | '，' | '．')
        || c == ' '
        || c == '\u{a0}'
        || c == '\u{202f}'
        || c == '\u{2009}'
}

fn is_gap(c: char) -> bool {
    c == ' ' || c == '\u{a0}' || c == '\u{202f}' || c == '\u{2009}'
}

/// Reads the number that starts exactly at `at`.
pub(super) fn read(text: &str, at: usize) -> Option<Number> {
    let mut groups: Vec<String> = vec![String::new()];
    let mut separators: Vec<char> = Vec::new();
    let mut end = at;
    let mut pending: Option<char> = None;
    for (offset, c) in text.get(at..)?.char_indices() {
        if let Some(value) = digit(c) {
            if let Some(separator) = pending.take() {
                // A gap groups thousands only between 1-3 and exactly 3 digits, and never after a decimal mark.
                if is_gap(separator) {
                    let ahead = text[at + offset..].chars().take_while(|c| digit(*c).is_some()).count();
                    let behind = groups.last().map_or(0, String::len);
                    let decimal_before = separators.iter().any(|s| !is_gap(*s));
                    let first = separators.is_empty();
                    if ahead != 3 || decimal_before || behind > 3 || (!first && behind != 3) {
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
    Some(Number { decimal: decide(&groups, &separators), start: at, end })
}

/// Puts groups together: the last separator is decimal if it can be no thousands separator.
fn decide(groups: &[String], separators: &[char]) -> String {
    let whole = groups.concat();
    let (Some(&last), Some(tail)) = (separators.last(), groups.last()) else { return trim_zeros(&whole) };
    let same_before = separators.iter().filter(|s| **s == last).count() > 1;
    let head = groups.first().map_or("", String::as_str);
    let decimal = if is_gap(last) || same_before {
        false
    } else if tail.len() != 3 {
        true
    } else {
        // Three digits: thousands, unless another separator groups already, or the head is no group ("0.999", "1509.000").
        let others = separators.iter().any(|s| *s != last);
        others || head == "0" || (separators.len() == 1 && head.len() > 3)
    };
    if !decimal {
        return trim_zeros(&whole);
    }
    let (before, after) = whole.split_at(whole.len() - tail.len());
    format!("{}.{after}", trim_zeros(before))
}

fn trim_zeros(digits: &str) -> String {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
}

/// A number as markup gives it ("1299.00", "1,299.00", "1299", " 19,9 "), as a plain decimal. Signs and words around it are ignored.
#[must_use]
pub fn plain_decimal(text: &str) -> Option<String> {
    let start = text.char_indices().find(|(_, c)| digit(*c).is_some())?.0;
    read(text, start).map(|number| number.decimal)
}

/// A number written for machines (JSON, `content`): one dot is always decimal, as schema.org/price asks. Noise of binary
/// fractions (six decimals and more) is rounded away; everything else is read as [`plain_decimal`] does.
#[must_use]
pub fn machine_decimal(text: &str) -> Option<String> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || !digits(whole) || !digits(fraction) {
        return plain_decimal(text);
    }
    if fraction.len() >= 6 {
        let kept: u64 = format!("{whole}{}", &fraction[..2]).parse().ok()?;
        let up = u64::from(fraction.as_bytes().get(2).is_some_and(|b| *b >= b'5'));
        let digits = format!("{:03}", kept + up);
        let (whole, fraction) = digits.split_at(digits.len() - 2);
        return Some(format!("{}.{fraction}", trim_zeros(whole)));
    }
    let whole = trim_zeros(whole);
    Some(if fraction.is_empty() || fraction == "0" { whole } else { format!("{whole}.{fraction}") })
}
