//! Measures: `cargo xtask bench`, or one of them by name.

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use giftos_tests::Engine;
use giftos_tests::bench::{Row, board_read, saves, start, table};

#[derive(Parser)]
#[command(name = "bench", about = "Measures, as ratios in one run, and prints Markdown for docs/BENCHMARKS.md.")]
struct Arguments {
    #[command(subcommand)]
    bench: Option<Bench>,
}

#[derive(Clone, Subcommand)]
enum Bench {
    /// Reading a board of 50 items against a bare handler, on both engines.
    BoardRead,
    /// Durable saves of 32 clients against raw SQLite commits.
    Saves,
    /// Start and idle memory of the API.
    Start,
    /// The API itself, for the bench that starts it.
    #[command(hide = true)]
    Server {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// What runs where nothing is named.
const ALL: [Bench; 3] = [Bench::BoardRead, Bench::Saves, Bench::Start];

fn main() -> ExitCode {
    let chosen = match Arguments::parse().bench {
        Some(Bench::Server { arguments }) => {
            return giftos::cli::main_of(std::iter::once("giftos".into()).chain(arguments));
        }
        Some(bench) => vec![bench],
        None => ALL.to_vec(),
    };
    for bench in chosen {
        match run(&bench) {
            Ok((name, rows)) => println!("{}", table(&format!("cargo xtask bench {name}"), &rows)),
            Err(error) => {
                eprintln!("bench: {error:#}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn run(bench: &Bench) -> Result<(&'static str, Vec<Row>)> {
    let runtime = tokio::runtime::Runtime::new()?;
    Ok(match bench {
        Bench::BoardRead => ("board-read", runtime.block_on(board_read())?),
        Bench::Saves => ("saves", runtime.block_on(saves::run())?),
        Bench::Start | Bench::Server { .. } => ("start", start::run()?),
    })
}

async fn board_read() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        rows.extend(board_read::run(engine, 5, Duration::from_secs(3)).await?);
    }
    Ok(rows)
}
