//! A second opinion on addresses and names, written apart from the product and slow on purpose: text prefixes of bits.

use std::net::IpAddr;

use url::{Host, Url};

/// Blocks of the IANA special-purpose registries that are not globally reachable, and what stands for IPv4 in IPv6.
const NOT_GLOBAL: &str = "
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    ::/16 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16
    fc00::/7 fe80::/10 fec0::/10 ff00::/8";

/// Last labels that never name a public shop.
const SPECIAL: &str = " alt arpa cluster consul corp docker domain home i2p internal intra intranet invalid kube lan local \
                       localdomain localhost onion private svc workgroup ";

/// Whether everybody can reach it.
#[must_use]
pub fn global(address: IpAddr) -> bool {
    let bits = bits(address);
    if let Some(inner) = bits.strip_prefix(&within("64:ff9b::/96")) {
        let octets: Vec<u8> = (0..4).filter_map(|i| u8::from_str_radix(&inner[i * 8..i * 8 + 8], 2).ok()).collect();
        return <[u8; 4]>::try_from(octets).is_ok_and(|v4| global(IpAddr::from(v4)));
    }
    !NOT_GLOBAL
        .split_whitespace()
        .any(|block| (block.contains(':') == address.is_ipv6()) && bits.starts_with(&within(block)))
}

/// Whether the text may lead to a dial or a lookup, by the parse of the `url` crate.
#[must_use]
pub fn may_ask(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let web = url.scheme() == "http" || url.scheme() == "https";
    let port = matches!((url.port(), url.scheme()), (None, _) | (Some(80), "https") | (Some(443), "http"));
    let bare = !url[..url::Position::BeforeHost].contains('@');
    let host = match url.host() {
        Some(Host::Ipv4(v4)) => global(IpAddr::V4(v4)),
        Some(Host::Ipv6(v6)) => global(IpAddr::V6(v6)),
        Some(Host::Domain(name)) => public_name(name),
        None => false,
    };
    web && port && bare && host && text.len() <= 8_192
}

fn public_name(name: &str) -> bool {
    let mut labels: Vec<&str> = name.split('.').collect();
    if labels.last() == Some(&"") {
        labels.pop();
    }
    let written = |label: &&str| {
        (1..=63).contains(&label.len()) && label.chars().all(|c| "abcdefghijklmnopqrstuvwxyz0123456789-_".contains(c))
    };
    labels.len() > 1
        && labels.iter().all(written)
        && labels.join(".").len() <= 253
        && labels.last().is_some_and(|last| !SPECIAL.contains(&format!(" {last} ")))
}

fn bits(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.octets().iter().map(|octet| format!("{octet:08b}")).collect(),
        IpAddr::V6(v6) => v6.octets().iter().map(|octet| format!("{octet:08b}")).collect(),
    }
}

fn within(block: &str) -> String {
    let (base, length) = block.split_once('/').unwrap_or((block, "0"));
    let length = length.parse().unwrap_or(0);
    base.parse().map(|address| bits(address)[..length].to_owned()).unwrap_or_default()
}
