//! A shop that sends exactly the bytes it is told to, over TCP and over TLS.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

/// Longest request head that the shop takes in.
const HEAD: usize = 64 * 1024;

/// What follows the first bytes of a reply.
#[derive(Debug, Clone)]
pub enum Then {
    /// Nothing: the connection closes.
    Close,
    /// The same bytes again and again, so many times, pausing in between.
    Repeat {
        /// Sent each time.
        bytes: Vec<u8>,
        /// How often.
        times: u64,
        /// Before each.
        pause: Duration,
    },
}

/// Raw bytes, from the status line on.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Sent at once.
    pub first: Vec<u8>,
    /// Sent after.
    pub then: Then,
}

impl Reply {
    /// These bytes, then the end.
    #[must_use]
    pub fn raw(first: impl Into<Vec<u8>>) -> Self {
        Self { first: first.into(), then: Then::Close }
    }

    /// A whole answer; `headers` are lines without their ends.
    #[must_use]
    pub fn answer(status: u16, headers: &[&str], body: &[u8]) -> Self {
        let mut first = format!("HTTP/1.1 {status} Shop\r\nContent-Length: {}\r\n", body.len());
        for header in headers {
            first.push_str(header);
            first.push_str("\r\n");
        }
        first.push_str("\r\n");
        let mut first = first.into_bytes();
        first.extend_from_slice(body);
        Self::raw(first)
    }

    /// An HTML page.
    #[must_use]
    pub fn html(body: &str) -> Self {
        Self::answer(200, &["Content-Type: text/html; charset=utf-8"], body.as_bytes())
    }
}

/// Chooses a reply by the request's head.
pub type Behaviour = Arc<dyn Fn(&str) -> Reply + Send + Sync>;

/// A shop on two loopback ports.
pub struct Shop {
    plain: SocketAddr,
    tls: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    tasks: [AbortHandle; 2],
}

impl Shop {
    /// Opens it.
    ///
    /// # Errors
    /// No port.
    pub async fn open(tls: Arc<ServerConfig>, behaviour: Behaviour) -> std::io::Result<Self> {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (plain, first) = listen(None, behaviour.clone(), requests.clone()).await?;
        let (tls, second) = listen(Some(TlsAcceptor::from(tls)), behaviour, requests.clone()).await?;
        Ok(Self { plain, tls, requests, tasks: [first, second] })
    }

    /// Where ports 80 and 443 of `public` lead.
    #[must_use]
    pub fn ports(&self, public: std::net::IpAddr) -> [(SocketAddr, SocketAddr); 2] {
        [(SocketAddr::new(public, 80), self.plain), (SocketAddr::new(public, 443), self.tls)]
    }

    /// The heads of all requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

async fn listen(
    tls: Option<TlsAcceptor>,
    behaviour: Behaviour,
    requests: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<(SocketAddr, AbortHandle)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (tls, behaviour, requests) = (tls.clone(), behaviour.clone(), requests.clone());
            tokio::spawn(async move {
                // A client that goes away in the middle is what most rows are about.
                let _gone = match tls {
                    None => serve(stream, behaviour, requests).await,
                    Some(tls) => match tls.accept(stream).await {
                        Ok(stream) => serve(stream, behaviour, requests).await,
                        Err(refused) => Err(refused),
                    },
                };
            });
        }
    });
    Ok((address, task.abort_handle()))
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    behaviour: Behaviour,
    requests: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < HEAD {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let reply = behaviour(&head);
    requests.lock().unwrap_or_else(PoisonError::into_inner).push(head);
    stream.write_all(&reply.first).await?;
    stream.flush().await?;
    if let Then::Repeat { bytes, times, pause } = reply.then {
        for _ in 0..times {
            tokio::time::sleep(pause).await;
            stream.write_all(&bytes).await?;
            stream.flush().await?;
        }
    }
    stream.shutdown().await
}
