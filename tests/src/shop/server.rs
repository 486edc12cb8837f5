//! The server: an HTTP/1.1 proxy, absolute requests and `CONNECT`, one thread for each connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use url::Url;

use super::certificate::server_config;

/// The longest head of a request.
const MAX_HEAD: u64 = 64 * 1024;
/// A connection that says nothing for so long is closed.
const QUIET: Duration = Duration::from_secs(60);

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET`.
    pub method: String,
    /// Scheme, host, path and query.
    pub url: Url,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The HTTP status.
    pub status: u16,
    /// Header lines, `Content-Type` among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Given {
    /// 200 with this body.
    #[must_use]
    pub fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: vec![("Content-Type".to_owned(), content_type.to_owned())], body: body.into() }
    }

    /// With one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn missing() -> Self {
        let mut given =
            Self::new("text/html; charset=utf-8", "<!doctype html><title>Not here</title><p>Nothing is here.");
        given.status = 404;
        given
    }
}

type Site = dyn Fn(&Asked) -> Option<Given> + Send + Sync;

struct Shared {
    site: Box<Site>,
    tls: Arc<ServerConfig>,
    asked: Mutex<Vec<Asked>>,
    stopping: AtomicBool,
}

/// A running page server. It stops when this is dropped.
pub struct PageServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl std::fmt::Debug for PageServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageServer at {}", self.address)
    }
}

impl PageServer {
    /// Starts on a free port of this machine. `site` answers for every host; `None` is 404.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start(site: impl Fn(&Asked) -> Option<Given> + Send + Sync + 'static) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            site: Box::new(site),
            tls: server_config()?,
            asked: Mutex::new(Vec::new()),
            stopping: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if accepting.stopping.load(Ordering::Relaxed) {
                    break;
                }
                let shared = Arc::clone(&accepting);
                // A browser that hangs up in the middle is none of our business.
                thread::spawn(move || drop(serve(stream, &shared)));
            }
        });
        Ok(Self { address, shared })
    }

    /// Where browsers find it.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All requests so far, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for PageServer {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for the next connection, so that it sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> Result<()> {
    stream.set_read_timeout(Some(QUIET))?;
    stream.set_nodelay(true)?;
    let mut plain = BufReader::new(stream.try_clone()?);
    while let Some((method, target)) = read_head(&mut plain)? {
        if method != "CONNECT" {
            answer(&mut &stream, &method, &target, shared)?;
            continue;
        }
        (&stream).write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        // The first bytes tell what the browser speaks inside: a TLS record, or plain HTTP (a WebSocket without TLS).
        let mut first = [0_u8];
        stream.peek(&mut first)?;
        if first[0] != 0x16 {
            bail!("no TLS within CONNECT {target}");
        }
        let host = target.trim_end_matches(":443");
        let tls = ServerConnection::new(Arc::clone(&shared.tls))?;
        let mut inner = BufReader::new(StreamOwned::new(tls, stream.try_clone()?));
        while let Some((method, path)) = read_head(&mut inner)? {
            answer(inner.get_mut(), &method, &format!("https://{host}{path}"), shared)?;
        }
        break;
    }
    Ok(())
}

/// The method and target of the next request, its head and body read; `None` at the end.
fn read_head(reader: &mut impl BufRead) -> Result<Option<(String, String)>> {
    let mut head = reader.by_ref().take(MAX_HEAD);
    let mut line = String::new();
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace().map(str::to_owned);
    let first = (words.next().context("a method")?, words.next().context("a target")?);
    let mut length = 0;
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>()?;
        }
    }
    std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
    Ok(Some(first))
}

fn answer(to: &mut impl Write, method: &str, target: &str, shared: &Shared) -> Result<()> {
    let url = Url::parse(target).with_context(|| format!("the address {target}"))?;
    let asked = Asked { method: method.to_owned(), url };
    let given = (shared.site)(&asked).unwrap_or_else(Given::missing);
    shared.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    let mut head = format!("HTTP/1.1 {} -\r\nContent-Length: {}\r\n", given.status, given.body.len());
    for (name, value) in &given.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    to.write_all(head.as_bytes())?;
    if method != "HEAD" {
        to.write_all(&given.body)?;
    }
    Ok(to.flush()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_answers_for_every_host_and_remembers_who_was_asked() {
        let server = PageServer::start(|asked| {
            (asked.url.path() == "/kettle")
                .then(|| Given::new("text/plain", format!("on {}", asked.url.host_str().unwrap())))
        })
        .unwrap();
        let fetch = |target: &str| {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        assert!(fetch("http://kettles.example/kettle").ends_with("on kettles.example"));
        assert!(fetch("http://pots.example/pot").starts_with("HTTP/1.1 404"));
        let hosts: Vec<_> = server.asked().iter().map(|asked| asked.url.host_str().unwrap().to_owned()).collect();
        assert_eq!(hosts, ["kettles.example", "pots.example"]);
    }
}
