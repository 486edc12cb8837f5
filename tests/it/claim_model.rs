//! A short form of the claims' model on every run; `cargo xtask prove claims --interleavings N` lives through more.

use giftos_tests::{claim_model, on_both_engines};

/// Anybody's: the day on which every test begins.
const SEED: u64 = 20_261_120;

on_both_engines! {
    async fn claims_do_what_a_model_of_a_few_lines_says(engine) {
        let ran = claim_model::run(engine, SEED, 20).await.unwrap();
        println!("seed {SEED} on {engine:?}: {ran:?}");
        assert!(ran.cases == 20 && ran.acts > 100, "{ran:?}");
        assert!(ran.refused > ran.acts / 20 && ran.revealed > 2, "next to nothing was at stake: {ran:?}");
    }
}
