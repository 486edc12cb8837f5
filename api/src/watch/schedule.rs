//! When an offer is looked at next: by what its person wants, how often its price moved, and how near the day is.

use shared::history::Pace;
use shared::id::OfferId;
use shared::time::Timestamp;

use crate::digest::of_parts;

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
/// As the specification has it for what is saved, and with an alert.
const SAVED: i64 = 4 * HOUR;
const ALERT: i64 = HOUR;
/// Between two prices it is looked at so often, by what the past tells.
const LOOKS_A_PRICE: i64 = 8;
/// A price that is known for so long, and moves seldom, is looked at less often.
const STILL: i64 = 30 * DAY;
/// Nothing is looked at less often than this while all is well.
const SLOWEST: i64 = DAY;
/// So near the day it is looked at twice as often.
const NEAR: i64 = 14 * DAY;
/// A page that shows nothing is looked at half as often each time, down to this.
const HOPELESS: i64 = 7 * DAY;
/// What was doubted is looked at again after so long.
const DOUBT: i64 = HOUR / 2;

/// What decides. All of it is known to whoever the wish is for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reasons {
    /// Somebody wants to be told of its price.
    pub(super) alert: bool,
    /// How its price moved, where it is known.
    pub(super) pace: Option<Pace>,
    /// Milliseconds to the next occasion of a board it lies on.
    pub(super) occasion_in: Option<i64>,
    /// The shop says that there is no such page.
    pub(super) gone: bool,
    /// Looks in a row that gave nothing.
    pub(super) failures: i64,
    /// A price was seen that is not believed yet.
    pub(super) doubt: bool,
}

impl Reasons {
    /// Milliseconds to the next look.
    pub(super) fn wait(&self) -> i64 {
        if self.doubt && self.failures < 3 {
            return DOUBT;
        }
        let known = self.pace.map_or(0, |pace| pace.known_millis);
        // What is known for a short while tells nothing of how long a price lasts.
        let slowest = match known {
            known if known >= 3 * STILL => SLOWEST,
            known if known >= STILL => SLOWEST / 2,
            _ => SAVED,
        };
        let lasts = self.pace.and_then(Pace::millis_a_price);
        let usual = match lasts {
            _ if self.alert => ALERT,
            Some(lasts) => (lasts / LOOKS_A_PRICE).clamp(ALERT, slowest),
            None => slowest,
        };
        let near = self.occasion_in.is_some_and(|millis| (0..=NEAR).contains(&millis));
        let usual = if near { (usual / 2).max(ALERT) } else { usual };
        let first = if self.gone { usual.max(DAY) } else { usual };
        if self.failures == 0 { first } else { (first << self.failures.clamp(0, 10)).min(HOPELESS) }
    }
}

/// The wait, up to a twentieth more or less: offers that were saved together are not looked at together for ever. It depends on the
/// offer and the moment alone.
pub(super) fn spread(wait: i64, offer: OfferId, now: Timestamp) -> i64 {
    let twentieth = (wait / 20).max(1);
    wait - twentieth + seeded(offer, now, 2 * twentieth)
}

/// A number below `most` by the offer and the moment.
pub(super) fn seeded(offer: OfferId, now: Timestamp, most: i64) -> i64 {
    let digest = of_parts(&[&offer.to_string(), &now.as_millis().to_string()]);
    let number = digest.get(..15).and_then(|text| i64::from_str_radix(text, 16).ok()).unwrap_or_default();
    number % most.max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_wait_goes_by_the_pace_the_alert_and_the_day() {
        let pace = |changes, days: i64| Some(Pace { changes, known_millis: days * DAY });
        let wait = |reasons: Reasons| reasons.wait();
        let usual = Reasons::default();
        assert_eq!(wait(usual), 4 * HOUR);
        assert_eq!(wait(Reasons { alert: true, pace: pace(0, 400), ..usual }), HOUR);
        assert_eq!(wait(Reasons { pace: pace(0, 10), ..usual }), 4 * HOUR);
        assert_eq!(wait(Reasons { pace: pace(0, 40), ..usual }), 12 * HOUR);
        assert_eq!(wait(Reasons { pace: pace(0, 100), ..usual }), DAY);
        assert_eq!(wait(Reasons { pace: pace(30, 30), ..usual }), 3 * HOUR);
        assert_eq!(wait(Reasons { pace: pace(1, 10), ..usual }), 4 * HOUR);
        assert_eq!(wait(Reasons { pace: pace(1, 100), ..usual }), DAY);
        assert_eq!(wait(Reasons { pace: pace(1_000, 30), ..usual }), HOUR);
        assert_eq!(wait(Reasons { occasion_in: Some(3 * DAY), pace: pace(0, 100), ..usual }), 12 * HOUR);
        for far in [-1, 15 * DAY] {
            assert_eq!(wait(Reasons { occasion_in: Some(far), ..usual }), 4 * HOUR);
        }
    }

    #[test]
    fn what_gives_nothing_is_asked_less_and_less() {
        let waits =
            |gone| [1, 2, 5, 6, 40].map(|failures| Reasons { failures, gone, ..Reasons::default() }.wait() / HOUR);
        assert_eq!(waits(false), [8, 16, 128, 168, 168]);
        assert_eq!(waits(true), [48, 96, 168, 168, 168]);
        let doubt = |failures| Reasons { failures, doubt: true, ..Reasons::default() }.wait();
        assert_eq!((doubt(1), doubt(3)), (HOUR / 2, 32 * HOUR));
    }

    #[test]
    fn the_spread_stays_within_a_twentieth_and_is_the_same_for_the_same() {
        let now = Timestamp::from_millis(1_795_168_800_000);
        let offers: Vec<OfferId> = (0..200_u8).map(|n| OfferId::new(now, [n; 10])).collect();
        let waits: Vec<i64> = offers.iter().map(|offer| spread(4 * HOUR, *offer, now)).collect();
        assert!(waits.iter().all(|wait| (wait - 4 * HOUR).abs() <= 4 * HOUR / 20), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait < 4 * HOUR) && waits.iter().any(|wait| *wait > 4 * HOUR));
        assert_eq!(waits[0], spread(4 * HOUR, offers[0], now));
    }
}
