//! The cookie of a browser that is signed in: out of reach of any script, sent to these pages alone, and over HTTPS.

use axum::http::header::{COOKIE, HOST};
use axum::http::{HeaderMap, HeaderValue};

const NAME: &str = "giftos";
/// As long as a session that nobody uses.
const SECONDS: i64 = 7 * 24 * 60 * 60;

/// What the browser sends; `None` where it sends nothing, or two, of which one was put there by somebody else.
pub(super) fn of(headers: &HeaderMap) -> Option<&str> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut found = texts.flat_map(|text| text.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == NAME).then_some(value)
    });
    found.next().filter(|value| value.len() == 43 && found.next().is_none())
}

/// The browser keeps this from now on.
pub(super) fn set(headers: &HeaderMap, token: &str) -> Option<HeaderValue> {
    written(headers, token, SECONDS)
}

/// The browser keeps nothing any more.
pub(super) fn clear(headers: &HeaderMap) -> Option<HeaderValue> {
    written(headers, "", 0)
}

fn written(headers: &HeaderMap, token: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if on_this_machine(headers) { "" } else { "; Secure" };
    let text = format!("{NAME}={token}; Path=/my; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).ok()
}

/// Somebody tries it out at home, without a certificate. Nothing listens between a machine and itself.
fn on_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = if host.starts_with('[') { host.split(']').next() } else { host.split(':').next() };
    matches!(name, Some("localhost" | "127.0.0.1" | "[::1"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn it_is_for_these_pages_alone_and_goes_unencrypted_only_within_a_machine() {
        let token = "a".repeat(43);
        for (host, secure) in [
            ("gifts.example.org", true),
            ("localhost.example.org", true),
            ("127.0.0.1.example.org", true),
            ("192.168.0.7:8787", true),
            ("localhost", false),
            ("127.0.0.1:8787", false),
            ("[::1]:8787", false),
        ] {
            let text = set(&headers(&[("host", host)]), &token).unwrap().to_str().unwrap().to_owned();
            assert_eq!(text.ends_with("; Secure"), secure, "{host}");
            assert!(text.contains("HttpOnly") && text.contains("SameSite=Lax") && text.contains("Path=/my;"), "{text}");
        }
    }

    #[test]
    fn of_several_cookies_ours_is_read_and_of_two_of_its_name_none() {
        let token = "a".repeat(43);
        let read = |text: &str| of(&headers(&[("cookie", text)])).map(str::to_owned);
        assert_eq!(read(&format!("theme=dark; giftos={token}; x=y")), Some(token.clone()));
        assert_eq!(read(&format!("giftos={token}; giftos={token}")), None);
        assert_eq!(read("giftos=short"), None);
        assert_eq!(read("other=1"), None);
        assert_eq!(of(&HeaderMap::new()), None);
    }
}
