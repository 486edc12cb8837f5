//! What one cell says: a line, an address, an amount, a number, several things between semicolons.

use shared::find::Find;
use shared::join::joined;
use shared::money::{Currency, Money};
use shared::price_text::{Sign, first_amount, plain_decimal, read_line};
use shared::product_url;

use super::wish::{Fault, Row};

/// The largest amount that the API takes, in minor units.
const MOST_MINOR: i64 = 9_007_199_254_740_991;

/// One line without control characters, as long as it may be.
pub(super) fn line(text: &str, most: usize, row: &mut Row) -> Option<String> {
    let text: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    cut(&text, most, row)
}

pub(super) fn cut(text: &str, most: usize, row: &mut Row) -> Option<String> {
    let text = text.trim();
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    if end < text.len() {
        row.fault(Fault::Cut);
    }
    text.get(..end).map(str::trim_end).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// An address of the web; `https://` may be missing where it begins like one.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = !text.holds("://") && text.split(['/', '?']).next().is_some_and(is_name);
    let whole = if bare { ["https://", text].concat() } else { text.to_owned() };
    let url = product_url::resolve("", &whole)?;
    (product_url::host(&url).contains('.') && product_url::identity_key(&url).is_some()).then_some(url)
}

/// "shop.example", and not "3.50" or "Vol. 2".
fn is_name(host: &str) -> bool {
    let plain = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-');
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.chars().all(plain) && last.len() > 1 && last.chars().all(char::is_alphabetic)
}

/// An amount with its currency, from the text itself or from the cell beside it.
///
/// # Errors
/// [`Fault::Price`] or [`Fault::Currency`].
pub(super) fn money(text: &str, beside: &str) -> Result<Money, Fault> {
    let own = read_line(Some(text), None);
    let exact = |code: Option<String>| code.and_then(|code| code.parse::<Currency>().ok());
    let hinted = || exact(read_line(Some(text), Some(beside)).currency);
    let sign = || first_amount(text).and_then(|amount| amount.sign).and_then(Sign::most_common);
    // What the cell says itself goes before the cell beside it; a sign of several currencies goes last.
    let named = exact(own.currency).or_else(|| beside.trim().parse().ok()).or_else(hinted).or_else(sign);
    // A number as a program writes it is no question of habits.
    let written = text
        .split_whitespace()
        .next()
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    let plain = |currency| Money::from_decimal(written?, currency);
    let amount = own
        .amount
        .or_else(|| plain_decimal(text))
        .filter(|_| !text.trim_start().starts_with('-'))
        .ok_or(Fault::Price)?;
    let currency = named.ok_or(Fault::Currency)?;
    let money = plain(currency).or_else(|| Money::from_decimal(&amount, currency)).ok_or(Fault::Price)?;
    if money.amount_minor > MOST_MINOR { Err(Fault::Price) } else { Ok(money) }
}

pub(super) fn whole(text: &str) -> Option<u32> {
    // A spreadsheet writes "2.0" for two.
    let digits = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    digits.parse().ok()
}

/// What stands between semicolons; a backslash before one, or before another backslash, makes it a plain sign.
pub(super) fn parts(text: &str) -> Vec<String> {
    let (mut all, mut part, mut escaped) = (Vec::new(), String::new(), false);
    for sign in text.chars() {
        match sign {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            ';' if !escaped => all.push(std::mem::take(&mut part)),
            _ => {
                if escaped && !matches!(sign, ';' | '\\') {
                    part.push('\\');
                }
                part.push(sign);
            }
        }
        escaped = false;
    }
    if escaped {
        part.push('\\');
    }
    all.push(part);
    all.retain(|part| !part.trim().is_empty());
    all
}

/// The same, the other way round.
pub(super) fn with_semicolons(parts: &[String]) -> String {
    let escaped: Vec<String> = parts.iter().map(|part| part.replace('\\', "\\\\").replace(';', "\\;")).collect();
    joined(&escaped, "; ")
}

/// "Size: M" in its halves.
pub(super) fn halves(part: &str) -> Option<(String, String)> {
    let (name, value) = part.parted(": ").or_else(|| part.split_once(':'))?;
    Some((name.to_owned(), value.to_owned()))
}
