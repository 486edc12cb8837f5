//! Addresses of products: made absolute, freed of tracking, and the key that says "the same page".
//! Hand-written for http and https only, because a general URL parser is larger than all of detection in WASM.

use crate::find::Find;
use crate::join::joined;

/// An http(s) address in its parts. User names and passwords are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts<'a> {
    https: bool,
    /// Host and port as written.
    host: &'a str,
    /// Starts with `/` or is empty.
    path: &'a str,
    /// Without `?`.
    query: Option<&'a str>,
    /// Without `#`.
    fragment: Option<&'a str>,
}

/// Longer addresses are refused.
pub const MAX_BYTES: usize = 2048;

fn strip_scheme(text: &str) -> Option<(bool, &str)> {
    for (https, scheme) in [(true, "https:"), (false, "http:")] {
        if let Some((head, rest)) = text.split_at_checked(scheme.len())
            && head.eq_ignore_ascii_case(scheme)
        {
            return Some((https, rest.shorn_before(|sign| matches!(sign, '/' | '\\'))));
        }
    }
    None
}

fn split(text: &str) -> Option<Parts<'_>> {
    let (https, rest) = strip_scheme(text)?;
    let end = rest.first_such(|sign| matches!(sign, '/' | '\\' | '?' | '#')).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end)?;
    let host = authority.behind_last("@");
    let (rest, fragment) = rest.parted("#").map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.parted("?").map_or((rest, None), |(path, query)| (path, Some(query)));
    is_host(host).then_some(Parts { https, host, path, query, fragment })
}

fn is_host(host: &str) -> bool {
    let name = match host.parted_at_last(":") {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && port.len() <= 5 => name,
        _ => host,
    };
    let bracketed = name.len() > 2 && name.starts_with("[") && name.ends_with("]");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') || !c.is_ascii();
    !name.is_empty() && (bracketed || name.chars().all(plain))
}

