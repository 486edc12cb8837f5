//! Scores detection on labelled pages, compares two builds, shows the worst pages, fits the weights anew:
//! `cargo xtask corpus` and `cargo xtask fit`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use giftos_tests::corpus::label::{Label, is_held_out, load};
use giftos_tests::corpus::markup::VARIANTS;
use giftos_tests::corpus::score::{Prediction, load_predictions};
use giftos_tests::corpus::{compare, figures, fit, read, report};
use shared::detect::trace::Weights;

#[derive(Parser)]
#[command(name = "corpus", about = "Measures detection on labelled pages, and fits it.")]
struct Arguments {
    #[command(subcommand)]
    work: Work,
}

#[derive(Subcommand)]
enum Work {
    /// Score and show.
    Score(Score),
    /// Fit the weights on the shops that were not set aside, and show what that is worth on shops left out.
    Fit(Fit),
}

#[derive(Args)]
struct Corpus {
    /// Labels, one JSON object a line.
    #[arg(long, default_value = "../shared/corpus/labels.jsonl")]
    labels: PathBuf,
    /// What the labels' files are relative to.
    #[arg(long, default_value = "../shared/corpus")]
    pages: PathBuf,
}

#[derive(Args)]
struct Score {
    #[command(flatten)]
    corpus: Corpus,
    /// Leave out the shops that were set aside. While detection is worked on, only this is looked at.
    #[arg(long)]
    without_held_out: bool,
    /// The output of `giftos detect` of another build, to compare with.
    #[arg(long)]
    against: Option<PathBuf>,
    /// The output of `giftos detect` to score, instead of reading the pages with this build.
    #[arg(long)]
    of: Option<PathBuf>,
    /// Where the worst pages are shown, with their candidates; shops that were set aside are never among them.
    #[arg(long, default_value = "target/corpus.html")]
    report: PathBuf,
    /// How many.
    #[arg(long, default_value_t = 20)]
    worst: usize,
}

#[derive(Args)]
struct Fit {
    #[command(flatten)]
    corpus: Corpus,
    /// Where the weights are written; without it they are only tried.
    #[arg(long)]
    write: Option<PathBuf>,
}

fn main() -> Result<()> {
    match Arguments::parse().work {
        Work::Score(arguments) => score(&arguments),
        Work::Fit(arguments) => refit(&arguments),
    }
}

/// The labels; says plainly where there are none.
fn labels(corpus: &Corpus) -> Result<Vec<Label>> {
    load(&corpus.labels).context("there are no labelled pages here: give them with --labels FILE --pages DIR")
}

fn score(arguments: &Score) -> Result<()> {
    let mut labels = labels(&arguments.corpus)?;
    if arguments.without_held_out {
        labels.retain(|label| !is_held_out(&label.shop));
    }
    let said = match &arguments.of {
        Some(file) => load_predictions(file)?,
        None => predictions(&labels, &arguments.corpus.pages)?,
    };
    let (table, shops) = figures::tables(&labels, &said);
    figures::print_whole(&table, &shops);
    // From here on single pages are shown.
    labels.retain(|label| !is_held_out(&label.shop));
    if let Some(other) = &arguments.against {
        compare::print(&compare::changes(&labels, &load_predictions(other)?, &said));
    }
    if arguments.of.is_none() {
        show_worst(arguments, &labels)?;
    }
    Ok(())
}

fn predictions(labels: &[Label], pages: &Path) -> Result<Vec<Prediction>> {
    let readings = read::all(labels, pages, VARIANTS[0], &Weights::fitted())?;
    Ok(labels.iter().zip(&readings).map(|(label, reading)| Prediction::of(&label.file, &reading.detection)).collect())
}

fn show_worst(arguments: &Score, labels: &[Label]) -> Result<()> {
    let readings = read::all(labels, &arguments.corpus.pages, VARIANTS[0], &Weights::fitted())?;
    if let Some(folder) = arguments.report.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&arguments.report, report::html(labels, &readings, arguments.worst))?;
    println!("the worst pages, with each candidate and what it weighed: {}", arguments.report.display());
    Ok(())
}

fn refit(arguments: &Fit) -> Result<()> {
    let mut labels = labels(&arguments.corpus)?;
    labels.retain(|label| !is_held_out(&label.shop));
    let mut shops: Vec<&str> = labels.iter().map(|label| label.shop.as_str()).collect();
    shops.sort_unstable();
    shops.dedup();
    println!("{} pages of {} shops, none of those that were set aside", labels.len(), shops.len());
    let pages = &arguments.corpus.pages;
    let cases = fit::cases(&labels, pages)?;
    let said = fit::leave_shops_out(&labels, pages, &cases)?;
    println!("\neach shop judged by what was fitted on the others:");
    let (table, by_shop) = figures::tables(&labels, &said);
    figures::print(&table, &by_shop, None);
    fit::print(&labels, &said);
    let weights = fit::weights(cases.iter());
    if let Some(file) = &arguments.write {
        std::fs::write(file, fit::source(&weights, labels.len(), shops.len()))?;
        println!("\nwritten to {}", file.display());
    } else if weights == Weights::fitted() {
        println!("\nthe weights are those that detection has");
    } else {
        println!("\nthe weights differ from those that detection has: write them with --write");
    }
    Ok(())
}
