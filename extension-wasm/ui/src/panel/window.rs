//! Which wishes of a long list are drawn: those that are seen and some beside them, in steps, so that scrolling draws seldom. Pure.

use std::ops::Range;

/// Lines drawn beyond what is seen, on each side.
const BESIDE: usize = 8;
/// The first line that is drawn is a multiple of this.
const STEP: usize = 4;

/// What is seen of the list, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    /// How much of the list lies above the upper edge of the window.
    pub(super) above: f64,
    /// The height of the window.
    pub(super) height: f64,
    /// From one line to the next.
    pub(super) pitch: f64,
}

/// The wishes to draw, of so many in so many columns; `before` are drawn now. Who leaps through a long list first gets what is seen
/// alone, so that no frame is late, and what lies beside it as soon as they rest: true where that is still to be drawn.
pub(super) fn next(seen: Seen, count: usize, columns: usize, before: &Range<usize>) -> (Range<usize>, bool) {
    let all = drawn(seen, count, columns, BESIDE);
    let leaps = !before.is_empty() && (all.end <= before.start || before.end <= all.start);
    if leaps { (drawn(seen, count, columns, 0), true) } else { (all, false) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a list: whole, positive, and few")]
fn drawn(seen: Seen, count: usize, columns: usize, beside: usize) -> Range<usize> {
    let columns = columns.max(1);
    let pitch = if seen.pitch > 1.0 { seen.pitch } else { 100.0 };
    let first = (seen.above.max(0.0) / pitch) as usize;
    let last = ((seen.above + seen.height).max(0.0) / pitch) as usize;
    let start = first.saturating_sub(beside) / STEP * STEP;
    let end = (last + beside.max(1)).div_ceil(STEP) * STEP;
    (start * columns).min(count)..(end * columns).min(count)
}

/// Where a key leads from a wish; `None` for keys that lead nowhere. `along` is the key towards the end of a line.
pub(super) fn by_key(key: &str, at: usize, count: usize, columns: usize, right_to_left: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let (on, back) = if right_to_left { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
    let to = match key {
        "ArrowDown" if at + columns <= last => at + columns,
        "ArrowDown" => last,
        "ArrowUp" => at.checked_sub(columns).unwrap_or(at),
        "Home" => 0,
        "End" => last,
        _ if key == on && columns > 1 => (at + 1).min(last),
        _ if key == back && columns > 1 => at.saturating_sub(1),
        _ => return None,
    };
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_drawn() {
        let drawn = |seen, count, columns| drawn(seen, count, columns, BESIDE);
        let seen = |above| Seen { above, height: 800.0, pitch: 100.0 };
        assert_eq!(drawn(seen(0.0), 10_000, 1), 0..16);
        assert_eq!(drawn(seen(100_000.0), 10_000, 1), 992..1_016);
        assert_eq!(drawn(seen(100_000.0), 10_000, 3), 2_976..3_048);
        assert_eq!(drawn(seen(1e9), 50, 2), 50..50);
        assert_eq!(drawn(seen(-300.0), 3, 1), 0..3, "the list begins below");
        assert_eq!(drawn(Seen { pitch: 0.0, ..seen(0.0) }, 10_000, 1), 0..16, "before it was measured");
    }

    #[test]
    fn a_step_of_scrolling_mostly_draws_nothing_new() {
        let at = |above: u32| drawn(Seen { above: f64::from(above), height: 800.0, pitch: 100.0 }, 1_000, 1, BESIDE);
        let changes = (5_000..6_000).filter(|above| at(*above) != at(above + 1)).count();
        assert!(changes <= 6, "{changes} times in ten lines");
    }

    #[test]
    fn a_leap_draws_what_is_seen_first_and_the_rest_at_rest() {
        let seen = |above| Seen { above, height: 800.0, pitch: 100.0 };
        assert_eq!(next(seen(0.0), 10_000, 1, &(0..0)), (0..16, false), "the first time");
        assert_eq!(next(seen(700.0), 10_000, 1, &(0..16)), (0..24, false), "line by line");
        assert_eq!(next(seen(500_050.0), 10_000, 1, &(0..24)), (5_000..5_012, true));
        assert_eq!(next(seen(500_050.0), 10_000, 1, &(5_000..5_012)), (4_992..5_016, false), "at rest");
        assert_eq!(next(seen(500_050.0), 20_000, 2, &(0..48)), (10_000..10_024, true));
    }

    #[test]
    fn keys_lead_through_lines_and_columns() {
        let list = |key, at| by_key(key, at, 10, 1, false);
        assert_eq!((list("ArrowDown", 0), list("ArrowDown", 9), list("ArrowUp", 0)), (Some(1), Some(9), Some(0)));
        assert_eq!(
            (list("Home", 5), list("End", 5), list("ArrowRight", 5), list("a", 5)),
            (Some(0), Some(9), None, None)
        );
        assert_eq!((by_key("ArrowDown", 4, 10, 3, false), by_key("ArrowUp", 4, 10, 3, false)), (Some(7), Some(1)));
        assert_eq!((by_key("ArrowRight", 4, 10, 3, false), by_key("ArrowRight", 4, 10, 3, true)), (Some(5), Some(3)));
        assert_eq!(by_key("End", 0, 0, 1, false), None);
    }
}
