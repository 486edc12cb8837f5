//! Which addresses may be a server: https anywhere, plain http on this machine alone, because it carries a password.

use crate::join::glued;
use crate::json::to_text;

/// The origin of what a person typed ("gifts.example" means https), or `None` where it must not be one.
/// Paths, user names and everything else beyond scheme, host and port are refused, not cut.
#[must_use]
pub fn server_origin(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_end_matches('/').to_ascii_lowercase();
    let with_scheme = typed.split_once(':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
    let (scheme, authority) = with_scheme.unwrap_or(("https", typed.as_str()));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok().filter(|port| *port > 0)?)),
        None => (authority, None),
    };
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if host.len() > 253 || !host.split('.').all(label) {
        return None;
    }
    let loopback = matches!(host, "localhost" | "127.0.0.1");
    let usual = match scheme {
        "https" => 443,
        // The extension's own content security policy lets plain http reach these two names and no other.
        "http" if loopback => 80,
        _ => return None,
    };
    Some(match port {
        Some(port) if port != usual => glued(&[scheme, "://", host, ":", &to_text(&port)]),
        _ => glued(&[scheme, "://", host]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_only_here() {
        for (typed, want) in [
            ("https://gifts.example", Some("https://gifts.example")),
            (" HTTPS://Gifts.Example/ ", Some("https://gifts.example")),
            ("gifts.example", Some("https://gifts.example")),
            ("gifts.example:8443", Some("https://gifts.example:8443")),
            ("https://gifts.example:443", Some("https://gifts.example")),
            ("http://127.0.0.1:8787", Some("http://127.0.0.1:8787")),
            ("http://localhost", Some("http://localhost")),
            ("http://gifts.example", None),
            ("http://127.0.0.1.gifts.example", None),
            ("http://127.0.0.1@gifts.example", None),
            ("http://localhost.", None),
            ("http://[::1]:8787", None),
            ("https://gifts.example/path", None),
            ("https://me:secret@gifts.example", None),
            ("https://gifts.example:0", None),
            ("https://gifts.example:99999", None),
            ("https://gifts.example?x", None),
            ("https://", None),
            ("", None),
            ("javascript:alert(1)", None),
            ("javascript://gifts.example", None),
            ("file:///etc/passwd", None),
            ("ftp://gifts.example", None),
        ] {
            assert_eq!(server_origin(typed).as_deref(), want, "{typed}");
        }
    }
}
