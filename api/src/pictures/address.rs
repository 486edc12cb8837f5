//! The address of a picture: a path of this server that ends in a key which nobody can guess.
//!
//! It is kept and given as a path. A server is reached by several addresses and moves to another one, and a picture is
//! to be seen through all of them.

use axum::http::Method;

/// What comes before the key.
const PREFIX: &str = "/api/v1/pictures/";
/// Characters of a key.
const KEY_LENGTH: usize = 32;

/// 192 bits of chance, made of nothing that anybody knows.
pub(super) fn new_key() -> String {
    crate::chance::token()
}

/// Whether a text could be a key.
pub(super) fn is_key(text: &str) -> bool {
    text.len() == KEY_LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Where the picture with this key is shown.
pub(super) fn path(key: &str) -> String {
    format!("{PREFIX}{key}")
}

/// The key in the path of a picture.
pub(super) fn key_of(path: &str) -> Option<&str> {
    path.strip_prefix(PREFIX).filter(|key| is_key(key))
}

/// Whether this is a path of ours, and no address of the web.
pub(crate) fn is_path(text: &str) -> bool {
    key_of(text).is_some()
}

/// The path in an address that has the form of ours, whichever way this server was reached.
pub(crate) fn path_of(address: &str) -> Option<String> {
    if is_path(address) {
        return Some(address.to_owned());
    }
    // Nearly every address is a shop's, and needs no closer look.
    let url = if address.contains(PREFIX) { url::Url::parse(address).ok()? } else { return None };
    let plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    (plain && is_path(url.path())).then(|| url.path().to_owned())
}

/// Whether a request asks for a picture. Such requests do not count against the limits of an hour: a board shows dozens.
pub(crate) fn is_served(method: &Method, path: &str) -> bool {
    matches!(*method, Method::GET | Method::HEAD) && path.starts_with(PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "abcdefghijklmnopqrstuvwxyz-_0123";

    #[test]
    fn every_way_to_this_server_is_one_path() {
        let path = format!("/api/v1/pictures/{KEY}");
        for address in [
            path.clone(),
            format!("https://gifts.example{path}"),
            format!("http://192.168.1.5:8787{path}?size=thumb"),
            format!("HTTPS://Gifts.Example:443{path}#x"),
        ] {
            assert_eq!(path_of(&address), Some(path.clone()), "{address}");
        }
        for other in [
            "https://shop.example/a.jpg".to_owned(),
            format!("https://user@gifts.example{path}"),
            format!("ftp://gifts.example{path}"),
            format!("https://gifts.example{path}/x"),
            format!("https://gifts.example/x{path}"),
            format!("https://gifts.example/api/v1/pictures/{}", &KEY[1..]),
            format!("{path}?size=thumb"),
            "/api/v1/pictures/".to_owned(),
            String::new(),
        ] {
            assert_eq!(path_of(&other), None, "{other}");
        }
    }

    #[test]
    fn keys_are_drawn_and_long() {
        let keys: std::collections::BTreeSet<String> = (0..1000).map(|_| new_key()).collect();
        assert!(keys.len() == 1000 && keys.iter().all(|key| is_key(key)));
    }
}
