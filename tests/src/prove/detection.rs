//! Detection on labelled pages of real shops, each figure with its bar: on the whole corpus; on shops left out of what was fitted;
//! and, apart, on the shops that were set aside before the work began. Of those only figures are printed, never a page.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use shared::detect::trace::Weights;

use super::Verdict;
use crate::corpus::label::{Label, is_held_out, load};
use crate::corpus::markup::VARIANTS;
use crate::corpus::score::Prediction;
use crate::corpus::{figures, fit, interval, price_strings, read};

/// Share of price strings that must be read right.
const STRINGS: f64 = 0.97;

/// What is measured.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Labels, one JSON object a line.
    #[arg(long, default_value = "../shared/corpus/labels.jsonl")]
    labels: PathBuf,
    /// What the labels' files are relative to.
    #[arg(long, default_value = "../shared/corpus")]
    pages: PathBuf,
    /// Prices as people write them, with what they denote.
    #[arg(long, default_value = "../shared/corpus/price-strings.jsonl")]
    price_strings: PathBuf,
    /// Leave out the shops and the strings that were set aside: while detection is worked on, only this is looked at.
    #[arg(long)]
    without_held_out: bool,
}

/// Measures, prints, and says whether every bar holds.
///
/// # Errors
/// The corpus is not there, or a page of it cannot be read.
pub fn run(arguments: &Arguments) -> Result<Verdict> {
    let all = load(&arguments.labels)
        .context("there are no labelled pages here: give them with --labels FILE --pages DIR")?;
    let known: Vec<Label> = all.iter().filter(|label| !is_held_out(&label.shop)).cloned().collect();
    let labels = if arguments.without_held_out { &known } else { &all };
    println!("{} pages; the interval is where 95 % of draws lie when the shops are drawn again", labels.len());
    println!("\nas it is");
    let said = read_as_it_is(labels, &arguments.pages)?;
    let (table, shops) = figures::tables(labels, &said);
    let mut short = figures::print(&table, &shops, Some(false));
    fit::print(labels, &said);
    println!("\neach shop judged by what was fitted on the others, in {} parts", crate::corpus::label::FOLDS);
    let cases = fit::cases(labels, &arguments.pages)?;
    let left_out = fit::leave_shops_out(labels, &arguments.pages, &cases)?;
    let (table, shops) = figures::tables(labels, &left_out);
    short += figures::print(&table, &shops, Some(true));
    fit::print(labels, &left_out);
    if !arguments.without_held_out {
        held_out(&all, &said);
    }
    short += strings(arguments)?;
    println!("\n{}", if short == 0 { "every bar holds".to_owned() } else { format!("{short} figures miss their bar") });
    Ok(if short == 0 { Verdict::Held } else { Verdict::NotHeld })
}

fn read_as_it_is(labels: &[Label], pages: &Path) -> Result<Vec<Prediction>> {
    let readings = read::all(labels, pages, VARIANTS[0], &Weights::fitted())?;
    Ok(labels.iter().zip(&readings).map(|(label, reading)| Prediction::of(&label.file, &reading.detection)).collect())
}

/// Shops that nobody looked at and nothing was fitted on. No bar of their own: the point estimate of so few says little.
fn held_out(all: &[Label], said: &[Prediction]) {
    let own: Vec<Label> = all.iter().filter(|label| is_held_out(&label.shop)).cloned().collect();
    println!("\nthe shops that were set aside: {} pages", own.len());
    let (table, shops) = figures::tables(&own, said);
    figures::print(&table, &shops, None);
}

fn strings(arguments: &Arguments) -> Result<usize> {
    let all = price_strings::load(&arguments.price_strings)?;
    let mut rows =
        vec![("strings that may be looked at", price_strings::count(all.iter().filter(|row| !row.is_held_out())))];
    if !arguments.without_held_out {
        rows.push(("strings that were set aside", price_strings::count(all.iter().filter(|row| row.is_held_out()))));
        rows.push(("all strings", price_strings::count(all.iter())));
    }
    println!("\nprices as people write them, amount and currency exact");
    let mut short = 0;
    for (name, counts) in rows {
        let share = crate::corpus::score::ratio(counts.0, counts.1);
        let (low, high) = interval::of_share(counts);
        let holds = share >= STRINGS;
        short += usize::from(!holds);
        let mark = if holds { "" } else { " NOT HELD" };
        println!(
            "  {name:<32}{share:.3}  {low:.3} to {high:.3}  ({} of {})  bar >= {STRINGS}{mark}",
            counts.0, counts.1
        );
    }
    Ok(short)
}
