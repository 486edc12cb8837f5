//! Listeners: bare connections that say when something came, and what. Half are server-sent events, half WebSockets.

use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use futures::SinkExt;
use futures::stream::{self, StreamExt, TryStreamExt};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::streams::{SOCKET, SSE};

/// Connections that are opened at once.
const OPENING: usize = 50;
/// Bytes that a listener reads at once: there are many of them.
const BUFFER: usize = 2 * 1024;

/// Something arrived at a listener.
pub(super) struct Told {
    pub(super) listener: usize,
    pub(super) at: Instant,
    /// The event as it was sent; `None` at the end of the stream.
    pub(super) text: Option<String>,
}

/// Who listens, and to whom.
#[derive(Debug, Clone)]
pub(super) struct Ear {
    pub(super) base: String,
    pub(super) token: String,
}

/// Those who listen, numbered as they were opened.
pub(super) struct Listeners {
    told: UnboundedReceiver<Told>,
    sender: UnboundedSender<Told>,
    tasks: JoinSet<()>,
    count: usize,
}

impl Listeners {
    pub(super) fn none() -> Self {
        let (sender, told) = unbounded_channel();
        Self { told, sender, tasks: JoinSet::new(), count: 0 }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Opens one more for each of these, and waits until all are ready.
    pub(super) async fn open(&mut self, ears: Vec<Ear>) -> Result<()> {
        let mut opening = Vec::new();
        for ear in ears {
            let (listener, sender) = (self.count, self.sender.clone());
            self.count += 1;
            let (ready, is_ready) = oneshot::channel();
            let (go, gone) = oneshot::channel::<()>();
            self.tasks.spawn(async move {
                if gone.await.is_err() {
                    return;
                }
                let tell = |text: Option<String>| drop(sender.send(Told { listener, at: Instant::now(), text }));
                let heard = if listener % 2 == 0 {
                    hear_page(&ear, ready, &tell).await
                } else {
                    hear_socket(&ear, ready, &tell).await
                };
                // Where it never was ready, whoever waits for that is told by the end of the line.
                drop(heard);
                tell(None);
            });
            opening.push(async move {
                let _ = go.send(());
                is_ready.await.with_context(|| format!("listener {listener} was not let in"))
            });
        }
        stream::iter(opening.into_iter().map(Ok::<_, anyhow::Error>))
            .try_for_each_concurrent(OPENING, |opening| opening)
            .await
    }

    /// The next thing that arrived anywhere.
    pub(super) async fn next(&mut self) -> Result<Told> {
        let told = tokio::time::timeout(crate::wait::STEP, self.told.recv()).await;
        told.context("nothing arrived any more")?.context("nobody listens")
    }

    /// What has arrived so far and was not looked at.
    pub(super) fn so_far(&mut self) -> Vec<Told> {
        std::iter::from_fn(|| self.told.try_recv().ok()).collect()
    }
}

fn address(base: &str) -> &str {
    base.trim_start_matches("http://")
}

async fn hear_page(ear: &Ear, ready: oneshot::Sender<()>, tell: &impl Fn(Option<String>)) -> Result<()> {
    let stream = TcpStream::connect(address(&ear.base)).await?;
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let head = format!(
        "GET {SSE} HTTP/1.1\r\nhost: giftos\r\nconnection: close\r\nauthorization: Bearer {}\r\n\r\n",
        ear.token
    );
    write.write_all(head.as_bytes()).await?;
    let mut lines = BufReader::with_capacity(BUFFER, read).lines();
    let status = lines.next_line().await?.context("no answer")?;
    ensure!(status == "HTTP/1.1 200 OK", "{status}");
    let mut ready = Some(ready);
    while let Some(line) = lines.next_line().await? {
        let Some(data) = line.strip_prefix("data:") else { continue };
        match ready.take() {
            Some(ready) => drop(ready.send(())),
            None => tell(Some(data.to_owned())),
        }
    }
    Ok(())
}

async fn hear_socket(ear: &Ear, ready: oneshot::Sender<()>, tell: &impl Fn(Option<String>)) -> Result<()> {
    let stream = TcpStream::connect(address(&ear.base)).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
    let url = format!("ws://{}{SOCKET}", address(&ear.base));
    let (mut socket, _) = client_async_with_config(url, stream, Some(config)).await?;
    socket.send(Message::text(json!({"frame": "sign_in", "token": ear.token}).to_string())).await?;
    let mut ready = Some(ready);
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message? else { continue };
        match ready.take() {
            Some(ready) if text.contains("\"ready\"") => drop(ready.send(())),
            Some(_) => bail!("{text}"),
            None => tell(Some(text.to_string())),
        }
    }
    Ok(())
}
