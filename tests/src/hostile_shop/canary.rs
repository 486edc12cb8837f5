//! A listener that must never hear anything.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Counts connections and bytes on a loopback port.
#[derive(Debug)]
pub struct Canary {
    address: SocketAddr,
    heard: Arc<Heard>,
    task: AbortHandle,
}

#[derive(Debug, Default)]
struct Heard {
    connections: AtomicU64,
    bytes: AtomicU64,
}

impl Canary {
    /// Listens on a free port.
    ///
    /// # Errors
    /// No port.
    pub async fn listen() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let heard = Arc::new(Heard::default());
        let shared = heard.clone();
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let shared = shared.clone();
                tokio::spawn(async move {
                    let mut buffer = [0; 4096];
                    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                        shared.bytes.fetch_add(read as u64, Ordering::SeqCst);
                    }
                });
            }
        });
        Ok(Self { address, heard, task: task.abort_handle() })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Connections and bytes so far.
    #[must_use]
    pub fn heard(&self) -> (u64, u64) {
        (self.heard.connections.load(Ordering::SeqCst), self.heard.bytes.load(Ordering::SeqCst))
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        self.task.abort();
    }
}