/// Makes an address absolute as a browser does; `None` if it is not http(s) in the end, or too long.
#[must_use]
pub fn resolve(base: &str, href: &str) -> Option<String> {
    let href = href.shorn(|c| c <= ' ');
    if href.is_empty() || href.len() > MAX_BYTES {
        return None;
    }
    let mut clean = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            ' ' => clean.push_str("%20"),
            '"' => clean.push_str("%22"),
            '<' => clean.push_str("%3C"),
            '>' => clean.push_str("%3E"),
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    let href = clean.as_str();
    if strip_scheme(href).is_some() {
        return split(href).map(|parts| join(&parts, parts.path));
    }
    let scheme = href.parted(":").map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-');
    if !scheme.is_empty() && is_scheme && !href.begins(|c| c.is_ascii_digit()) {
        return None;
    }
    let base = split(base)?;
    if href.starts_with("//") || href.starts_with("\\\\") {
        let scheme = if base.https { "https:" } else { "http:" };
        let absolute = joined(&[scheme, href], "");
        return split(&absolute).map(|parts| join(&parts, parts.path));
    }
    let (rest, fragment) = href.parted("#").map_or((href, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.parted("?").map_or((rest, None), |(path, query)| (path, Some(query)));
    let merged;
    let (path, query) = if path.is_empty() {
        (base.path, query.or(base.query))
    } else if path.begins(|sign| matches!(sign, '/' | '\\')) {
        (path, query)
    } else {
        let folder = base.path.parted_at_last("/").map_or("", |(folder, _)| folder);
        merged = joined(&[folder, path], "/");
        (merged.as_str(), query)
    };
    Some(join(&Parts { query, fragment, ..base }, path))
}

fn join(parts: &Parts<'_>, path: &str) -> String {
    let mut out = String::from(if parts.https { "https://" } else { "http://" });
    // A browser gives hosts of other scripts in their ASCII form already.
    let host = parts.host.to_ascii_lowercase();
    let default_port = if parts.https { ":443" } else { ":80" };
    out.push_str(host.strip_suffix(default_port).unwrap_or(&host).shorn_behind(|sign| sign == ':'));
    out.push_str(&without_dots(path));
    if let Some(query) = parts.query {
        out.push('?');
        out.push_str(query);
    }
    if let Some(fragment) = parts.fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// RFC 3986, 5.2.4, on a whole path.
fn without_dots(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.shorn_before(|sign| sign == '/').parts("/").collect();
    for (at, segment) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        match *segment {
            "." | "%2e" | "%2E" => {
                if last {
                    kept.push("");
                }
            }
            ".." | "%2e%2e" | "%2E%2E" => {
                kept.pop();
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    joined(&["", &joined(&kept, "/")], "/")
}

/// Names of query parameters that say where a visitor came from, never what they look at.
const TRACKING: &str = "\
    gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_cid|\
    mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok|irclickid|irgwc|cjevent|awc|awin_mid|aff_id|affid|affiliate|\
    affiliate_id|zanpid|ranmid|raneaid|ransiteid|epik|srsltid|spm|scm|ref_|pf_rd_p|pf_rd_r|pd_rd_i|pd_rd_r|\
    pd_rd_w";

const TRACKING_STARTS: [&str; 8] = ["utm_", "pk_", "mtm_", "matomo_", "hsa_", "at_medium", "at_campaign", "_bta_"];

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.is_one_of(TRACKING) || TRACKING_STARTS.iter().any(|start| name.starts_with(start))
}

/// The address without fragment and tracking; everything that may choose a variant stays. `None` if it is not http(s).
#[must_use]
pub fn canonical(url: &str) -> Option<String> {
    let absolute = resolve(url, url)?;
    let parts = split(&absolute)?;
    let query = parts.query.map(|query| {
        let kept: Vec<&str> =
            query.parts("&").filter(|pair| !pair.is_empty() && !is_tracking(pair.up_to("="))).collect();
        joined(&kept, "&")
    });
    let query = query.as_deref().filter(|query| !query.is_empty());
    let out = join(&Parts { query, fragment: None, ..parts }, parts.path);
    (out.len() <= MAX_BYTES).then_some(out)
}

/// The key under which one person's saves of "the same page" meet: no scheme, no `www.`, no tracking, parameters in order,
/// no slash at the end. Two addresses with the same key are one page; it is never shown and never fetched.
#[must_use]
pub fn identity_key(url: &str) -> Option<String> {
    let clean = canonical(url)?;
    let parts = split(&clean)?;
    let host = ["www.", "m.", "mobile."].iter().find_map(|start| parts.host.strip_prefix(start)).unwrap_or(parts.host);
    let mut pairs: Vec<&str> = parts.query.map(|query| query.parts("&").collect()).unwrap_or_default();
    crate::order::few(&mut pairs, |one, other| one < other);
    let mut key = joined(&[host, parts.path.shorn_behind(|sign| sign == '/')], "");
    if !pairs.is_empty() {
        key.push('?');
        key.push_str(&joined(&pairs, "&"));
    }
    Some(key)
}

/// Which address stands for a page: its own canonical one, because one page has many addresses. But shops get it wrong: it
/// counts only where it stays with the shop and names more than its front page; else different things became one.
#[must_use]
pub fn own_address<'a>(url: &'a str, canonical: Option<&'a str>) -> &'a str {
    canonical
        .filter(|canonical| shop(canonical) == shop(url) && !path(canonical).shorn(|sign| sign == '/').is_empty())
        .unwrap_or(url)
}

/// The shop of an address: its host without `www.`, and without what tells a shop's mobile pages from the others.
#[must_use]
pub fn shop(url: &str) -> &str {
    let host = host(url);
    ["m.", "mobile."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(host)
}

/// Host of an address in lower case, without `www.` and port; empty if there is none.
#[must_use]
pub fn host(url: &str) -> &str {
    let host = split(url).map_or("", |parts| parts.host);
    let host = host.parted_at_last(":").filter(|_| !host.ends_with("]")).map_or(host, |(name, _)| name);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The path of an address, from its first slash; empty if there is none.
#[must_use]
pub fn path(url: &str) -> &str {
    split(url).map_or("", |parts| parts.path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn relative_addresses_resolve_as_in_a_browser() {
        let base = "https://Shop.example:443/a/b?x=1#f";
        for (href, want) in [
            ("c.jpg", "https://shop.example/a/c.jpg"),
            ("/c.jpg", "https://shop.example/c.jpg"),
            ("../c d.jpg?w=1", "https://shop.example/c%20d.jpg?w=1"),
            ("./", "https://shop.example/a/"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("?y=2", "https://shop.example/a/b?y=2"),
            ("HTTP://other.example", "http://other.example/"),
            ("https://me:secret@h.example/p", "https://h.example/p"),
            (" /c\n.jpg ", "https://shop.example/c.jpg"),
            ("../../../../c", "https://shop.example/c"),
            ("a:b/c.jpg", ""),
            ("javascript:alert(1)", ""),
            ("data:image/gif;base64,AA", ""),
            ("mailto:a@b.example", ""),
            ("file:///etc/passwd", ""),
            ("https://", ""),
            ("https://a b/", ""),
        ] {
            assert_eq!(resolve(base, href).unwrap_or_default(), want, "{href}");
        }
        assert_eq!(resolve("", "/a"), None);
    }

    #[test]
    fn tracking_goes_and_variants_stay() {
        let url = "https://shop.example/p?utm_source=mail&variant=42&gclid=x&color=red#reviews";
        assert_eq!(canonical(url).unwrap(), "https://shop.example/p?variant=42&color=red");
        assert_eq!(canonical("https://shop.example/p?fbclid=1").unwrap(), "https://shop.example/p");
    }

    #[test]
    fn a_canonical_address_counts_only_within_the_shop() {
        let url = "https://m.shop.example/p?id=7";
        assert_eq!(own_address(url, Some("https://www.shop.example/mug")), "https://www.shop.example/mug");
        for other in ["https://shop.example/", "https://cdn.example/mug", "not an address"] {
            assert_eq!(own_address(url, Some(other)), url, "{other}");
        }
        assert_eq!(own_address(url, None), url);
    }

    #[test]
    fn the_same_page_has_one_key() {
        let key = identity_key("https://www.shop.example/p/?b=2&a=1&utm_medium=x#top").unwrap();
        assert_eq!(key, "shop.example/p?a=1&b=2");
        for other in ["http://shop.example/p?a=1&b=2", "https://m.shop.example/p/?a=1&b=2&gclid=9"] {
            assert_eq!(identity_key(other).unwrap(), key);
        }
        assert_ne!(identity_key("https://shop.example/p?a=1&b=3").unwrap(), key);
    }
}
