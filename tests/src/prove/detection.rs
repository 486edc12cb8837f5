//! Detection on labelled pages of real shops, each figure with its bar: on the whole corpus; on shops left out of what was fitted;
//! and, apart, on the shops that were set aside before the work began. Of those only figures are printed, never a page.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use shared::detect::trace::Weights;

use super::{Verdict, peers, price_strings};
use crate::corpus::label::{Label, is_held_out, load};
use crate::corpus::markup::VARIANTS;
use crate::corpus::score::Prediction;
use crate::corpus::{figures, fit, interval, read};

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
    /// Beside ours, the figures of other readers on the same pages; installs them in a cache folder at the first run.
    #[arg(long)]
    peers: bool,
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
    if arguments.peers {
        peers::print(labels, &arguments.pages, &said)?;
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
    let found = price_strings::score(&arguments.price_strings)?;
    let mut rows = vec![("strings that may be looked at", found.open())];
    if !arguments.without_held_out {
        rows.extend([("strings that were set aside", found.set_aside), ("all strings", found.all)]);
    }
    println!("\nprices as people write them, amount and currency exact");
    let mut short = 0;
    for (name, share) in rows {
        let (low, high) = interval::of_share((u32::try_from(share.both)?, u32::try_from(share.rows)?));
        let holds = share.right() >= price_strings::BAR;
        short += usize::from(!holds);
        let mark = if holds { "" } else { " NOT HELD" };
        println!(
            "  {name:<32}{:.3}  {low:.3} to {high:.3}  ({} of {})  bar >= {}{mark}",
            share.right(),
            share.both,
            share.rows,
            price_strings::BAR
        );
    }
    Ok(short)
}
