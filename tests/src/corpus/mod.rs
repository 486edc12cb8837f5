//! Labelled pages of real shops: read, scored by the rules of the corpus's own `score.py`, and what is fitted on them.
//! Detection is measured here and nowhere else, so that a figure always means the same.
//! It never judges a page by its name, and what belongs to shops that were set aside is left out unless it is asked for.

pub mod compare;
pub mod figures;
pub mod fit;
pub mod interval;
pub mod label;
pub mod markup;
pub mod own;
pub mod read;
pub mod report;
pub mod score;
