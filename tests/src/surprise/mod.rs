//! The surprise, put to the test: two worlds that differ in nothing but what givers do in secret, and everything that the owner can observe in both.
//! So that a leak is found by whoever looks for it with patience, on every route there is, and not by a family in December.
//! It never knows what the server should answer: both worlds answer alike, or there is a leak.

mod call;
mod deck;
mod listening;
mod owner;
mod pair;
mod seen;
mod statements;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::Engine;
use pair::Pair;
use statements::Statements;
use world::World;

pub use owner::OPERATIONS;

/// Pairs that share two servers: people are registered once for all of them, which is what takes time.
const PAIRS_OF_A_SERVER: usize = 25;

/// What came of many pairs.
#[derive(Debug, Default)]
pub struct Found {
    /// How many pairs of worlds were lived through.
    pub pairs: usize,
    /// Answers to the owner that were held side by side.
    pub observations: usize,
    /// Of these, how many issued SQL that was held side by side as well.
    pub statements: usize,
    /// Things that givers did, in the one world only, and that were taken.
    pub secrets: usize,
    /// In how many pairs each operation was used by the owner.
    pub operations: BTreeMap<&'static str, usize>,
    /// Where the owner could tell both worlds apart.
    pub differences: Vec<String>,
}

/// Lives through `pairs` pairs of worlds. The same seed gives the same pairs.
///
/// # Errors
/// A server that does not start, or a world that cannot be set up.
pub async fn live(engine: Engine, seed: u64, pairs: usize) -> Result<Found> {
    let statements = Statements::listen();
    let mut found = Found::default();
    let mut number = 0;
    while number < pairs {
        let mut worlds = [World::start(engine).await?, World::start(engine).await?];
        let until = pairs.min(number + PAIRS_OF_A_SERVER);
        while number < until {
            let own = seed.wrapping_mul(1_000_003).wrapping_add(number as u64);
            let lived = Pair::new(own, (seed, number), &statements).live(&mut worlds).await?;
            found.add(own, lived);
            number += 1;
        }
        for world in &mut worlds {
            world.stop().await;
        }
    }
    Ok(found)
}

impl Found {
    fn add(&mut self, seed: u64, lived: pair::Lived) {
        self.pairs += 1;
        self.observations += lived.observations;
        self.statements += lived.statements;
        self.secrets += lived.secrets;
        let used: BTreeSet<&'static str> = lived.operations;
        for operation in used {
            *self.operations.entry(operation).or_default() += 1;
        }
        self.differences.extend(lived.difference.map(|difference| format!("pair of seed {seed}: {difference}")));
    }

    /// Operations that were used in fewer pairs than so many.
    #[must_use]
    pub fn rare(&self, least: usize) -> Vec<&'static str> {
        OPERATIONS.iter().copied().filter(|name| self.operations.get(name).copied().unwrap_or(0) < least).collect()
    }
}
