//! `cargo run -p fuzz -- [NAME] [--seconds N] [--seed N]`: one target or all, from a seed; ends with 0 where nothing is found.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

#[derive(Parser)]
#[command(name = "fuzz", about = "Breaks inputs at random and looks whether everything still holds.")]
struct Arguments {
    /// Part of a target's name; all targets without it.
    #[arg(default_value = "")]
    name: String,
    /// Seconds for each target.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// The first seed; each trial takes the next one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Trials at most; 1 shows one finding again.
    #[arg(long, default_value_t = u64::MAX)]
    trials: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (mut tried, mut findings) = (0, 0);
    for target in fuzz::TARGETS.into_iter().filter(|target| target.name.contains(&arguments.name)) {
        match fuzz::run(target, arguments.seed, arguments.trials, Duration::from_secs(arguments.seconds)) {
            Ok(campaign) => {
                print!("{campaign}");
                (tried, findings) = (tried + 1, findings + campaign.findings);
            }
            Err(error) => {
                eprintln!("fuzz: {error:#}");
                return ExitCode::FAILURE;
            }
        }
    }
    if tried > 0 && findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
