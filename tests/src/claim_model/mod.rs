//! Claims against a model of a few lines: the same things done to both, in orders that nobody thought of, and everything that
//! givers and the owner see held side by side after each of them.
//! So that no interleaving of claiming, giving back, throwing away, locking and revealing ends in a gift too many, or in a surprise told.
//! It never asks the server what is right: the model says that beforehand.

mod act;
mod model;
mod world;

use anyhow::{Result, anyhow};
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::Engine;
use act::{Act, acts};
use model::Model;
use world::{Family, World};

/// Things that are done in one case.
const MOST_ACTS: usize = 24;

/// What came of many cases.
#[derive(Debug, Default, Clone, Copy)]
pub struct Ran {
    /// Interleavings that were lived through.
    pub cases: usize,
    /// Things that were done in them.
    pub acts: usize,
    /// Of these, what the model and the server refused.
    pub refused: usize,
    /// Cases in which the reveal date came.
    pub revealed: usize,
}

/// Lives through `cases` interleavings on this engine. The same seed gives the same ones.
///
/// # Errors
/// The shortest interleaving that was found at which server and model part, with its seed; or a server that does not start. Call it
/// on a runtime of several threads.
pub async fn run(engine: Engine, seed: u64, cases: u32) -> Result<Ran> {
    let world = World::start(engine).await?;
    let lived = std::sync::Mutex::new((world, Ran::default()));
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = block_in_place(|| {
        runner.run(&vec(acts(), 1..MOST_ACTS), |acts| {
            let mut lived = lived.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let (world, ran) = &mut *lived;
            Handle::current()
                .block_on(case(world, &acts, ran))
                .map_err(|error| TestCaseError::fail(format!("{error:#}")))
        })
    });
    let (_, ran) = lived.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    match outcome {
        Ok(()) => Ok(ran),
        Err(TestError::Fail(reason, acts)) => Err(anyhow!("seed {seed} on {engine:?}: {reason}\nby {acts:#?}")),
        Err(TestError::Abort(reason)) => Err(anyhow!("seed {seed} on {engine:?}: {reason}")),
    }
}

async fn case(world: &mut World, acts: &[Act], ran: &mut Ran) -> Result<()> {
    let mut family = world.family().await?;
    ran.cases += 1;
    let lived = live(world, &mut family, acts, ran).await;
    world.part(&family).await?;
    lived
}

async fn live(world: &mut World, family: &mut Family, acts: &[Act], ran: &mut Ran) -> Result<()> {
    let mut model = Model::default();
    for act in acts {
        let expected = model.carry_out(act);
        world.carry_out(family, act, expected).await?;
        world.compare(family, &model).await?;
        ran.acts += 1;
        ran.refused += usize::from(expected >= 400);
        ran.revealed += usize::from(*act == Act::Pass && model.passed == 1);
    }
    Ok(())
}
