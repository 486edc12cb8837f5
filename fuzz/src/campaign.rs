//! Runs trials until time or number is up, on a stack as small as the server's own blocking threads have.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::{Chance, Outcome};

/// Stack of tokio's blocking threads, on which pages are parsed.
const STACK: usize = 2 * 1024 * 1024;
/// Findings kept; the rest is only counted.
const KEPT: usize = 10;

/// Something to try.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// One trial, drawn from chance.
    pub trial: fn(&mut Chance) -> Outcome,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Campaign {
    /// The target's name.
    pub name: &'static str,
    /// Trials made.
    pub trials: u64,
    /// Trials that did not hold, panics among them.
    pub findings: u64,
    /// The first of them, each with the seed that shows it again.
    pub shown: Vec<String>,
    /// The slowest trial, and its seed.
    pub slowest: (Duration, u64),
}

impl fmt::Display for Campaign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, trials, findings, slowest: (slowest, seed), .. } = self;
        writeln!(f, "  {name:<24} {trials} trials, {findings} findings, the slowest {slowest:.1?} (seed {seed})")?;
        self.shown.iter().try_for_each(|seen| writeln!(f, "  FINDING {seen}"))
    }
}

/// Tries a target from `seed` on, each trial with the next seed, until `most` trials are made or the time is up.
///
/// # Errors
/// The thread could not be started, or did not come back.
pub fn run(target: Target, seed: u64, most: u64, time: Duration) -> Result<Campaign> {
    let body = move || {
        let (mut campaign, begun) = (Campaign { name: target.name, ..Campaign::default() }, Instant::now());
        while campaign.trials < most && begun.elapsed() < time {
            one(target, seed + campaign.trials, &mut campaign);
        }
        campaign
    };
    let thread = std::thread::Builder::new().name(target.name.to_owned()).stack_size(STACK).spawn(body)?;
    thread.join().map_err(|_| anyhow!("{} did not come back", target.name))
}

fn one(target: Target, seed: u64, campaign: &mut Campaign) {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.trial)(&mut Chance::new(seed))));
    let outcome = outcome.unwrap_or_else(|_| Err("panicked".into()));
    campaign.trials += 1;
    campaign.slowest = campaign.slowest.max((begun.elapsed(), seed));
    if let Err(seen) = outcome {
        campaign.findings += 1;
        if campaign.shown.len() < KEPT {
            campaign.shown.push(format!("{} at seed {seed}: {seen}", target.name));
        }
    }
}
