//! Servers of the operator's own that requests may come through, and whose word on where they came from is taken.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};

/// Written by proxies: the address that each was asked from, the nearest last.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Networks whose addresses are proxies of ours; none unless said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// The addresses that begin with the first `bits` of `base`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    base: IpAddr,
    bits: u32,
}

/// The text names no networks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no network: name each as 10.0.0.0/8, fd00::/8 or one address, with commas between them")]
pub struct NoNetwork(String);

impl FromStr for Proxies {
    type Err = NoNetwork;

    /// Networks in CIDR notation (RFC 4632, RFC 4291 2.3) or single addresses, between commas; an empty text is none.
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        text.split(',').map(|network| network.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let wrong = || NoNetwork(text.to_owned());
        let (base, bits) = text.split_once('/').map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > most { Err(wrong()) } else { Ok(Self { base, bits }) }
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let differing = base.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let differing = base.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

impl Proxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Whether `peer`, which is no proxy of ours, says that it asks for somebody else: most likely one that nobody named.
    pub(super) fn overlooks(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        headers.contains_key(FORWARDED_FOR) && !self.trusts(peer.to_canonical())
    }

    /// Where a request came from that `peer` sent: the peer, unless it is a proxy of ours; then whom it names, as long
    /// as those are proxies of ours too. What stands left of the first other one anybody may have written.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(FORWARDED_FOR).iter().rev().map(|line| line.to_str().unwrap_or_default());
        let mut hops = lines.flat_map(|line| line.rsplit(','));
        while self.trusts(client) {
            let Some(next) = hops.next().and_then(address) else { break };
            client = next;
        }
        client
    }
}

/// One entry: an address, perhaps with the port that it asked from.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let alone = bare.parse::<IpAddr>().ok();
    alone.or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip())).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_network_holds_what_begins_as_it_does() {
        let proxies: Proxies = "10.0.0.0/8, 192.0.2.7,fd00::/8".parse().unwrap();
        for (address, held) in [
            ("10.255.0.1", true),
            ("11.0.0.1", false),
            ("192.0.2.7", true),
            ("192.0.2.8", false),
            ("fdff::1", true),
            ("fe00::1", false),
        ] {
            assert_eq!(proxies.trusts(address.parse().unwrap()), held, "{address}");
        }
        let everything: Proxies = "0.0.0.0/0".parse().unwrap();
        assert!(everything.trusts(IpAddr::from([203, 0, 113, 1])) && !everything.trusts("::1".parse().unwrap()));
        assert_eq!(" ".parse(), Ok(Proxies::default()));
        for wrong in ["10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8", "proxy.example", "10.0.0.0/8,", "10.0.0.0/"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_header_from_elsewhere_is_overlooked() {
        let proxies: Proxies = "10.0.0.0/8".parse().unwrap();
        let (proxy, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([192, 0, 2, 1]));
        let mut headers = HeaderMap::new();
        assert!(!proxies.overlooks(other, &headers));
        headers.insert(FORWARDED_FOR, axum::http::HeaderValue::from_static("203.0.113.1"));
        assert!(proxies.overlooks(other, &headers) && !proxies.overlooks(proxy, &headers));
        assert!(!proxies.overlooks("::ffff:10.0.0.1".parse().unwrap(), &headers));
    }
}
