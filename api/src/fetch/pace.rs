//! Politeness: at most one request in so long to one shop, counted in this process.
//! `robots.txt` is not asked here: a person pasted the link and waits for that one page. Looks by ourselves ask it, in `again`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::error::FetchError;

/// Shops remembered before those whose turn is long past are dropped.
const REMEMBERED: usize = 4_096;

/// When each shop may be asked next.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Duration,
    next: Mutex<HashMap<String, Instant>>,
}

impl Pace {
    pub(super) fn new(interval: Duration) -> Self {
        Self { interval, next: Mutex::new(HashMap::new()) }
    }

    /// Waits for the shop's turn.
    ///
    /// # Errors
    /// `Busy` at once where the turn is further away than `patience`.
    pub(super) async fn turn(&self, site: String, patience: Duration) -> Result<(), FetchError> {
        let at = self.reserve(site, patience, Instant::now())?;
        sleep_until(at).await;
        Ok(())
    }

    fn reserve(&self, site: String, patience: Duration, now: Instant) -> Result<Instant, FetchError> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        if next.len() >= REMEMBERED {
            next.retain(|_, at| *at > now);
        }
        let at = next.get(&site).copied().unwrap_or(now).max(now);
        if at - now > patience {
            return Err(busy(at - now));
        }
        next.insert(site, at + self.interval);
        Ok(at)
    }
}

/// `Busy` for so long, in whole seconds.
pub(super) fn busy(wait: Duration) -> FetchError {
    FetchError::Busy { retry_after: u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn one_shop_waits_its_turn_and_another_does_not() {
        let pace = Pace::new(SECOND);
        let now = Instant::now();
        let shop = |now| pace.reserve("shop.example".into(), 10 * SECOND, now).unwrap();
        assert_eq!(shop(now), now);
        assert_eq!(shop(now), now + SECOND);
        assert_eq!(shop(now), now + 2 * SECOND);
        assert_eq!(pace.reserve("other.example".into(), Duration::ZERO, now), Ok(now));
        assert_eq!(shop(now + 60 * SECOND), now + 60 * SECOND);
    }

    #[test]
    fn a_queue_longer_than_the_patience_is_refused_and_takes_no_place() {
        let pace = Pace::new(SECOND);
        let now = Instant::now();
        for _ in 0..3 {
            pace.reserve("shop.example".into(), 2 * SECOND, now).unwrap();
        }
        for _ in 0..2 {
            let refused = pace.reserve("shop.example".into(), 2 * SECOND, now);
            assert_eq!(refused, Err(FetchError::Busy { retry_after: 4 }));
        }
    }

    #[test]
    fn shops_whose_turn_is_past_are_forgotten() {
        let pace = Pace::new(SECOND);
        let now = Instant::now();
        for n in 0..REMEMBERED {
            pace.reserve(format!("shop{n}.example"), SECOND, now).unwrap();
        }
        pace.reserve("late.example".into(), SECOND, now + 2 * SECOND).unwrap();
        assert_eq!(pace.next.lock().unwrap().len(), 1);
    }
}
