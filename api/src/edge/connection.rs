//! What a handler that goes on after its answer has of its connection: the place that it takes, and the way to end it.

use std::sync::Arc;

use tokio::sync::{Notify, OwnedSemaphorePermit};

/// A place among the connections that may be open at once; taken until the last clone is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Place {
    pub(crate) fn new(permit: OwnedSemaphorePermit) -> Self {
        Self { _permit: Arc::new(permit) }
    }
}

/// Ends a connection whose other end takes nothing any more: whatever was to be sent there can only be thrown away.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut(Arc<Notify>);

impl Cut {
    /// Ends it.
    pub(crate) fn now(&self) {
        self.0.notify_one();
    }

    /// Waits for that.
    pub(crate) async fn called(&self) {
        self.0.notified().await;
    }
}
