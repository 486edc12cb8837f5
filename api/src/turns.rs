//! Turns: heavy work beside the async threads, so much at once and no more.
//!
//! A turn belongs to the work and not to whoever waits for its result: a client that hangs up makes no room, because
//! work on a thread goes on to its end.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinError;

/// So many pieces of work at once.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Semaphore>);

/// The right to run one piece of work; given back when it is done, or when this is dropped unused.
#[derive(Debug)]
pub struct Turn {
    // None only of a semaphore that was closed, and nobody closes it.
    permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// `at_once` pieces of work side by side.
    #[must_use]
    pub fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once)))
    }

    /// Waits for a turn; first come, first served.
    pub async fn next(&self) -> Turn {
        Turn { permit: Arc::clone(&self.0).acquire_owned().await.ok() }
    }

    /// How many are free right now.
    #[must_use]
    pub fn free(&self) -> usize {
        self.0.available_permits()
    }
}

impl Turn {
    /// Runs the work on a thread of its own.
    ///
    /// # Errors
    /// Where the work panicked.
    pub async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
        let held = move || {
            let _held = self.permit;
            work()
        };
        tokio::task::spawn_blocking(held).await
    }
}
