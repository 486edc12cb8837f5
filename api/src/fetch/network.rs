//! What lies outside: the resolver, the dialer and the certificate authorities, as values.
//! Outside tests and the demo there is one of each; the feature `demo` alone lets others be put in, behind the guard.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::future::BoxFuture;
use rustls::RootCertStore;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

/// Lookups that may run at once: each holds a thread until the system gives up, whatever we wait.
const LOOKUPS: usize = 32;

/// A byte stream to a shop.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Turns a name into addresses.
pub trait Resolve: Send + Sync {
    /// All addresses of `name`; an error or an empty list where there are none.
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// Opens a connection to an address that the guard admitted.
pub trait Dial: Send + Sync {
    /// Connects.
    fn dial(&self, address: SocketAddr) -> BoxFuture<'_, io::Result<Box<dyn Stream>>>;
}

/// Everything the client needs of the world.
#[derive(Clone)]
pub struct Network {
    pub(super) resolver: Arc<dyn Resolve>,
    pub(super) dialer: Arc<dyn Dial>,
    pub(super) authorities: Arc<RootCertStore>,
}

impl Network {
    /// The system's resolver, TCP, and the certificate authorities that Mozilla trusts.
    pub(super) fn system() -> Self {
        let authorities = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let resolver = SystemResolver(Arc::new(Semaphore::new(LOOKUPS)));
        Self { resolver: Arc::new(resolver), dialer: Arc::new(Tcp), authorities: Arc::new(authorities) }
    }

    /// Another world behind the same guard, for tests and the demo. The guard has decided before either is asked to dial.
    #[cfg(feature = "demo")]
    #[must_use]
    pub fn staged(resolver: Arc<dyn Resolve>, dialer: Arc<dyn Dial>, authorities: RootCertStore) -> Self {
        Self { resolver, dialer, authorities: Arc::new(authorities) }
    }
}

struct SystemResolver(Arc<Semaphore>);

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let permit = self.0.clone().acquire_owned().await.map_err(io::Error::other)?;
            let name = name.to_owned();
            // A task of its own: the permit is free when the system's lookup ends, not when the caller stops waiting.
            let lookup = tokio::spawn(async move {
                let _permit = permit;
                tokio::net::lookup_host((name.as_str(), 0)).await.map(|found| found.map(|at| at.ip()).collect())
            });
            lookup.await.map_err(io::Error::other)?
        })
    }
}

struct Tcp;

impl Dial for Tcp {
    fn dial(&self, address: SocketAddr) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async move {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream) as Box<dyn Stream>)
        })
    }
}
