//! Sessions that were found good a moment ago, so that not every request asks the database for its own anew.
//!
//! What ends a session in this process empties the list before it is answered, so it ends at once here. What another
//! process ended is noticed when an entry is half a second old: revoked within a second on every process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use shared::time::Timestamp;

use crate::accounts::token::Claims;

/// How long a session is taken at its word.
const TRUSTED_MILLIS: i64 = 500;
/// More sessions than one process serves at a time. A list that is full starts over.
const MOST: usize = 10_000;

/// The sessions of this process's latest requests.
#[derive(Debug, Default)]
pub struct Recent(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    sessions: HashMap<Claims, Found>,
    /// How often the list was emptied: what was read before that may have ended since.
    endings: u64,
}

/// What the database said of a session that is good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) expires_at: Timestamp,
    /// When it was asked.
    pub(crate) at: Timestamp,
}

/// Held from before the database is asked until its answer is remembered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking(u64);

impl Recent {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Whoever panicked beside it left a list that is only ever too short.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` where the session was found good a moment ago; else the database has to be asked.
    pub(crate) fn ask(&self, claims: Claims, now: Timestamp) -> Option<Asking> {
        let known = self.known();
        let fresh = known.sessions.get(&claims).filter(|found| {
            // A clock that was set back makes everything old.
            (0..TRUSTED_MILLIS).contains(&(now.as_millis() - found.at.as_millis())) && found.expires_at > now
        });
        fresh.is_none().then_some(Asking(known.endings))
    }

    /// Remembers what the database said, unless a session ended while it was asked.
    pub(crate) fn remember(&self, asking: Asking, claims: Claims, found: Found) {
        let mut known = self.known();
        if known.endings != asking.0 {
            return;
        }
        if known.sessions.len() >= MOST {
            known.sessions.clear();
        }
        known.sessions.insert(claims, found);
    }

    /// Sessions have ended: all of them are asked for anew.
    pub(crate) fn forget(&self) {
        let mut known = self.known();
        known.endings += 1;
        known.sessions.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::id::{AccountId, SessionId};

    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_795_168_800_000);

    fn claims() -> Claims {
        Claims { account_id: AccountId::new(NOON, [1; 10]), session_id: SessionId::new(NOON, [2; 10]) }
    }

    fn found(recent: &Recent, asking: Asking, good_for: i64) {
        recent.remember(asking, claims(), Found { expires_at: NOON.plus_millis(good_for), at: NOON });
    }

    #[test]
    fn a_session_is_known_for_half_a_second_and_never_beyond_its_end() {
        let recent = Recent::default();
        let asking = recent.ask(claims(), NOON).unwrap();
        found(&recent, asking, 10_000);
        assert!(recent.ask(claims(), NOON.plus_millis(499)).is_none());
        assert!(recent.ask(claims(), NOON.plus_millis(500)).is_some());
        assert!(recent.ask(claims(), NOON.plus_millis(-1)).is_some(), "the clock was set back");
        found(&recent, asking, 300);
        assert!(recent.ask(claims(), NOON.plus_millis(299)).is_none());
        assert!(recent.ask(claims(), NOON.plus_millis(300)).is_some(), "it ends at 300");
    }

    #[test]
    fn what_was_asked_before_an_ending_is_not_remembered_after_it() {
        let recent = Recent::default();
        let asking = recent.ask(claims(), NOON).unwrap();
        recent.forget();
        found(&recent, asking, 10_000);
        let asking = recent.ask(claims(), NOON).unwrap();
        found(&recent, asking, 10_000);
        assert!(recent.ask(claims(), NOON).is_none());
        recent.forget();
        assert!(recent.ask(claims(), NOON).is_some());
    }
}
