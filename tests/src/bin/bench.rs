//! Measures: `cargo xtask bench`, or one of them by name.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use giftos_tests::Engine;
use giftos_tests::bench::{Row, board_read, browser, bystander, detect, long, open, saves, start, table, tick, weigh};
use giftos_tests::journey::Kind;

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
    /// The pre-check on a huge page, in both browsers.
    PreCheck,
    /// Collecting and detecting in Chromium, over a folder of pages.
    Look {
        /// Folder with `labels.jsonl` and the pages it names.
        #[arg(long, default_value = "../shared/corpus")]
        corpus: PathBuf,
        /// The extension built for Chromium.
        #[arg(long, default_value = "dist/chrome")]
        extension: PathBuf,
    },
    /// From the key to the tick on the badge, in both browsers.
    Tick,
    /// From opening popup and panel to what they are opened for, in both browsers.
    Open,
    /// Boards of 1,000 and 10,000 wishes in the panel, in Chromium.
    Long,
    /// What worker and panel hold in memory, in Chromium.
    Weigh,
    /// What pages without a product pay, in Chromium, beside the same pages without the extension.
    Bystander,
    /// Detection on the server against scraper's parse alone, over the pages of a folder.
    Detect {
        /// Where the pages lie, in folders below too.
        #[arg(long, default_value = "../shared/corpus/pages")]
        pages: PathBuf,
    },
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
fn all() -> Vec<Bench> {
    let look = Bench::Look { corpus: "../shared/corpus".into(), extension: "dist/chrome".into() };
    let detect = Bench::Detect { pages: "../shared/corpus/pages".into() };
    vec![
        Bench::BoardRead,
        Bench::Saves,
        Bench::Start,
        Bench::PreCheck,
        detect,
        look,
        Bench::Tick,
        Bench::Open,
        Bench::Long,
        Bench::Weigh,
        Bench::Bystander,
    ]
}

fn main() -> ExitCode {
    let chosen = match Arguments::parse().bench {
        Some(Bench::Server { arguments }) => {
            return giftos::cli::main_of(std::iter::once("giftos".into()).chain(arguments));
        }
        Some(bench) => vec![bench],
        None => all(),
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
        Bench::PreCheck => ("pre-check", browser::pre_check()?),
        Bench::Look { corpus, extension } => ("look", browser::look(corpus, extension)?),
        Bench::Detect { pages } => ("detect", detect::run(pages)?),
        Bench::Tick => ("tick", tick::run()?),
        Bench::Open => ("open", open::run()?),
        Bench::Long => ("long", long::run()?),
        Bench::Weigh => ("weigh", weigh::run()?),
        Bench::Bystander => ("bystander", bystander::run(&Kind::Chromium.built_extension())?),
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
