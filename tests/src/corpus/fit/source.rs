//! The weights as they stand in detection: a small table of numbers with their names and where they come from.

use std::fmt::Write;

use shared::detect::trace::{Judgement, Weights};

/// The text of `shared/src/detect/weights.rs`.
#[must_use]
pub fn source(weights: &Weights, pages: usize, shops: usize) -> String {
    let mut out = format!(
        "//! What the signs of each judgement weigh. Made by `cargo xtask fit` from {pages} labelled pages of {shops} shops, each as it is\n\
         //! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.\n\n\
         use super::trace::Weights;\n\n\
         /// First what counts always, then the signs in their order.\n\
         pub(super) const FITTED: Weights = Weights {{\n"
    );
    for (judgement, name) in Judgement::ALL.into_iter().zip(["page", "title", "price", "image"]) {
        let _ = writeln!(out, "    {name}: [");
        let names = std::iter::once("always").chain(judgement.names().iter().map(|(name, _)| *name));
        // Nothing has no sign.
        let text = |weight: &f32| format!("{weight:.3},").replace("-0.000,", "0.000,");
        let texts: Vec<String> = weights.of(judgement).iter().map(text).collect();
        // As rustfmt sets comments: in a column.
        let width = texts.iter().map(String::len).max().unwrap_or(0);
        for (name, text) in names.zip(texts) {
            let _ = writeln!(out, "        {text:width$} // {name}");
        }
        out.push_str("    ],\n");
    }
    out + "};\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_written_with_its_name() {
        let mut weights = Weights::fitted();
        weights.set(Judgement::Price, &[1.25, -0.5]);
        let text = source(&weights, 3, 2);
        assert!(text.contains("price: [\n        1.250,  // always\n        -0.500, // written\n"), "{text}");
        let count: usize = Judgement::ALL.iter().map(|judgement| judgement.names().len() + 1).sum();
        assert_eq!(text.matches(" // ").count(), count);
    }
}
