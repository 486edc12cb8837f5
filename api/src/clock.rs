//! The clock as a value: the system's, or one that a test sets by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use shared::time::Timestamp;

/// What time it is. Cheap to clone; clones of a clock set by hand show the same time.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// Stands still until somebody sets it.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn by_hand(start: Timestamp) -> Self {
        Self::Hand(Arc::new(AtomicI64::new(start.as_millis())))
    }

    /// This moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                // The one place where the server asks what time it is.
                #[allow(clippy::disallowed_methods)]
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Hand(millis) => Timestamp::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a clock set by hand; the system's clock stays as it is.
    pub fn advance(&self, by: Duration) {
        if let Self::Hand(millis) = self {
            millis.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}
