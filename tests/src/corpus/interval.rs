//! 95 % intervals: of shares by Wilson's formula, of F1 by drawing shops again, as the pages of one shop are right or wrong together.

use super::score::Table;

/// 97.5 % of a normal distribution lies below.
const Z: f64 = 1.959_964;
/// Draws.
const DRAWS: usize = 1_000;

/// Where a share that was counted lies (Wilson 1927).
#[must_use]
pub fn of_share((part, whole): (u32, u32)) -> (f64, f64) {
    if whole == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (f64::from(whole), f64::from(part) / f64::from(whole));
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    ((middle - spread) / whole, (middle + spread) / whole)
}

/// Where a figure of the table lies, the shops drawn again and again, always in the same way.
#[must_use]
pub fn of_figure(by_shop: &[Table], figure: impl Fn(&Table) -> f64) -> (f64, f64) {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut sum = Table::default();
            by_shop.iter().filter_map(|_| by_shop.get(chance.below(by_shop.len()))).for_each(|shop| sum.join(shop));
            figure(&sum)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let at = |share: usize| drawn.get(DRAWS * share / 1000).copied().unwrap_or_default();
    (at(25), at(974))
}

/// Numbers that look like chance and are the same in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap_or(0) % end.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_the_share_and_shrink_with_more_cases() {
        let (low, high) = of_share((9, 10));
        // By hand: Wilson's interval of 9 of 10 is 0.596 to 0.982.
        assert!((low - 0.596).abs() < 1e-3 && (high - 0.982).abs() < 1e-3, "{low} {high}");
        let (closer, _) = of_share((90, 100));
        assert!(closer > low);
        assert_eq!(of_share((0, 0)), (0.0, 1.0));
    }

    #[test]
    fn shops_drawn_again_give_an_interval_around_the_figure() {
        let shop = |right| Table { ready: (right, 4), ..Table::default() };
        let shops: Vec<Table> = (0..50).map(|at| shop(if at % 5 == 0 { 2 } else { 4 })).collect();
        let figure = |table: &Table| f64::from(table.ready.0) / f64::from(table.ready.1);
        let (low, high) = of_figure(&shops, figure);
        assert!(low < 0.9 && 0.9 < high && high - low < 0.2, "{low} {high}");
        assert_eq!(of_figure(&shops, figure), (low, high), "the same every time");
    }
}
