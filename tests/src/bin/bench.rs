//! Measures: `cargo xtask bench`, or one of them by name.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "bench", about = "Measures, as ratios in one run, and prints Markdown for docs/BENCHMARKS.md.")]
struct Arguments {
    #[command(subcommand)]
    bench: Option<Bench>,
}

#[derive(Subcommand)]
enum Bench {}

fn main() -> ExitCode {
    match Arguments::parse().bench {
        Some(bench) => match bench {},
        None => ExitCode::SUCCESS,
    }
}
