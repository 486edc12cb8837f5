//! A small load generator in this process: connections that stay open, one request after another on each.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What is asked, again and again.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The whole request, head and all.
    pub request: String,
}

impl Target {
    /// A GET of `path`, with a token where one is needed.
    #[must_use]
    pub fn get(address: SocketAddr, path: &str, token: Option<&str>) -> Self {
        let signed = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        Self { address, request: format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{signed}\r\n") }
    }
}

/// Requests per second over `connections`, each asking as fast as it is answered, for so long.
///
/// # Errors
/// An answer that is not 200, or a connection that breaks.
pub async fn throughput(target: &Target, connections: usize, time: Duration) -> Result<f64> {
    let start = Instant::now();
    let counts = (0..connections).map(|_| async {
        let mut connection = Connection::open(target.address).await?;
        let mut count = 0_u32;
        while start.elapsed() < time {
            connection.ask(&target.request).await?;
            count += 1;
        }
        anyhow::Ok(count)
    });
    let counts = futures::future::try_join_all(counts).await?;
    Ok(f64::from(counts.iter().sum::<u32>()) / start.elapsed().as_secs_f64())
}

/// Milliseconds that each of `rate * time` requests took from the moment it was due: a late start counts as waiting.
///
/// # Errors
/// As [`throughput`].
pub async fn latencies(target: &Target, connections: u32, rate: u32, time: Duration) -> Result<Vec<f64>> {
    let between = Duration::from_secs(1) * connections / rate;
    let start = Instant::now();
    let each = (0..connections).map(|i| async move {
        let mut connection = Connection::open(target.address).await?;
        let (mut due, mut took) = (start + between * i / connections, Vec::new());
        while due < start + time {
            tokio::time::sleep_until(due.into()).await;
            connection.ask(&target.request).await?;
            took.push(due.elapsed().as_secs_f64() * 1000.0);
            due += between;
        }
        anyhow::Ok(took)
    });
    Ok(futures::future::try_join_all(each).await?.concat())
}

/// One open connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// One request, head and all, and its whole answer; gives the body.
    ///
    /// # Errors
    /// An answer that is neither 200 nor 201 or has no length, or a connection that breaks.
    pub async fn ask(&mut self, request: &str) -> Result<&[u8]> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if let Some(end) = self.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break (end + 4, length_of(&self.buffer[..end])?);
            }
            self.more().await?;
        };
        while self.buffer.len() < head + length {
            self.more().await?;
        }
        Ok(&self.buffer[head..])
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn length_of(head: &[u8]) -> Result<usize> {
    let head = std::str::from_utf8(head)?;
    if !head.starts_with("HTTP/1.1 200 ") && !head.starts_with("HTTP/1.1 201 ") {
        bail!("it answered {head}");
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse())
    });
    Ok(length.context("an answer has no length")??)
}
