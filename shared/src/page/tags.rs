//! The tags of HTML as a browser writes it: where one ends, what stands in it, and whose content is no markup.
//! It reads no HTML of people: values stand in double quotes, and whatever else is there is passed over.

use std::borrow::Cow;

use super::entities::{decoded, find, piece};

/// How long the name is that stands here.
pub(super) fn name_len(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>')).count()
}

/// Where the `>` of a start tag is, quotes respected. Of an attribute's name a quote is a part: `<p class="a"">` has one that is named
/// `"`, and a browser writes it as ` "=""`.
pub(super) fn tag_end(html: &str, from: usize) -> usize {
    let (bytes, mut at) = (html.as_bytes(), from);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return at,
            b'"' if at > from && bytes.get(at - 1) == Some(&b'=') => at = find(html, at + 1, '"') + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Has no content and no end tag (HTML Standard, 13.3, "serializes as void").
pub(super) fn is_void(name: &str) -> bool {
    const VOID: [&str; 18] = [
        "img", "br", "input", "link", "meta", "source", "hr", "area", "base", "basefont", "bgsound", "col", "embed",
        "frame", "keygen", "param", "track", "wbr",
    ];
    VOID.contains(&name)
}

/// Its content is written as it is (the same place; `noscript` where scripts run).
pub(super) fn is_raw(name: &str) -> bool {
    const RAW: [&str; 8] = ["script", "style", "noscript", "iframe", "xmp", "noembed", "noframes", "plaintext"];
    RAW.contains(&name)
}

/// Behind the `-->` that is first from here on, or the end of the text.
pub(super) fn comment_end(html: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        at = find(html, at, '>') + 1;
        if at > html.len() || (at >= from + 3 && piece(html, at - 3, at) == "-->") {
            return at;
        }
    }
}

/// Where the end tag of an element with such content starts. What looks like one in a script inside a comment inside a script
/// ends nothing ("script data double escaped").
pub(super) fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let is = |tag: &str, name: &str| tag.strip_prefix(name).is_some_and(|rest| name_len(rest.as_bytes()) == 0);
    let (mut comment, mut script) = (false, false);
    let (mut since, mut at) = (from, find(html, from, '<'));
    while at < html.len() {
        let rest = piece(html, at + 1, html.len());
        if comment && comment_end(piece(html, 0, at), since) <= at {
            (comment, script) = (false, false);
        }
        if let Some(rest) = rest.strip_prefix('/') {
            if is(rest, name) {
                if !script {
                    return at;
                }
                script = false;
            }
        } else if name == "script" {
            comment |= rest.starts_with("!--");
            script |= comment && is(rest, name);
        }
        since = at;
        at = find(html, at + 1, '<');
    }
    html.len()
}

/// Gives every attribute of what stands in a tag behind its name.
pub(super) fn attributes(tag: &str, give: &mut dyn FnMut(&str, Cow<'_, str>)) {
    let (bytes, mut at) = (tag.as_bytes(), 0);
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() || *byte == b'/' {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
            at += 1;
        }
        let name = piece(tag, start, at);
        let (mut from, mut to) = (at, at);
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            if bytes.get(at) == Some(&b'"') {
                from = at + 1;
                to = find(tag, from, '"');
                at = to + 1;
            }
        }
        if !name.is_empty() {
            give(name, decoded(piece(tag, from, to)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(tag: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        attributes(tag, &mut |name, value| all.push((name.to_owned(), value.into_owned())));
        all
    }

    #[test]
    fn attributes_are_read_as_they_were_written() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            listed(r#" class="a b" hidden="" data-x="1 < 2 > 0 &quot;&amp;amp;&quot;" checked"#),
            [pair("class", "a b"), pair("hidden", ""), pair("data-x", "1 < 2 > 0 \"&amp;\""), pair("checked", "")]
        );
        assert_eq!(listed(r#" =x =="" a="open"#), [pair("x", ""), pair("a", "open")]);
        assert_eq!(listed(" / "), []);
    }

    #[test]
    fn a_tag_ends_behind_its_quotes() {
        for (tag, end) in [
            ("<a>b", 2),
            (r#"<a b=">">c"#, 8),
            (r#"<a b=""#, 6),
            (r#"<a b="c" "="">d"#, 13),
            (r#"<a" ="="" e="f">g"#, 15),
            ("<a", 2),
            ("", 0),
        ] {
            assert_eq!(tag_end(tag, 0), end, "{tag}");
        }
    }

    #[test]
    fn a_comment_ends_behind_itself() {
        for (html, end) in [("a-->b", 4), ("-->", 3), (">->-->", 6), ("a--", 4), ("", 1)] {
            assert_eq!(comment_end(html, 0), end, "{html}");
        }
        assert_eq!(comment_end("<!-->a-->b", 4), 9);
    }

    #[test]
    fn content_that_is_no_markup_ends_at_its_own_end_tag() {
        for (html, name, end) in [
            ("a<b></script>c", "script", 4),
            ("'</scripts>' </script >", "script", 13),
            ("<!-- <script>a</script> --> b</script>", "script", 29),
            ("<!-- <script>a</script> b</script>", "script", 25),
            ("<!-- a</script>", "script", 6),
            ("<!--><script></script>", "script", 13),
            ("<!-- <script></style>", "style", 13),
            ("no end </", "style", 9),
        ] {
            assert_eq!(raw_end(html, 0, name), end, "{html}");
        }
        let hostile = format!("<!--{}", "<script></script>".repeat(100_000));
        assert_eq!(raw_end(&hostile, 0, "script"), hostile.len());
    }
}
