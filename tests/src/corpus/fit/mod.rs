//! Fits what the signs of each judgement weigh on labelled pages, and shows on shops it has not seen what that is worth.
//! Each page counts as it is and, for less, with its markup taken out. `cargo xtask fit` writes the result into detection.
//! It never fits on shops that were set aside unless the labels it is given hold them.

mod cases;
pub mod logistic;
mod reliability;
mod source;

use std::path::Path;

use anyhow::Result;
use shared::detect::trace::{Judgement, Weights};

pub use cases::{Case, cases};
pub use reliability::{Band, bands, print};
pub use source::source;

use super::label::{FOLDS, Label, fold};
use super::markup::VARIANTS;
use super::read;
use super::score::Prediction;

/// How strongly weights are drawn towards nothing: chosen once by how well shops that were left out are judged. Of pages there
/// are many more cases than of their fields, so they bear less of it (of 1, 2, 4 and 8 the least loss on shops left out).
const fn pull(judgement: Judgement) -> f64 {
    match judgement {
        Judgement::Page => 1.0,
        _ => 2.0,
    }
}

/// Weights from these cases.
#[must_use]
pub fn weights<'c>(cases: impl Iterator<Item = &'c Case>) -> Weights {
    let cases: Vec<&Case> = cases.collect();
    let mut weights = Weights::fitted();
    for judgement in Judgement::ALL {
        let own: Vec<logistic::Case> =
            cases.iter().filter(|case| case.judgement == judgement).map(|case| case.case.clone()).collect();
        let speaks_for: Vec<bool> = judgement.names().iter().map(|(_, speaks_for)| *speaks_for).collect();
        weights.set(judgement, &rounded(&logistic::fit(&own, &speaks_for, pull(judgement))));
    }
    weights
}

/// To three decimals, as they are written down.
#[allow(clippy::cast_possible_truncation)]
fn rounded(weights: &[f64]) -> Vec<f32> {
    weights.iter().map(|weight| ((weight * 1000.0).round() / 1000.0) as f32).collect()
}

/// What detection says of every page when all that is fitted was fitted on the other shops; in the order of the labels.
///
/// # Errors
/// A page cannot be read.
pub fn leave_shops_out(labels: &[Label], pages: &Path, cases: &[Case]) -> Result<Vec<Prediction>> {
    let mut said: Vec<(usize, Prediction)> = Vec::new();
    for part in 0..FOLDS {
        let weights = weights(cases.iter().filter(|case| fold(&case.shop) != part));
        let own = labels.iter().enumerate().filter(|(_, label)| fold(&label.shop) == part);
        for (at, label) in own {
            let reading = read::one(label, pages, VARIANTS[0], &weights)?;
            said.push((at, Prediction::of(&label.file, &reading.detection)));
        }
    }
    said.sort_by_key(|(at, _)| *at);
    Ok(said.into_iter().map(|(_, said)| said).collect())
}
