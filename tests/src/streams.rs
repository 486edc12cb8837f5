//! Streams of events as clients read them: server-sent events as they come off the wire, and the frames of a WebSocket.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use futures::{SinkExt, StreamExt};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::{Person, wait};

/// The address of server-sent events.
pub const SSE: &str = "/api/v1/events/stream";
/// The address of the WebSocket.
pub const SOCKET: &str = "/api/v1/events/socket";

/// Something that the server sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its kind; `event` where it has no name of its own.
    pub kind: String,
    /// What it says.
    pub body: Value,
}

impl Sent {
    /// The number of an event.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.body["number"].as_i64().unwrap_or_default()
    }
}

/// Server-sent events (HTML 9.2), read as they come.
pub struct Sse {
    response: Response,
    unread: String,
    /// All that came, to the letter.
    pub text: String,
}

impl Sse {
    /// Opens a stream of this person, after the number that they saw last.
    ///
    /// # Errors
    /// A server that does not answer, or not with a stream.
    pub async fn open(person: &Person, last: Option<i64>) -> Result<Self> {
        let mut request = person.request(Method::GET, SSE);
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let response = request.send().await?;
        ensure!(response.status() == StatusCode::OK, "{}: {}", response.status(), response.text().await?);
        let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        ensure!(kind == Some("text/event-stream"), "{kind:?} is no stream");
        Ok(Self { response, unread: String::new(), text: String::new() })
    }

    /// The headers that it began with.
    #[must_use]
    pub fn headers(&self) -> &reqwest::header::HeaderMap {
        self.response.headers()
    }

    /// The next thing that is sent, signs of life left out; `None` at the end.
    ///
    /// # Errors
    /// A line that breaks, or one on which nothing is sent for long.
    pub async fn next(&mut self) -> Result<Option<Sent>> {
        loop {
            if let Some((block, rest)) = self.unread.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.unread = rest;
                match parsed(&block)? {
                    Some(sent) => return Ok(Some(sent)),
                    None => continue,
                }
            }
            let chunk = timeout(wait::STEP, self.response.chunk()).await.context("nothing was sent")??;
            let Some(chunk) = chunk else { return Ok(None) };
            let text = std::str::from_utf8(&chunk)?;
            self.unread.push_str(text);
            self.text.push_str(text);
        }
    }

    /// The next thing, which is an event.
    ///
    /// # Errors
    /// As [`Self::next`], and anything else that is sent.
    pub async fn event(&mut self) -> Result<Sent> {
        let sent = self.next().await?.context("the stream ended")?;
        ensure!(sent.kind == "event", "{sent:?} is no event");
        Ok(sent)
    }
}

fn parsed(block: &str) -> Result<Option<Sent>> {
    let (mut kind, mut data) = ("event", None);
    for line in block.lines() {
        match line.split_once(':').map_or((line, ""), |(name, value)| (name, value.trim_start())) {
            ("event", value) => kind = value,
            ("data", value) => data = Some(value),
            ("" | "id" | "retry", _) => {}
            other => bail!("{other:?} is no field of an event"),
        }
    }
    let Some(data) = data else { return Ok(None) };
    Ok(Some(Sent { kind: kind.to_owned(), body: serde_json::from_str(data)? }))
}

/// A WebSocket of a client.
pub struct Socket {
    inner: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// All frames that came, to the letter.
    pub text: Vec<String>,
    /// The code that the server closed it with.
    pub closed: Option<u16>,
}

impl Socket {
    /// Opens one without a word, from a page of this origin, if from any.
    ///
    /// # Errors
    /// A server that refuses: the status is in the error's text.
    pub async fn connect(base: &str, origin: Option<&str>) -> Result<Self> {
        let mut request = format!("{}{SOCKET}", base.replacen("http", "ws", 1)).into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", HeaderValue::from_str(origin)?);
        }
        let (inner, _) = connect_async(request).await.map_err(|error| match error {
            tungstenite::Error::Http(response) => anyhow::anyhow!("refused: {}", response.status()),
            error => error.into(),
        })?;
        Ok(Self { inner, text: Vec::new(), closed: None })
    }

    /// Opens one and signs in; it is ready.
    ///
    /// # Errors
    /// A server that refuses.
    pub async fn open(person: &Person, after: Option<i64>) -> Result<Self> {
        let mut socket = Self::connect(person.base(), None).await?;
        socket.sign_in(person, after).await?;
        let ready = socket.next().await?.context("it was closed")?;
        ensure!(ready.kind == "ready", "{ready:?}");
        Ok(socket)
    }

    /// Says who it is.
    ///
    /// # Errors
    /// A line that broke.
    pub async fn sign_in(&mut self, person: &Person, after: Option<i64>) -> Result<()> {
        self.send(&json!({"frame": "sign_in", "token": person.tokens.access_token.expose(), "after": after})).await
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// A line that broke.
    pub async fn send(&mut self, frame: &Value) -> Result<()> {
        Ok(self.inner.send(Message::text(frame.to_string())).await?)
    }

    /// The next frame of the server; `None` at the end.
    ///
    /// # Errors
    /// A line on which nothing is sent for long.
    pub async fn next(&mut self) -> Result<Option<Sent>> {
        loop {
            let message = timeout(wait::STEP, self.inner.next()).await.context("nothing was sent")?;
            match message {
                Some(Ok(Message::Text(text))) => {
                    self.text.push(text.to_string());
                    let body: Value = serde_json::from_str(&text)?;
                    let kind = body["frame"].as_str().context("a frame without a kind")?.to_owned();
                    return Ok(Some(Sent { kind, body }));
                }
                Some(Ok(Message::Close(frame))) => self.closed = frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Ok(None),
            }
        }
    }

    /// The next frame, which is an event; without the word that says so.
    ///
    /// # Errors
    /// As [`Self::next`], and any other frame.
    pub async fn event(&mut self) -> Result<Value> {
        let mut sent = self.next().await?.context("it was closed")?;
        ensure!(sent.kind == "event", "{sent:?} is no event");
        if let Some(fields) = sent.body.as_object_mut() {
            fields.remove("frame");
        }
        Ok(sent.body)
    }

    /// Why the server ended it, and within what time from now.
    ///
    /// # Errors
    /// Where it sends anything else first, or does not end.
    pub async fn end(&mut self) -> Result<(String, Duration)> {
        let begun = Instant::now();
        let sent = self.next().await?.context("it was closed without a word")?;
        ensure!(sent.kind == "end", "{sent:?} is not the end");
        let took = begun.elapsed();
        ensure!(self.next().await?.is_none(), "something came after the end");
        Ok((sent.body["reason"].as_str().unwrap_or_default().to_owned(), took))
    }
}
