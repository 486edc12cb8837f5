//! `prove guard`: every row of the three files of attacks, then inputs that nobody thought of.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;
use giftos::fetch::Limits;

use super::{Verdict, pages as hostile};
use crate::guard::rows::Rows;
use crate::guard::{Tally, names, pages, replies, urls};
use crate::hostile_shop::Authority;

/// What to try.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Folder with `ssrf-urls.tsv`, `ssrf-dns.jsonl` and `hostile-shop.jsonl`.
    #[arg(long, default_value = "../shared/attacks")]
    attacks: PathBuf,
    /// Seconds of mutated inputs for each target of the fuzzer.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Where the mutations begin; the same seed gives the same trials.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Tries everything with the product's own limits.
///
/// # Errors
/// A staged world cannot be set up.
pub async fn run(arguments: &Arguments) -> Result<Verdict> {
    let rows = match Rows::read(&arguments.attacks) {
        Ok(rows) => rows,
        Err(error) => {
            println!("{error:#}");
            println!(
                "guard: NOT HELD: the attacks are not at {}; name their folder with --attacks",
                arguments.attacks.display()
            );
            return Ok(Verdict::NotHeld);
        }
    };
    let (authority, limits, begun) = (Authority::new()?, Limits::default(), Instant::now());
    let tallies = [
        addresses(&rows, &authority, &limits).await?,
        resolvers(&rows, &authority, &limits).await?,
        shops(&rows, &authority, &limits).await?,
    ];
    let (read, pages_tried) = hostile::run().await?;
    let (trials, findings) = mutations(arguments)?;
    let total = tallies.iter().map(Tally::total).fold((0, 0), |sum, next| (sum.0 + next.0, sum.1 + next.1));
    let held = total.0 == total.1 && read == pages_tried && findings == 0;
    let word = if held { "HELD" } else { "NOT HELD" };
    println!(
        "guard: {word}: {} of {} rows as expected, {read} of {pages_tried} hostile pages within bounds, {findings} findings in {trials} mutated inputs, {:.0} s",
        total.0,
        total.1,
        begun.elapsed().as_secs_f64()
    );
    Ok(if held { Verdict::Held } else { Verdict::NotHeld })
}

async fn addresses(rows: &Rows, authority: &Authority, limits: &Limits) -> Result<Tally> {
    println!("addresses that people give (blocked rows: no dial, nothing at the canary)");
    let mut tally = Tally::default();
    for row in &rows.urls {
        tally.note(&row.class, &format!("{} {:?}", row.id, row.url), urls::check(row, authority, limits).await?);
    }
    print!("{tally}");
    Ok(tally)
}

async fn resolvers(rows: &Rows, authority: &Authority, limits: &Limits) -> Result<Tally> {
    println!("answers of resolvers");
    let mut tally = Tally::default();
    for row in &rows.names {
        tally.note(&row.expect, &row.name, names::check(row, authority, limits).await?);
    }
    print!("{tally}");
    Ok(tally)
}

async fn shops(rows: &Rows, authority: &Authority, limits: &Limits) -> Result<Tally> {
    println!("answers of shops (slow ones take their time)");
    let mut tally = Tally::default();
    for row in &rows.pages {
        let what = row.location.as_deref().or(row.behaviour.as_deref()).unwrap_or_default();
        tally.note(&row.kind, what, pages::check(row, authority, limits).await?);
    }
    print!("{tally}");
    for row in rows.pages.iter().filter(|row| !replies::is_known(row)) {
        println!("  {} is not known here: its words were served as a page, under the rules for every row", row.kind);
    }
    Ok(tally)
}

fn mutations(arguments: &Arguments) -> Result<(u64, u64)> {
    println!("inputs that nobody thought of, {} s each from seed {}", arguments.seconds, arguments.seed);
    let (mut trials, mut findings) = (0, 0);
    for target in fuzz::TARGETS {
        let campaign = fuzz::run(target, arguments.seed, u64::MAX, Duration::from_secs(arguments.seconds))?;
        print!("{campaign}");
        trials += campaign.trials;
        findings += campaign.findings;
    }
    Ok((trials, findings))
}
