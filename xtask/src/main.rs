//! The project's own commands: `cargo xtask --help`. CI and people use the same ones.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod check;
mod constants;
mod dist;
mod install;
mod leaks;
mod manifest;
mod names;
mod order;
mod pack;
mod run;
mod shell;
mod shrink;
mod sizes;
mod split;
mod store;
mod suite;
#[cfg(test)]
mod tidy;

/// Build, run, test and measure GiftOS.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the extension for both browsers, start the API on SQLite, and say what to click.
    Run {
        /// Open Chromium with the extension, a demo shop and a demo account that is signed in.
        #[arg(long)]
        demo: bool,
    },
    /// Install what is missing, build everything and pass every test.
    Test,
    /// Formatting, lints, the never-arrows, licences and sources of dependencies.
    Check,
    /// Make `dist/chrome`, `dist/firefox` and a zip of each, and hold their sizes against the budgets.
    Dist,
    /// Measure, as ratios in one run. Prints Markdown for docs/BENCHMARKS.md.
    Bench {
        /// Which bench and its own arguments; all of them where nothing is named.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Score detection on labelled pages, show the worst, compare with another build.
    Corpus {
        /// `--help` says which.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Fit the weights of detection on labelled pages and write them into its source.
    Fit {
        /// `--labels FILE --pages DIR`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Show one promise at full size: `detection`, `journey`, `guard`, `outbox`, `claims`, `surprise`, `streams`.
    Prove {
        /// The promise and its own arguments.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Pictures of every view, into `dist/pictures`.
    Pictures,
    /// Everything that the stores ask for, into `dist/store`: packages, source archive, texts, pictures.
    Store {
        /// Instead: unpack the source archive elsewhere, build there, and compare the packages byte for byte. Builds everything anew.
        #[arg(long)]
        verify: bool,
    },
    /// The icons of the extension, from their drawing.
    Icons,
}

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Run { demo: false } => run::serve(),
        Command::Run { demo: true } => run::demo(),
        Command::Test => suite::test(),
        Command::Check => check::check(),
        Command::Dist => dist::dist(),
        Command::Bench { args } => suite::bench(&args),
        Command::Corpus { args } => suite::corpus(&args),
        Command::Fit { args } => suite::fit(&args),
        Command::Prove { args } => suite::prove(&args),
        Command::Pictures => suite::pictures(),
        Command::Store { verify: false } => store::store(),
        Command::Store { verify: true } => store::verify(),
        Command::Icons => suite::icons(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
