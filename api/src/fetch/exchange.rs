//! One request and its answer, over a connection of its own to an admitted address.
//! HTTP/1.1 only: a single GET gains nothing from HTTP/2, and its floods cannot reach a client that does not speak it.

use std::error::Error;
use std::sync::Arc;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, ETAG, HOST, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    USER_AGENT,
};
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{IpAddr, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::task::AbortHandle;
use tokio_rustls::TlsConnector;
use url::{Host, Position};

use super::body::Body;
use super::client::Limits;
use super::error::FetchError;
use super::guard::{Admitted, Target};
use super::meter::{Budget, Metered, OverBudget};
use super::network::{Dial, Stream};

/// Admitted addresses that are tried, in the resolver's order.
const TRIES: usize = 4;

/// By what a shop tells whether a page is still the one that it sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub last_modified: Option<String>,
}

/// Longer ones are not kept.
const VALIDATOR_CHARS: usize = 256;

impl Validators {
    /// Whether there is something to ask by.
    #[must_use]
    pub const fn are_any(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }

    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let kept = |name| text(name).filter(|text| text.len() <= VALIDATOR_CHARS).map(str::to_owned);
        Self { etag: kept(ETAG), last_modified: kept(LAST_MODIFIED) }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted<'a> {
    /// A page in HTML.
    Page,
    /// The same, unless it is still the one with these.
    PageUnless(&'a Validators),
    /// `robots.txt`.
    Robots,
    /// A picture, in a format that is read here.
    Picture,
}

impl Wanted<'_> {
    fn types(self) -> &'static str {
        match self {
            Self::Robots => "text/plain,*/*;q=0.1",
            Self::Page | Self::PageUnless(_) => "text/html,application/xhtml+xml;q=0.9",
            Self::Picture => "image/jpeg,image/png,image/webp,image/gif;q=0.9",
        }
    }
}

/// TLS that verifies against these authorities and offers HTTP/1.1 alone.
///
/// # Errors
/// Only where the cryptography in this program supports no version of TLS.
pub(super) fn tls(authorities: Arc<RootCertStore>) -> Result<TlsConnector, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(authorities)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Status and headers, with the body still on the wire.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    body: Incoming,
    budget: Budget,
    _connection: Connection,
}

/// Ends the connection's task when nobody reads from it any more.
struct Connection(AbortHandle);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Asks for the target and waits for the headers.
///
/// # Errors
/// `Unreachable`, `Tls`, `TooLarge` or `Protocol`; time is the caller's.
pub(super) async fn ask(
    (target, wanted): (&Target, Wanted<'_>),
    admitted: &Admitted,
    dialer: &dyn Dial,
    tls: &TlsConnector,
    user_agent: &HeaderValue,
    limits: &Limits,
) -> Result<Answer, FetchError> {
    let request = request(target, wanted, user_agent)?;
    let budget = Budget::new(limits.head_bytes);
    let wire = Metered::new(connect(admitted, dialer).await?, budget.clone());
    let stream: Box<dyn Stream> = if target.is_https() {
        Box::new(tls.connect(server_name(target)?, wire).await.map_err(|error| fault(&error, FetchError::Tls))?)
    } else {
        Box::new(wire)
    };
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(limits.head_bytes / 2)
        .handshake::<_, Empty<Bytes>>(TokioIo::new(stream))
        .await
        .map_err(|_| FetchError::Protocol)?;
    let connection = Connection(tokio::spawn(connection).abort_handle());
    let answer = sender.send_request(request).await.map_err(|error| http_fault(&error))?;
    let (head, body) = answer.into_parts();
    Ok(Answer { status: head.status, headers: head.headers, body, budget, _connection: connection })
}

impl Answer {
    /// Reads the body to its end.
    ///
    /// # Errors
    /// `TooLarge`, `Protocol` or `Unreachable`.
    pub(super) async fn read(mut self, limits: &Limits) -> Result<Bytes, FetchError> {
        self.budget.raise(limits.body_wire_bytes());
        let mut body = Body::new(&self.headers, limits.body_bytes)?;
        while let Some(frame) = self.body.frame().await {
            if let Some(part) = frame.map_err(|error| http_fault(&error))?.data_ref() {
                body.push(part)?;
            }
        }
        Ok(body.finish()?.into())
    }
}

async fn connect(admitted: &Admitted, dialer: &dyn Dial) -> Result<Box<dyn Stream>, FetchError> {
    for address in admitted.addresses().iter().take(TRIES) {
        if let Ok(stream) = dialer.dial(*address).await {
            return Ok(stream);
        }
    }
    Err(FetchError::Unreachable)
}

fn request(target: &Target, wanted: Wanted<'_>, user_agent: &HeaderValue) -> Result<Request<Empty<Bytes>>, FetchError> {
    let url = target.url();
    let mut request = Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(USER_AGENT, user_agent)
        .header(ACCEPT, wanted.types())
        .header(ACCEPT_ENCODING, "gzip, br")
        .header(CONNECTION, "close");
    if let Wanted::PageUnless(known) = wanted {
        for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
    }
    request.body(Empty::new()).map_err(|_| FetchError::Protocol)
}

fn server_name(target: &Target) -> Result<ServerName<'static>, FetchError> {
    Ok(match target.host() {
        Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|_| FetchError::Tls)?,
        Host::Ipv4(v4) => ServerName::IpAddress(IpAddr::V4((*v4).into())),
        Host::Ipv6(v6) => ServerName::IpAddress(IpAddr::V6((*v6).into())),
    })
}

fn http_fault(error: &hyper::Error) -> FetchError {
    let broken = error.is_incomplete_message() || error.is_closed();
    let otherwise = match error {
        e if e.is_parse_too_large() => FetchError::TooLarge,
        e if broken || !(e.is_parse() || e.is_user()) => FetchError::Unreachable,
        _ => FetchError::Protocol,
    };
    fault(error, otherwise)
}

/// `TooLarge` where the budget is the cause, however deep it is wrapped.
fn fault(error: &(dyn Error + 'static), otherwise: FetchError) -> FetchError {
    let mut cause = Some(error);
    while let Some(at) = cause {
        if at.is::<OverBudget>() {
            return FetchError::TooLarge;
        }
        // An `io::Error` hands on its content's source, not its content.
        cause = match at.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => at.source(),
        };
    }
    otherwise
}
