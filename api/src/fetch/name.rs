//! Host names that are refused before they are resolved: they mean something only inside somebody's network.

/// Domains whose names are never public shops: the special-use registry (RFC 6761 and after), and what home and office
/// networks, clusters and clouds use by custom. `example` and `test` are left out: they do not resolve in public.
const SPECIAL: &[&str] = &[
    "alt",
    "arpa",
    "cluster",
    "consul",
    "corp",
    "domain",
    "docker",
    "home",
    "i2p",
    "internal",
    "intra",
    "intranet",
    "invalid",
    "kube",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "svc",
    "workgroup",
];

/// Longest name in the DNS, in characters.
const MAX_NAME: usize = 253;

/// Whether `name` (lower case, as the URL parser gives it) may not be asked for: one label, an empty label,
/// characters that no public host has, or a special domain.
#[must_use]
pub(super) fn special(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.is_empty() || name.len() > MAX_NAME {
        return true;
    }
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_';
    if name.split('.').any(|label| label.is_empty() || label.len() > 63 || !label.bytes().all(plain)) {
        return true;
    }
    match name.rsplit_once('.') {
        None => true,
        Some((_, last)) => SPECIAL.contains(&last),
    }
}

/// The domain whose requests are spaced together: the last two labels, or three under a country's `co.`, `com.` and the
/// like. A platform's shops share one budget that way, which errs to the polite side.
#[must_use]
pub(super) fn site(host: &str) -> &str {
    let host = host.strip_suffix('.').unwrap_or(host);
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else { return host };
    let country = host.len() - last == 3;
    let registry = last - second <= 4;
    if country && registry { dots.next().map_or(host, |third| &host[third + 1..]) } else { &host[second + 1..] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_names_are_known_whatever_stands_before_them() {
        for name in [
            "localhost",
            "localhost.",
            "postgres",
            "db.internal",
            "a.b.local",
            "x.onion",
            "nas.home.arpa",
            "k.default.svc",
            "localhost.localdomain",
            "",
            ".",
            "a..com",
            "shop.example..",
            "sh op.com",
            "1.0.0.127.in-addr.arpa",
        ] {
            assert!(special(name), "{name}");
        }
        for name in ["shop.example", "www.shop.co.uk", "xn--bcher-kva.de", "a_b.shop.com", "shop.example."] {
            assert!(!special(name), "{name}");
        }
    }

    #[test]
    fn a_site_is_the_domain_a_shop_registers() {
        assert_eq!(site("www.shop.example"), "shop.example");
        assert_eq!(site("shop.example"), "shop.example");
        assert_eq!(site("a.b.shop.co.uk"), "shop.co.uk");
        assert_eq!(site("shop.co.uk"), "shop.co.uk");
        assert_eq!(site("www.shop.de"), "shop.de");
        assert_eq!(site("www.hm.de."), "www.hm.de");
        assert_eq!(site("x"), "x");
    }
}
