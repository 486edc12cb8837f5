//! `prove outbox`: a day without a network at full size, in both browsers. Nothing lost, nothing doubled, the order kept, nothing
//! of one account with another, and no edit of two devices lost unseen.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use clap::Args;

use super::Verdict;
use crate::Engine;
use crate::day::{Day, Fault, live};
use crate::journey::Kind;

/// Saves that the bar asks for.
const LEAST: usize = 500;
/// Stops of the worker that the bar asks for.
const STOPS: usize = 10;

/// How long the day is.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The extension built for Chromium.
    #[arg(long, default_value = "dist/chrome")]
    extension_chrome: PathBuf,
    /// The extension built for Firefox.
    #[arg(long, default_value = "dist/firefox")]
    extension_firefox: PathBuf,
    /// How many things are saved without a network.
    #[arg(long, default_value_t = LEAST)]
    saves: usize,
    /// Puts a fault into the day: the check has to find it, and the proof must not hold.
    #[arg(long)]
    fault: Option<Fault>,
}

/// Lives through it in both browsers at once, and prints what came of it.
///
/// # Errors
/// A lane cannot be walked at all.
pub fn run(arguments: &Arguments) -> Result<Verdict> {
    let lanes = Kind::ALL.map(|kind| {
        let (extension, engine) = match kind {
            Kind::Chromium => (arguments.extension_chrome.clone(), Engine::Sqlite),
            Kind::Firefox => (arguments.extension_firefox.clone(), Engine::Postgres),
        };
        let (saves, fault) = (arguments.saves, arguments.fault);
        thread::spawn(move || {
            let begun = Instant::now();
            (kind, engine, live(kind, engine, &extension, saves, fault), begun.elapsed())
        })
    });
    let mut walked = Vec::new();
    for lane in lanes {
        walked.push(lane.join().map_err(|_| anyhow!("a lane panicked"))?);
    }
    println!("browser · engine          saved   waited   worker stopped   edited on two devices   faults   took");
    let mut held = 0;
    for (kind, engine, day, took) in &walked {
        held += usize::from(report((*kind, *engine), day, *took));
    }
    let all = held == walked.len();
    println!(
        "outbox: {}: {held} of {} browsers had every save of the day on its board once and in order, nothing of another account, and \
         no edit of two devices lost unseen; bar {LEAST} saves, the worker stopped {STOPS} times, one crash, one other account",
        if all { "HELD" } else { "NOT HELD" },
        walked.len()
    );
    Ok(if all { Verdict::Held } else { Verdict::NotHeld })
}

/// Whether this browser's day came up to the bar.
fn report((kind, engine): (Kind, Engine), day: &Result<Day>, took: Duration) -> bool {
    let name = format!("{} · {engine:?}", kind.name());
    let day = match day {
        Ok(day) => day,
        Err(error) => {
            println!("{name:<22} FAILED after {:.0} s: {error:#}", took.as_secs_f64());
            return false;
        }
    };
    let Day { saved, waited, stops, edited, faults } = day;
    println!(
        "{name:<22} {saved:>8} {waited:>8} {stops:>16} {edited:>23} {:>8} {:>4.0} s",
        faults.len(),
        took.as_secs_f64()
    );
    faults.iter().take(10).for_each(|fault| println!("    {fault}"));
    faults.is_empty() && *saved >= LEAST && *stops >= STOPS && *edited > 0
}
