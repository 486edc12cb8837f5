//! The decision: what may be dialled. Text is parsed once (WHATWG), and everything after works on that parse;
//! names are resolved once, and what is dialled is one of the addresses judged here.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use url::{Host, Url};

use super::error::{FetchError, Refusal};
use super::network::Resolve;
use super::{address, name};

/// Longest address that is looked at, in bytes of its text.
pub const MAX_CHARS: usize = 8_192;

/// An address whose text passed the guard. A literal IP address in it is globally reachable; a name is still to be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    url: Url,
    host: Host<String>,
    port: u16,
}

impl Target {
    /// Parses what a person gave.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() > MAX_CHARS {
            return Err(Refusal::TooLong);
        }
        Self::from_url(Url::parse(text).map_err(|_| Refusal::Text)?)
    }

    /// Where a redirect from here leads; judged like a new address, and never from https to http.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn redirect(&self, location: &str) -> Result<Self, Refusal> {
        if location.len() > MAX_CHARS {
            return Err(Refusal::TooLong);
        }
        let next = Self::from_url(self.url.join(location).map_err(|_| Refusal::Text)?)?;
        if self.is_https() && !next.is_https() {
            return Err(Refusal::Downgrade);
        }
        Ok(next)
    }

    fn from_url(mut url: Url) -> Result<Self, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Userinfo);
        }
        let port = url.port_or_known_default().ok_or(Refusal::Text)?;
        if !matches!(port, 80 | 443) {
            return Err(Refusal::Port(port));
        }
        let host = url.host().ok_or(Refusal::Text)?.to_owned();
        match &host {
            Host::Domain(domain) if name::special(domain) => return Err(Refusal::SpecialName),
            Host::Domain(_) => {}
            Host::Ipv4(v4) => reachable(IpAddr::V4(*v4))?,
            Host::Ipv6(v6) => reachable(IpAddr::V6(*v6))?,
        }
        url.set_fragment(None);
        Ok(Self { url, host, port })
    }

    /// The one parse, without the fragment.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// Name or literal address.
    #[must_use]
    pub const fn host(&self) -> &Host<String> {
        &self.host
    }

    pub(super) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whose requests are spaced together with this one's.
    pub(super) fn site(&self) -> String {
        match &self.host {
            Host::Domain(domain) => name::site(domain).to_owned(),
            literal => literal.to_string(),
        }
    }
}

/// Addresses that were judged and may be dialled; only [`admit`] makes one.
#[derive(Debug)]
pub struct Admitted(Vec<SocketAddr>);

impl Admitted {
    pub(super) fn addresses(&self) -> &[SocketAddr] {
        &self.0
    }
}

/// Resolves the target once and judges every answer: one that is not globally reachable refuses the whole name, so that
/// neither the order of answers nor a second lookup decides.
///
/// # Errors
/// `AddressRefused`, or `NameNotFound` where there is no answer within `patience`.
pub async fn admit(target: &Target, resolver: &dyn Resolve, patience: Duration) -> Result<Admitted, FetchError> {
    let addresses = match &target.host {
        Host::Ipv4(v4) => vec![IpAddr::V4(*v4)],
        Host::Ipv6(v6) => vec![IpAddr::V6(*v6)],
        Host::Domain(domain) => match tokio::time::timeout(patience, resolver.resolve(domain)).await {
            Ok(Ok(answers)) => answers,
            Ok(Err(_)) | Err(_) => return Err(FetchError::NameNotFound),
        },
    };
    if addresses.is_empty() {
        return Err(FetchError::NameNotFound);
    }
    for address in &addresses {
        reachable(*address)?;
    }
    Ok(Admitted(addresses.into_iter().map(|address| SocketAddr::new(address, target.port)).collect()))
}

fn reachable(address: IpAddr) -> Result<(), Refusal> {
    address::blocked(address).map_or(Ok(()), |block| Err(Refusal::NotGlobal(block)))
}
