//! Whether a form was sent by a page of this server: another site can send one here, and the browser adds the cookie.
//!
//! Browsers say by themselves where a form comes from. Those that say nothing are older than both headers; theirs is held by the word
//! that every form of somebody signed in carries.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};

use crate::mail::settings::PublicUrl;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// `public` is where people reach this server, where its operator said so.
pub(super) fn is_own(headers: &HeaderMap, public: Option<&PublicUrl>) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(SITE) {
        return site == "same-origin";
    }
    let Some(origin) = text(ORIGIN) else { return true };
    let here = origin.split_once("://").is_some_and(|(_, authority)| text(HOST) == Some(authority));
    here || public.is_some_and(|public| public.to("/").strip_prefix(origin).is_some_and(|path| path.starts_with('/')))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn another_site_sends_no_form_of_ours() {
        let public: PublicUrl = "https://gifts.example.org/home".parse().unwrap();
        for (site, origin, own) in [
            (Some("same-origin"), Some("https://gifts.example.org"), true),
            (Some("same-origin"), Some("null"), true),
            (Some("same-site"), Some("https://gifts.example.org"), false),
            (Some("cross-site"), None, false),
            (Some("none"), None, false),
            (None, Some("https://gifts.example.org"), true),
            (None, Some("https://gifts.example.org.evil.example"), false),
            (None, Some("https://gifts.example"), false),
            (None, Some("https://evil.example"), false),
            (None, Some("http://10.0.0.1:8787"), true),
            (None, Some("null"), false),
            (None, Some(""), false),
            (None, None, true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, "10.0.0.1:8787".parse().unwrap());
            site.map(|site| headers.insert(SITE, site.parse().unwrap()));
            origin.map(|origin| headers.insert(ORIGIN, origin.parse().unwrap()));
            assert_eq!(is_own(&headers, Some(&public)), own, "{site:?} {origin:?}");
        }
    }
}
