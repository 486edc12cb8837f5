//! Weights times signs, as a share between 0 and 1. The weights are fitted by `cargo xtask fit`, never set by hand.

/// The share of cases with such signs that are so; the first weight is the one that counts always.
pub(super) fn likelihood(weights: &[f32], signs: &[f32]) -> f32 {
    let (always, weights) = weights.split_first().map_or((0.0, weights), |(first, rest)| (*first, rest));
    let sum: f32 = weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum();
    share(always + sum)
}

/// The logistic function without `exp`: the WASM program would carry a table for it. Off by less than 0.0002.
fn share(sum: f32) -> f32 {
    1.0 / (1.0 + exp(-sum.clamp(-20.0, 20.0)))
}

/// e to the power of x, by (1 + x/1024)^1024.
fn exp(x: f32) -> f32 {
    let mut power = 1.0 + f64::from(x) / 1024.0;
    for _ in 0..10 {
        power *= power;
    }
    #[allow(clippy::cast_possible_truncation)]
    let narrow = power as f32;
    narrow
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_logistic_function() {
        for tenth in -120i16..=120 {
            let x = f32::from(tenth) / 10.0;
            let exact = 1.0 / (1.0 + (-x).exp());
            assert!((share(x) - exact).abs() < 0.02, "{x}: {} {exact}", share(x));
        }
        assert!((likelihood(&[1.0, 2.0, -3.0], &[1.0, 1.0]) - 0.5).abs() < 1e-3);
        assert!((likelihood(&[], &[1.0]) - 0.5).abs() < 1e-3);
    }

    #[test]
    fn more_for_it_is_never_less_likely() {
        let mut last = 0.0;
        for sum in -40i16..=40 {
            let now = likelihood(&[f32::from(sum) / 2.0], &[]);
            assert!(now >= last);
            last = now;
        }
    }
}
