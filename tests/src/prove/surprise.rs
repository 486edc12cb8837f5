//! `prove surprise`: many pairs of worlds that differ in what givers did in secret, and everything that the owner can observe in both.

use anyhow::Result;
use clap::Args;

use super::Verdict;
use crate::Engine;
use crate::surprise::{OPERATIONS, live};

/// Pairs that the bar asks for in every run.
const LEAST: usize = 500;
/// Pairs that each operation is to be used in, where there are so many as in every run.
const LEAST_OF_EACH: usize = 50;

/// How many, and from where.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How many pairs of worlds.
    #[arg(long, default_value_t = LEAST)]
    worlds: usize,
    /// Where chance begins: the same seed gives the same pairs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// On PostgreSQL and not on SQLite.
    #[arg(long)]
    postgres: bool,
}

/// Lives through them and prints what came of it.
///
/// # Errors
/// A world that cannot be set up.
pub async fn run(arguments: &Arguments) -> Result<Verdict> {
    let engine = if arguments.postgres { Engine::Postgres } else { Engine::Sqlite };
    let found = live(engine, arguments.seed, arguments.worlds).await?;
    for difference in found.differences.iter().take(10) {
        println!("    {difference}");
    }
    let rare = if found.pairs >= LEAST { found.rare(LEAST_OF_EACH) } else { Vec::new() };
    for operation in &rare {
        let times = found.operations.get(operation).copied().unwrap_or(0);
        println!("    {operation} was used in {times} pairs");
    }
    println!("engine     pairs   secrets   observations   with their SQL   operations");
    println!(
        "{:<8} {:>7} {:>9} {:>14} {:>16} {:>12}",
        format!("{engine:?}"),
        found.pairs,
        found.secrets,
        found.observations,
        found.statements,
        OPERATIONS.len()
    );
    let held = found.differences.is_empty() && rare.is_empty() && found.secrets > found.pairs && found.statements > 0;
    println!(
        "surprise: {}: the owner could tell {} of {} pairs of worlds apart; bar 0 of {LEAST}, each of {} operations in {LEAST_OF_EACH} pairs",
        if held { "HELD" } else { "NOT HELD" },
        found.differences.len(),
        found.pairs,
        OPERATIONS.len()
    );
    Ok(if held { Verdict::Held } else { Verdict::NotHeld })
}
