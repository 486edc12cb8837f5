//! A site, as a person means it where they choose for one: all pages under a name, whatever stands before it, at any port.

use crate::join::glued;
use crate::product_url;

/// The site of a page: its host, without `www.` and port. `None` where it is no page of the web.
#[must_use]
pub fn site(url: &str) -> Option<&str> {
    Some(product_url::host(url)).filter(|host| !host.is_empty())
}

/// The match patterns of its pages, as browsers take them. One for each scheme: a browser that granted both for every host does not
/// say of a pattern for both that it is granted.
#[must_use]
pub fn patterns(site: &str) -> [String; 2] {
    // Below a number or a name without a dot there is nothing.
    let named = site.bytes().any(|byte| byte == b'.')
        && site.bytes().next_back().is_some_and(|last| last.is_ascii_alphabetic());
    let below = if named { "*." } else { "" };
    ["http://", "https://"].map(|scheme| glued(&[scheme, below, site, "/*"]))
}

/// Whether a page of this host is one of the site's.
#[must_use]
pub fn covers(site: &str, host: &str) -> bool {
    host.strip_suffix(site).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_name_at_any_port() {
        for (url, wanted) in [
            ("https://www.shop.example/p/1?x#y", Some("shop.example")),
            ("http://m.shop.example:8080/", Some("m.shop.example")),
            ("http://127.0.0.1:8787/", Some("127.0.0.1")),
            ("https://[::1]:8/p", Some("[::1]")),
            ("chrome://extensions/", None),
            ("about:blank", None),
            ("file:///a.html", None),
            ("https://", None),
        ] {
            assert_eq!(site(url), wanted, "{url}");
        }
    }

    #[test]
    fn what_stands_before_a_name_belongs_to_it_and_before_a_number_nothing_stands() {
        assert_eq!(patterns("shop.example"), ["http://*.shop.example/*", "https://*.shop.example/*"]);
        for exact in ["127.0.0.1", "[::1]", "localhost"] {
            assert_eq!(patterns(exact)[1], ["https://", exact, "/*"].concat());
        }
    }

    #[test]
    fn another_name_with_the_same_end_is_another_site() {
        assert!(covers("shop.example", "shop.example") && covers("shop.example", "m.shop.example"));
        assert!(!covers("shop.example", "myshop.example"));
        assert!(!covers("m.shop.example", "shop.example"));
    }
}
