//! Prices as people write them: a file of strings with the amount and the currency that each denotes.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::price_text::read_line;

/// A string and what it denotes.
#[derive(Debug, Clone, Deserialize)]
pub struct PriceString {
    /// The text of the price.
    pub price_raw: Option<String>,
    /// A text that hints at the currency.
    pub currency_raw: Option<String>,
    /// How decimals are separated, where somebody had to be told.
    pub decimal_separator: Option<String>,
    /// A decimal.
    pub amount: Option<String>,
    /// As written, or ISO 4217.
    pub currency: Option<String>,
    /// The file's own readers do not get it right.
    pub xfail: bool,
}

impl PriceString {
    /// It counts: nobody had to be told anything, and its answer is no known failure.
    #[must_use]
    pub const fn is_scored(&self) -> bool {
        !self.xfail && self.decimal_separator.is_none()
    }

    /// It was set aside before the work began: sha256 of the text is a multiple of five.
    #[must_use]
    pub fn is_held_out(&self) -> bool {
        let text = self.price_raw.as_deref().unwrap_or("");
        Sha256::digest(text.as_bytes()).iter().map(|byte| u32::from(*byte)).sum::<u32>().is_multiple_of(5)
    }

    /// Both the amount and the currency are read right. The currency is right as the label's own text, or as what that text
    /// denotes by itself or beside the hint.
    #[must_use]
    pub fn is_read(&self) -> bool {
        let read = read_line(self.price_raw.as_deref(), self.currency_raw.as_deref());
        let same = |a: Option<&str>, b: Option<&str>| match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                a.parse::<f64>().ok().zip(b.parse::<f64>().ok()).is_some_and(|(a, b)| (a - b).abs() < 1e-9)
            }
            _ => false,
        };
        let denoted = |text: &str| {
            [None, self.currency_raw.as_deref()].map(|hint| read_line(Some(&format!("{text} 1")), hint).currency)
        };
        let currency = match (&read.currency, &self.currency) {
            (None, None) => true,
            (Some(read), Some(label)) => read == label || denoted(label).iter().flatten().any(|code| code == read),
            _ => false,
        };
        currency && same(read.amount.as_deref(), self.amount.as_deref())
    }
}

/// Reads the file.
///
/// # Errors
/// It cannot be read, or a line is none of its rows.
pub fn load(path: &Path) -> Result<Vec<PriceString>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// How many of these are read right, of how many that count.
#[must_use]
pub fn count<'s>(strings: impl Iterator<Item = &'s PriceString>) -> (u32, u32) {
    strings
        .filter(|string| string.is_scored())
        .fold((0, 0), |(right, all), string| (right + u32::from(string.is_read()), all + 1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn string(json: &str) -> PriceString {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn amount_and_currency_must_both_be_right() {
        let row = |price: &str, amount: &str, currency: &str| {
            let json = serde_json::json!({"price_raw": price, "currency_raw": null, "decimal_separator": null, "amount": amount, "currency": currency, "xfail": false});
            string(&json.to_string()).is_read()
        };
        assert!(row("1.299,00 €", "1299.0", "€") && row("1.299,00 €", "1299", "EUR"));
        assert!(!row("1.299,00 €", "1.299", "€") && !row("1.299,00 €", "1299", "$"));
    }

    #[test]
    fn known_failures_and_rows_with_a_hint_at_decimals_do_not_count() {
        let base = r#"{"price_raw":"5 €","currency_raw":null,"decimal_separator":null,"amount":"5","currency":"€","xfail":false}"#;
        let rows = [
            base.to_owned(),
            base.replace("false", "true"),
            base.replace("\"decimal_separator\":null", "\"decimal_separator\":\",\""),
        ]
        .map(|row| string(&row));
        assert_eq!(count(rows.iter()), (1, 1));
    }
}
