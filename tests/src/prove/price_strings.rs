//! Price texts against a truth table: amounts equal as decimals, and the currency as written or its code of ISO 4217.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::price_text::{PriceLine, read_line};

use super::currency_texts::denotes;

/// What must be right at least, amount and currency together.
pub const BAR: f64 = 0.97;
/// Wrong rows that are shown.
const SHOWN: usize = 20;

/// A row of the truth table.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// The text of the price.
    pub price_raw: Option<String>,
    /// A text beside it that may name the currency.
    pub currency_raw: Option<String>,
    /// Given where the text alone does not tell which separator is decimal.
    pub decimal_separator: Option<String>,
    /// The currency as the text writes it.
    pub currency: Option<String>,
    /// Decimal.
    pub amount: Option<String>,
    /// Beyond what the table's makers read.
    pub xfail: bool,
}

impl Row {
    /// Only these count: no separator is given, and the table's makers stand by it.
    #[must_use]
    pub const fn is_scored(&self) -> bool {
        !self.xfail && self.decimal_separator.is_none()
    }

    /// Kept from everybody who works on the reader: the hash of the text divides by five.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        let digest = Sha256::digest(self.price_raw.as_deref().unwrap_or_default().as_bytes());
        // 256 is 1 modulo 5, so the remainder of the whole number is that of the sum of its bytes.
        digest.iter().map(|byte| u32::from(*byte)).sum::<u32>() % 5 == 0
    }
}

/// Rows counted together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Rows.
    pub rows: usize,
    /// The amount is right.
    pub amounts: usize,
    /// The currency is right.
    pub currencies: usize,
    /// Both are.
    pub both: usize,
}

impl Share {
    fn note(&mut self, amount: bool, currency: bool) {
        self.rows += 1;
        self.amounts += usize::from(amount);
        self.currencies += usize::from(currency);
        self.both += usize::from(amount && currency);
    }

    /// Part of the rows with amount and currency right.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "a table has a few hundred rows")]
    pub fn right(&self) -> f64 {
        self.both as f64 / self.rows.max(1) as f64
    }
}

/// What a run over the table found.
#[derive(Debug, Clone, Default)]
pub struct PriceStrings {
    /// Every scored row.
    pub all: Share,
    /// Those among them that are set aside.
    pub set_aside: Share,
    /// Wrong rows of the others, for people.
    pub wrong: Vec<String>,
}

impl PriceStrings {
    /// The rows that may be looked at.
    #[must_use]
    pub const fn open(&self) -> Share {
        Share {
            rows: self.all.rows - self.set_aside.rows,
            amounts: self.all.amounts - self.set_aside.amounts,
            currencies: self.all.currencies - self.set_aside.currencies,
            both: self.all.both - self.set_aside.both,
        }
    }

    /// Both parts reach the bar. A table without rows set aside has nothing to fear from them.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.all.rows > 0 && self.all.right() >= BAR && (self.set_aside.rows == 0 || self.set_aside.right() >= BAR)
    }
}

impl fmt::Display for PriceStrings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "price strings (bar {BAR})   rows  amount  currency  both")?;
        for (name, share) in [("all", self.all), ("set aside", self.set_aside)] {
            let Share { rows, amounts, currencies, both } = share;
            writeln!(f, "  {name:<24} {rows:>6} {amounts:>7} {currencies:>9} {both:>5}   {:.3}", share.right())?;
        }
        self.wrong.iter().take(SHOWN).try_for_each(|row| writeln!(f, "  wrong: {row}"))
    }
}

/// Scores the reader on a truth table of JSON lines. Rows that are set aside are counted and never shown.
///
/// # Errors
/// The table cannot be read.
pub fn score(table: &Path) -> Result<PriceStrings> {
    let text = std::fs::read_to_string(table).with_context(|| table.display().to_string())?;
    let mut found = PriceStrings::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let row: Row = serde_json::from_str(line).context("a row of the table")?;
        if row.is_scored() {
            note(&row, &mut found);
        }
    }
    Ok(found)
}

fn note(row: &Row, found: &mut PriceStrings) {
    let read = read_line(row.price_raw.as_deref(), row.currency_raw.as_deref());
    let amount = match (&row.amount, &read.amount) {
        (Some(want), Some(got)) => plain(want) == plain(got),
        (want, got) => want.is_none() && got.is_none(),
    };
    let currency = is_currency(row, &read);
    found.all.note(amount, currency);
    if row.is_set_aside() {
        found.set_aside.note(amount, currency);
    } else if !(amount && currency) {
        found.wrong.push(format!("{row:?} was read as {read:?}"));
    }
}

/// The label's own text, or the code that it denotes beside this hint.
fn is_currency(row: &Row, read: &PriceLine) -> bool {
    match (&row.currency, &read.currency) {
        (Some(want), Some(got)) => {
            got == want || denotes(want, row.currency_raw.as_deref().unwrap_or("")).contains(&got.as_str())
        }
        (want, got) => want.is_none() && got.is_none(),
    }
}

/// A decimal without zeros that say nothing.
fn plain(decimal: &str) -> (&str, &str) {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn table(rows: &[&str]) -> PriceStrings {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), rows.join("\n")).unwrap();
        score(file.path()).unwrap()
    }

    fn row(price: &str, hint: &str, amount: &str, currency: &str) -> String {
        format!(
            r#"{{"set":"s","price_raw":"{price}","currency_raw":{hint},"decimal_separator":null,"currency":{currency},"amount_text":"x","amount":{amount},"xfail":false}}"#
        )
    }

    #[test]
    fn amounts_and_currencies_are_counted_apart() {
        let right = row("1.299,00 kr", "null", "\"1299.0\"", "\"kr\"");
        let code = row("25,00 z\u{142}", "null", "\"25\"", "\"z\u{142}\"");
        let wrong_amount = row("5 \u{20ac}", "null", "\"6\"", "\"\u{20ac}\"");
        let wrong_currency = row("7 \u{20ac}", "null", "\"7\"", "\"$\"");
        let neither = row("sold", "null", "null", "null");
        let found = table(&[&right, &code, &wrong_amount, &wrong_currency, &neither]);
        assert_eq!(found.all, Share { rows: 5, amounts: 4, currencies: 4, both: 3 });
        assert!(!found.holds());
    }

    #[test]
    fn rows_beyond_the_table_do_not_count_and_rows_set_aside_are_not_shown() {
        let beyond = row("1 XQ", "null", "\"2\"", "null").replace("\"xfail\":false", "\"xfail\":true");
        // Its hash divides by five.
        let aside = (0..).map(|n| format!("{n} \u{20ac}")).find(|text| {
            let row: Row = serde_json::from_str(&row(text, "null", "\"0\"", "null")).unwrap();
            row.is_set_aside()
        });
        let found = table(&[&beyond, &row(&aside.unwrap(), "null", "\"-1\"", "null")]);
        assert_eq!((found.all.rows, found.set_aside.rows, found.wrong.len()), (1, 1, 0));
    }

    #[test]
    fn the_part_set_aside_is_that_of_the_whole_hash() {
        // Remainders of the hashes of these texts as whole numbers, by another program.
        for (text, aside) in ASIDE {
            let row: Row = serde_json::from_str(&row(text, "null", "null", "null")).unwrap();
            assert_eq!(row.is_set_aside(), aside, "{text}");
        }
    }

    const ASIDE: [(&str, bool); 6] = [
        ("0 coins", false),
        ("8 coins", true),
        ("10 coins", true),
        ("11 coins", false),
        ("13 coins", true),
        ("18 coins", false),
    ];
}
