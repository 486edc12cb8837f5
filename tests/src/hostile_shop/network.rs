//! Resolver and dialer of the staged world. The ledger is written below the guard: what stands in it was really dialled.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;
use giftos::fetch::{Client, Dial, Limits, Network, Resolve, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::certificates::Authority;

/// The longest chain of aliases that the scripted resolver follows.
const ALIASES: usize = 8;

/// What names answer, lookup by lookup; the last answers stay. Each answer is an address, `CNAME name`, `SERVFAIL` or
/// `TIMEOUT 30s`.
#[derive(Debug, Default)]
pub struct Script {
    names: HashMap<String, (Vec<Vec<String>>, AtomicUsize)>,
    otherwise: Vec<String>,
}

impl Script {
    /// Adds a name.
    #[must_use]
    pub fn with(mut self, name: &str, lookups: Vec<Vec<String>>) -> Self {
        self.names.insert(name.to_owned(), (lookups, AtomicUsize::new(0)));
        self
    }

    /// What every name answers that was not added.
    #[must_use]
    pub fn otherwise(mut self, answer: &str) -> Self {
        self.otherwise = vec![answer.to_owned()];
        self
    }

    fn next(&self, name: &str) -> Vec<String> {
        if let Some(known) = in_public_dns(name) {
            return vec![known];
        }
        let Some((lookups, asked)) = self.names.get(name) else { return self.otherwise.clone() };
        let at = asked.fetch_add(1, Ordering::SeqCst);
        lookups.get(at).or(lookups.last()).cloned().unwrap_or_default()
    }

    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let mut name = name.to_owned();
        for _ in 0..=ALIASES {
            let mut found = Vec::new();
            let mut alias = None;
            for answer in self.next(&name) {
                match answer.split_once(' ') {
                    Some(("CNAME", to)) => alias = Some(to.to_owned()),
                    Some(("TIMEOUT", _)) => tokio::time::sleep(Duration::from_secs(30)).await,
                    _ => found.push(answer.parse().map_err(io::Error::other)?),
                }
            }
            match alias {
                Some(to) => name = to,
                None => return Ok(found),
            }
        }
        Err(io::Error::other("too many aliases"))
    }
}

/// Names that really exist and mean the machine that asks, or an address spelled in the name.
fn in_public_dns(name: &str) -> Option<String> {
    const HERE: &[&str] = &["localhost", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com"];
    if HERE.iter().any(|here| name == *here || name.strip_suffix(here).is_some_and(|rest| rest.ends_with('.'))) {
        return Some("127.0.0.1".into());
    }
    let spelled = [".nip.io", ".sslip.io", ".xip.io"].iter().find_map(|suffix| name.strip_suffix(suffix))?;
    let labels: Vec<&str> = spelled.split(['.', '-']).collect();
    let last: [&str; 4] = labels.get(labels.len().checked_sub(4)?..)?.try_into().ok()?;
    Some(last.join("."))
}

/// What was asked and dialled.
#[derive(Debug, Default)]
pub struct Ledger {
    lookups: Mutex<Vec<String>>,
    dials: Mutex<Vec<SocketAddr>>,
    read: AtomicU64,
}

impl Ledger {
    /// Every address that was dialled, before it was mapped to loopback.
    #[must_use]
    pub fn dials(&self) -> Vec<SocketAddr> {
        self.dials.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every name that was looked up.
    #[must_use]
    pub fn lookups(&self) -> Vec<String> {
        self.lookups.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Bytes that the client read from all connections.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::SeqCst)
    }
}

/// Where dialled addresses lead.
#[derive(Debug, Clone)]
pub enum Route {
    /// These to those, everything else to the last.
    Map(HashMap<SocketAddr, SocketAddr>, SocketAddr),
    /// Nothing answers: for rows that only ask whether the guard agrees to dial.
    Refuse,
}

/// The staged world.
pub struct Staged {
    ledger: Arc<Ledger>,
    network: Network,
}

impl Staged {
    /// A world of these names and routes, trusting one authority.
    ///
    /// # Errors
    /// Never for an authority made by [`Authority::new`].
    pub fn new(script: Script, route: Route, authority: &Authority) -> Result<Self> {
        let ledger = Arc::new(Ledger::default());
        let resolver = Arc::new(Resolver { script, ledger: ledger.clone() });
        let dialer = Arc::new(Dialer { route, ledger: ledger.clone() });
        Ok(Self { ledger, network: Network::staged(resolver, dialer, authority.store()?) })
    }

    /// The product's client in this world.
    ///
    /// # Errors
    /// Never.
    pub fn client(&self, limits: Limits) -> Result<Client> {
        Ok(Client::staged("https://giftos.example/contact", self.network.clone(), limits)?)
    }

    /// What the client did.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

struct Resolver {
    script: Script,
    ledger: Arc<Ledger>,
}

impl Resolve for Resolver {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        self.ledger.lookups.lock().unwrap_or_else(PoisonError::into_inner).push(name.to_owned());
        Box::pin(self.script.addresses(name))
    }
}

struct Dialer {
    route: Route,
    ledger: Arc<Ledger>,
}

impl Dial for Dialer {
    fn dial(&self, address: SocketAddr) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        self.ledger.dials.lock().unwrap_or_else(PoisonError::into_inner).push(address);
        Box::pin(async move {
            let Route::Map(known, otherwise) = &self.route else {
                return Err(io::ErrorKind::ConnectionRefused.into());
            };
            let inner = TcpStream::connect(known.get(&address).unwrap_or(otherwise)).await?;
            Ok(Box::new(Counted { inner, ledger: self.ledger.clone() }) as Box<dyn Stream>)
        })
    }
}

struct Counted {
    inner: TcpStream,
    ledger: Arc<Ledger>,
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        self.ledger.read.fetch_add((buf.filled().len() - before) as u64, Ordering::SeqCst);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
