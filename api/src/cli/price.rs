//! `giftos price`: amount, currency and kind of prices as people write them, as one JSON object a line. Others depend on its
//! keys; they stay.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use shared::price_text::{PriceLine, read_line};
use shared::product::PriceKind;

/// Reads prices as people write them.
#[derive(Debug, clap::Args)]
pub struct PriceArgs {
    /// JSON lines with `price_raw` and `currency_raw`, a hint of the currency; either may be null. Prints one line for each.
    #[arg(long)]
    list: PathBuf,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    price_raw: Option<String>,
    #[serde(default)]
    currency_raw: Option<String>,
}

/// One line of output; the keys and their order are the contract.
#[derive(Serialize)]
struct Row {
    /// Plain decimal.
    amount: Option<String>,
    /// ISO 4217, else as written.
    currency: Option<String>,
    kind: PriceKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// The list cannot be read or the output cannot be written. A line that is no row of a list is a line with `error`.
pub fn run(args: &PriceArgs) -> anyhow::Result<()> {
    let list = std::fs::File::open(&args.list).map_err(|e| anyhow::anyhow!("{}: {e}", args.list.display()))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_all(BufReader::new(list), &mut out)?;
    out.flush()?;
    Ok(())
}

fn write_all(list: impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    for line in list.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        serde_json::to_writer(&mut *out, &row(&line))?;
        writeln!(out)?;
    }
    Ok(())
}

fn row(line: &str) -> Row {
    match serde_json::from_str::<Line>(line) {
        Ok(line) => {
            let PriceLine { amount, currency, kind } =
                read_line(line.price_raw.as_deref(), line.currency_raw.as_deref());
            Row { amount, currency, kind, error: None }
        }
        Err(e) => Row {
            amount: None,
            currency: None,
            kind: PriceKind::Current,
            error: Some(format!("no line of a list: {e}")),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_list_gives_a_line_for_each_price_in_order_and_never_stops() {
        let list = "{\"price_raw\":\"1.299,00 \u{20ac}\",\"currency_raw\":null}\n\nnot json\n{\"price_raw\":null}\n\
                    {\"price_raw\":\"24.96/mo\",\"currency_raw\":\"US $\",\"more\":1}\n{\"price_raw\":\"150 kr\"}\n";
        let mut out = Vec::new();
        write_all(list.as_bytes(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[0], r#"{"amount":"1299.00","currency":"EUR","kind":"current"}"#);
        assert!(lines[1].starts_with(r#"{"amount":null,"currency":null,"kind":"current","error":"#));
        assert_eq!(lines[2], r#"{"amount":null,"currency":null,"kind":"current"}"#);
        assert_eq!(lines[3], r#"{"amount":"24.96","currency":"USD","kind":"instalment"}"#);
        assert_eq!(lines[4], r#"{"amount":"150","currency":"kr","kind":"current"}"#);
    }
}
