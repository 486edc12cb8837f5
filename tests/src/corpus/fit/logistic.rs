//! Weights of a logistic judgement from cases, by Newton's method: exact, the same every time, no learning rate.

/// One case: its signs, whether it is so, and how much it counts.
#[derive(Debug, Clone)]
pub struct Case {
    /// The signs, without the one that counts always.
    pub signs: Vec<f64>,
    /// What a person said.
    pub so: bool,
    /// How much it counts.
    pub weight: f64,
}

/// Steps after which it stands still on any data of ours.
const STEPS: usize = 40;

/// The weights, first the one that counts always. `pull` draws every other weight towards nothing, as a few cases tell little.
/// A sign that speaks for it gets no weight below nothing, one that speaks against it none above: where the cases say
/// otherwise it is by chance or because another sign says the same, and a person could not follow it.
#[must_use]
pub fn fit(cases: &[Case], speaks_for: &[bool], pull: f64) -> Vec<f64> {
    let mut left_out = vec![false; speaks_for.len()];
    loop {
        let weights = fit_freely(cases, &left_out, pull);
        let wrong = |at: usize| if speaks_for[at] { -weights[at + 1] } else { weights[at + 1] };
        let worst = (0..speaks_for.len()).filter(|at| !left_out[*at]).max_by(|a, b| wrong(*a).total_cmp(&wrong(*b)));
        match worst.filter(|at| wrong(*at) > 0.0) {
            Some(at) => left_out[at] = true,
            None => return weights,
        }
    }
}

fn fit_freely(cases: &[Case], left_out: &[bool], pull: f64) -> Vec<f64> {
    let count = cases.first().map_or(0, |case| case.signs.len()) + 1;
    let mut weights = vec![0.0; count];
    for _ in 0..STEPS {
        let mut slope = vec![0.0; count];
        let mut bend = vec![vec![0.0; count]; count];
        for case in cases {
            let share = likelihood(&weights, &case.signs);
            let off = case.weight * (f64::from(case.so) - share);
            let spread = case.weight * share * (1.0 - share);
            let sign = |at: usize| match at {
                0 => 1.0,
                at if left_out[at - 1] => 0.0,
                at => case.signs[at - 1],
            };
            for row in 0..count {
                let own = sign(row);
                if own != 0.0 {
                    slope[row] += off * own;
                    (0..=row).for_each(|column| bend[row][column] += spread * own * sign(column));
                }
            }
        }
        for row in 0..count {
            (row + 1..count).for_each(|column| bend[row][column] = bend[column][row]);
            // The one that counts always is hardly drawn, only so that nothing is divided by nothing.
            let own = if row == 0 { pull * 0.01 } else { pull };
            slope[row] -= own * weights[row];
            bend[row][row] += own;
        }
        let step = solve(bend, slope);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step.clamp(-2.0, 2.0));
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    weights
}

/// The share that such weights give such signs.
#[must_use]
pub fn likelihood(weights: &[f64], signs: &[f64]) -> f64 {
    let sum: f64 = weights[0] + weights[1..].iter().zip(signs).map(|(weight, sign)| weight * sign).sum::<f64>();
    1.0 / (1.0 + (-sum).exp())
}

/// Gauss's elimination with the largest pivot.
fn solve(mut left: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let count = right.len();
    for at in 0..count {
        let pivot = (at..count).max_by(|a, b| left[*a][at].abs().total_cmp(&left[*b][at].abs())).unwrap_or(at);
        left.swap(at, pivot);
        right.swap(at, pivot);
        for row in at + 1..count {
            let share = left[row][at] / left[at][at];
            if share != 0.0 {
                (at..count).for_each(|column| left[row][column] -= share * left[at][column]);
                right[row] -= share * right[at];
            }
        }
    }
    for at in (0..count).rev() {
        let known: f64 = (at + 1..count).map(|column| left[at][column] * right[column]).sum();
        right[at] = (right[at] - known) / left[at][at];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(signs: &[f64], so: bool, weight: f64) -> Case {
        Case { signs: signs.to_vec(), so, weight }
    }

    #[test]
    fn shares_that_were_counted_come_back() {
        // Of the cases without the sign 1 in 4 is so, with it 9 in 10.
        let cases =
            [case(&[0.0], true, 1.0), case(&[0.0], false, 3.0), case(&[1.0], true, 9.0), case(&[1.0], false, 1.0)];
        let weights = fit(&cases, &[true], 1e-6);
        assert!((likelihood(&weights, &[0.0]) - 0.25).abs() < 1e-3);
        assert!((likelihood(&weights, &[1.0]) - 0.9).abs() < 1e-3);
    }

    #[test]
    fn a_sign_that_speaks_the_wrong_way_gets_no_weight() {
        let cases = [case(&[1.0, 0.0], true, 3.0), case(&[1.0, 1.0], false, 3.0), case(&[0.0, 0.0], false, 1.0)];
        let weights = fit(&cases, &[true, true], 0.1);
        assert!(weights[1] > 0.0 && weights[2].abs() < 1e-12, "{weights:?}");
        assert!(fit(&cases, &[true, false], 0.1)[2] < 0.0);
    }

    #[test]
    fn a_pull_keeps_weights_small_where_a_line_divides_everything() {
        let cases = [case(&[0.0, 1.0], false, 5.0), case(&[1.0, 1.0], true, 5.0)];
        let weights = fit(&cases, &[true, true], 1.0);
        assert!(weights.iter().all(|weight| weight.is_finite() && weight.abs() < 5.0), "{weights:?}");
        assert!(weights[1] > 0.5 && likelihood(&weights, &[1.0, 1.0]) > 0.5 && likelihood(&weights, &[0.0, 1.0]) < 0.5);
    }
}
