//! Whether two addresses show one picture, at whatever size and from whatever server.

use std::sync::LazyLock;

use regex::Regex;

use super::text::unescape;

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("{text}: {error}"))
}

macro_rules! patterns {
    ($($name:ident = $text:expr;)+) => { $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($text));)+ };
}

patterns! {
    ARCHIVE = r"^https?://web\.archive\.org/web/\d+[a-z_]*/";
    INNER = r"[?&](?:url|src|image|imgurl)=([^&]+)";
    PICTURE = r"(?i)\.(jpe?g|png|webp|avif)";
    PROGRAM = r"(?i)\.(php|aspx?|fcgi|ashx|axd|exe|dll)$";
    SIZES = r"(?i)&?(wid|hei|width|height|w|h|size|recipename|fmt|cvt|qlt|t|scl)=[^&]*";
    ENDING = r"(?i)\.(jpe?g|png|webp|avif|gif|tiff?|bmp)(_[^/]*)?$";
    AMAZON = r"\._[A-Z0-9_,]+_$";
    COMMA = r",(mini|lead|small|large|zoom)$";
    SIZE = r"[_\-.](\d{2,4}x\d{0,4}|x?\d{2,4}x\d{2,4}|x\d{2,4}|\d{2,4}px|grande|large|medium|small|compact|master|thumb|thm|enl|xl|xs|zoom|big|sq|s\d|crop_center|q\d+|l|m|s|t|b|n|xxl|orig)($|[_\-.])";
    PAIR = r"(?:^|_)\d{2,4}_\d{2,4}_";
    EBAY = r"^(s-l)\d+$";
    GENERAL = r"^(s-l|image|orig|original|main|large|thumb|product|img|big|small|zoom|picture|photo|front|default|pic|hqdefault|catalog|)$";
    FOLDER = r"^(\d{2,4}x\d{2,4}|c_.*|w_.*|f_.*|t_.*|images?|resize.*)$";
    SERVED = r"\.(php|fcgi|ashx)$|imageService$";
}

/// Percent signs decoded, bytes that are no UTF-8 replaced.
fn unquote(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |at: usize| char::from(*bytes.get(at)?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Host, path and query as Python's `urlsplit` gives them.
fn split(url: &str) -> (&str, &str, &str) {
    let url = url.split('#').next().unwrap_or("");
    let (rest, query) = url.split_once('?').unwrap_or((url, ""));
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    let rest = rest.split_once(':').filter(|(scheme, _)| is_scheme(scheme)).map_or(rest, |(_, rest)| rest);
    match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            (&rest[..end], &rest[end..], query)
        }
        None => ("", rest, query),
    }
}

/// Sizes taken out of a name; what ends one size may begin the next.
fn without_sizes(name: &str) -> String {
    let (mut out, mut rest) = (String::new(), name);
    while let Some(found) = SIZE.captures(rest) {
        let (Some(whole), Some(after)) = (found.get(0), found.get(2)) else { break };
        out.push_str(&rest[..whole.start()]);
        rest = &rest[after.start()..];
    }
    out + rest
}

fn key(url: &str) -> String {
    let url = unescape(url).trim().replace('\\', "/");
    let url = ARCHIVE.replace(&url, "").into_owned();
    let url = if url.starts_with("//") { format!("http:{url}") } else { url };
    if let Some(inner) = INNER.captures(&url).and_then(|found| found.get(1)).map(|inner| unquote(inner.as_str()))
        && PICTURE.is_match(&inner)
    {
        return key(&inner);
    }
    let (host, path, query) = split(&url);
    let path = unquote(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some((base, folders)) = parts.split_last() else { return format!("{host}?{query}").to_lowercase() };
    if PROGRAM.is_match(base) || matches!(base.to_lowercase().as_str(), "imageservice" | "image" | "img") {
        return format!("{base}?{}", SIZES.replace_all(query, "")).to_lowercase();
    }
    let name = ENDING.replace(base, "");
    let name = AMAZON.replace(&name, "").to_lowercase();
    let name = without_sizes(&COMMA.replace(&name, ""));
    let name = PAIR.replace_all(&name, "");
    let name = EBAY.replace(&name, "$1").into_owned();
    if GENERAL.is_match(&name) || name.chars().count() < 4 {
        let folder = folders.iter().map(|folder| folder.to_lowercase()).rfind(|folder| !FOLDER.is_match(folder));
        return folder.map_or(name.clone(), |folder| format!("{folder}/{name}"));
    }
    name
}

/// Both show one picture.
pub(super) fn same_picture(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let plain = |url: &str| url.split('?').next().unwrap_or("").to_owned();
    let bare = |url: &str| plain(url).split_once(':').map_or_else(|| plain(url), |(_, rest)| rest.to_owned());
    (bare(a) == bare(b) && !SERVED.is_match(&plain(a))) || key(a) == key(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_servers_and_queries_do_not_tell_pictures_apart() {
        for (a, b) in [
            ("https://cdn.example/a/teapot_1200x1200.jpg?v=1", "//www.example/b/teapot.png"),
            ("http://x.example/i/teapot_large_480x480.jpg", "teapot.jpg"),
            ("https://m.example/images/I/71abc._AC_SL1500_.jpg", "https://m.example/images/I/71abc._SX300_.jpg"),
            ("https://i.example/images/g/KeY1/s-l1600.jpg", "https://i.example/images/g/KeY1/s-l500.jpg"),
            ("https://p.example/?url=https%3A%2F%2Fx.example%2Fteapot.jpg&w=9", "https://x.example/teapot.jpg"),
            ("https://x.example/show.php?id=7&w=100", "https://y.example/show.php?id=7&w=900"),
            ("http://web.archive.org/web/2015im_/http://x.example/teapot.jpg", "http://x.example/teapot.jpg"),
        ] {
            assert!(same_picture(a, b), "{a} {b}: {} {}", key(a), key(b));
        }
        for (a, b) in [
            ("https://x.example/teapot.jpg", "https://x.example/kettle.jpg"),
            ("https://x.example/show.php?id=7", "https://x.example/show.php?id=8"),
            ("https://x.example/a1/image.jpg", "https://x.example/b2/image.jpg"),
            ("", ""),
        ] {
            assert!(!same_picture(a, b), "{a} {b}");
        }
    }
}
