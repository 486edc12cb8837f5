//! Which IP addresses are globally reachable, after the IANA special-purpose registries (IPv4 2025-10, IPv6 2025-10).
//! The registries are lists of exceptions, so this is one too: what no row covers is reachable.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First address, prefix length and name of a block that may not be dialled.
type Block4 = (Ipv4Addr, u32, &'static str);
/// The same for IPv6.
type Block6 = (Ipv6Addr, u32, &'static str);

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u32, name: &'static str) -> Block4 {
    (Ipv4Addr::new(a, b, c, d), prefix, name)
}

const fn v6(s: [u16; 4], prefix: u32, name: &'static str) -> Block6 {
    (Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0), prefix, name)
}

const BLOCKED_4: &[Block4] = &[
    v4(0, 0, 0, 0, 8, "this network"),
    v4(10, 0, 0, 0, 8, "private use"),
    v4(100, 64, 0, 0, 10, "shared address space"),
    v4(127, 0, 0, 0, 8, "loopback"),
    // Not in the registry: the host's own services on Azure answer here, and only from inside.
    v4(168, 63, 129, 16, 32, "cloud platform"),
    v4(169, 254, 0, 0, 16, "link local"),
    v4(172, 16, 0, 0, 12, "private use"),
    v4(192, 0, 0, 0, 24, "IETF protocol assignments"),
    v4(192, 0, 2, 0, 24, "documentation"),
    v4(192, 88, 99, 0, 24, "6to4 relay anycast"),
    v4(192, 168, 0, 0, 16, "private use"),
    v4(198, 18, 0, 0, 15, "benchmarking"),
    v4(198, 51, 100, 0, 24, "documentation"),
    v4(203, 0, 113, 0, 24, "documentation"),
    v4(224, 0, 0, 0, 4, "multicast"),
    v4(240, 0, 0, 0, 4, "reserved and broadcast"),
];

const BLOCKED_6: &[Block6] = &[
    // Unspecified, loopback, IPv4-mapped, -compatible and -translated: every form of ::a.b.c.d.
    v6([0, 0, 0, 0], 16, "loopback and embedded IPv4"),
    v6([0x64, 0xff9b, 1, 0], 48, "local-use IPv4/IPv6 translation"),
    v6([0x100, 0, 0, 0], 64, "discard only"),
    v6([0x100, 0, 0, 1], 64, "dummy prefix"),
    // Teredo, benchmarking, ORCHID: the few reachable exceptions inside are anycast services, never shops.
    v6([0x2001, 0, 0, 0], 23, "IETF protocol assignments"),
    v6([0x2001, 0xdb8, 0, 0], 32, "documentation"),
    v6([0x2002, 0, 0, 0], 16, "6to4"),
    v6([0x3fff, 0, 0, 0], 20, "documentation"),
    v6([0x5f00, 0, 0, 0], 16, "segment routing"),
    v6([0xfc00, 0, 0, 0], 7, "unique local"),
    v6([0xfe80, 0, 0, 0], 10, "link local"),
    v6([0xfec0, 0, 0, 0], 10, "site local"),
    v6([0xff00, 0, 0, 0], 8, "multicast"),
];

/// The name of the block that makes `address` unfit to dial; `None` for a globally reachable one.
#[must_use]
pub fn blocked(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => blocked_4(v4),
        IpAddr::V6(v6) => blocked_6(v6),
    }
}

fn blocked_4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    BLOCKED_4.iter().find(|(base, prefix, _)| (bits ^ base.to_bits()) >> (32 - prefix) == 0).map(|block| block.2)
}

fn blocked_6(address: Ipv6Addr) -> Option<&'static str> {
    // Networks without IPv4 reach the public IPv4 world through 64:ff9b::/96 (RFC 6052): the address inside decides.
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() {
        return blocked_4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    }
    let bits = address.to_bits();
    BLOCKED_6.iter().find(|(base, prefix, _)| (bits ^ base.to_bits()) >> (128 - prefix) == 0).map(|block| block.2)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Option<&'static str> {
        blocked(text.parse().unwrap())
    }

    #[test]
    fn both_ends_of_every_block_are_blocked_and_their_neighbours_are_not() {
        for (first, prefix, name) in BLOCKED_4 {
            let last = Ipv4Addr::from_bits(first.to_bits() | (u32::MAX.checked_shr(*prefix).unwrap_or(0)));
            assert_eq!(blocked_4(*first), Some(*name));
            assert_eq!(blocked_4(last), Some(*name));
        }
        for (first, prefix, name) in BLOCKED_6 {
            let last = Ipv6Addr::from_bits(first.to_bits() | (u128::MAX >> prefix));
            assert_eq!(blocked_6(*first), Some(*name));
            assert_eq!(blocked_6(last), Some(*name));
        }
        for public in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.88.98.255",
            "192.88.100.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "198.51.99.255",
            "198.51.101.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "64:ff9c::1",
            "2001:200::",
            "2001:db7:ffff::",
            "2001:db9::",
            "2003::",
            "2a00::1",
            "3ffe:ffff::",
            "3fff:1000::",
        ] {
            assert_eq!(at(public), None, "{public}");
        }
    }

    #[test]
    fn an_embedded_ipv4_address_decides() {
        assert_eq!(at("64:ff9b::7f00:1"), Some("loopback"));
        assert_eq!(at("64:ff9b::5db8:d70e"), None);
        assert!(at("::ffff:93.184.215.14").is_some());
        assert!(at("2002:5db8:d70e::1").is_some());
    }
}
