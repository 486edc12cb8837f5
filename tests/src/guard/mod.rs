//! The address guard on trial: rows of attacks with the outcome each must have, the same code for the everyday test and
//! for `prove guard`. A row holds when the ledger and the canary say so, not when the client says so.
//! It never contacts a third party: every address leads to loopback or nowhere.

pub mod names;
pub mod pages;
pub mod replies;
pub mod rows;
pub mod urls;

use std::collections::BTreeMap;
use std::fmt;

pub use fuzz::Outcome;
use shared::id::AccountId;

use crate::app::START;

/// Somebody who gives the addresses.
#[must_use]
pub fn asker() -> AccountId {
    AccountId::new(START, [0; 10])
}

/// Rows held and tried, by class.
#[derive(Debug, Default)]
pub struct Tally {
    classes: BTreeMap<String, (usize, usize)>,
    /// Every row that did not hold, with what was seen.
    pub failures: Vec<String>,
}

impl Tally {
    /// Counts one row.
    pub fn note(&mut self, class: &str, row: &str, outcome: Outcome) {
        let (held, tried) = self.classes.entry(class.to_owned()).or_default();
        *tried += 1;
        match outcome {
            Ok(()) => *held += 1,
            Err(seen) => self.failures.push(format!("{class}: {row}: {seen}")),
        }
    }

    /// Rows held and tried over all classes.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        self.classes.values().fold((0, 0), |sum, class| (sum.0 + class.0, sum.1 + class.1))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (class, (held, tried)) in &self.classes {
            writeln!(f, "  {class:<24} {held:>4} of {tried}")?;
        }
        self.failures.iter().try_for_each(|failure| writeln!(f, "  NOT HELD {failure}"))
    }
}

/// `Err(seen)` unless `held`.
fn hold(held: bool, seen: impl FnOnce() -> String) -> Outcome {
    if held { Ok(()) } else { Err(seen()) }
}
