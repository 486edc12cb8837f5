//! Measurements, as ratios side by side in one run: `cargo xtask bench`. One module for each thing that is measured.
//! Machines are noisy, so the median of several runs stands, and nothing here ever fails a test.
//! It never prints a figure that it did not measure in this run.

pub mod board_read;
pub mod browser;
pub mod bystander;
pub mod detect;
pub mod load;
pub mod long;
pub mod open;
pub mod saves;
pub mod start;
pub mod tick;
mod tracing;
pub mod weigh;

use std::time::{Duration, Instant};

/// One line of the report.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The figure, with its unit.
    pub figure: String,
    /// The bar of docs/BENCHMARKS.md.
    pub bar: &'static str,
    /// Whether the bar holds in this run.
    pub holds: bool,
}

/// The report as a table of Markdown, with the command that made it.
#[must_use]
pub fn table(command: &str, rows: &[Row]) -> String {
    let mut text = format!("`{command}`\n\n| what | measured | bar | holds |\n|---|---|---|---|\n");
    for row in rows {
        let holds = if row.holds { "yes" } else { "**no**" };
        text += &format!("| {} | {} | {} | {holds} |\n", row.what, row.figure, row.bar);
    }
    text
}

/// The middle of the values; 0 of none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    at(&mut values, 0.5)
}

/// The value below which this share of the values lies; 0 of none.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn at(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * share).round() as usize).copied().unwrap_or(0.0)
}

/// How long this takes.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert!((median(vec![9.0, 1.0, 5.0]) - 5.0).abs() < f64::EPSILON);
        assert!((at(&mut [1.0, 2.0, 3.0, 4.0, 100.0], 1.0) - 100.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).abs() < f64::EPSILON);
    }
}
