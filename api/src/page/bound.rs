//! Cuts a page to what the parser can read in good time, before it is parsed.
//!
//! The tree builder of html5ever walks the open elements at most start tags, and compares each attribute with all of its
//! tag: depth 100,000 or 100,000 attributes would take minutes. Browsers flatten at depth 512; here deeper start tags go.

use std::borrow::Cow;

/// Open elements at once. Chromium stops nesting at 512.
const DEPTH: usize = 512;
/// Start tags; `collect` keeps fewer.
const TAGS: usize = 120_000;
/// Attributes of one tag.
const ATTRIBUTES: usize = 256;

/// Elements that never hold others, or that a sibling closes: they do not nest.
fn nests(name: &[u8]) -> bool {
    !matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
            | b"p"
            | b"li"
            | b"dt"
            | b"dd"
            | b"td"
            | b"th"
            | b"tr"
            | b"tbody"
            | b"thead"
            | b"tfoot"
            | b"option"
            | b"optgroup"
            | b"html"
            | b"head"
            | b"body"
            | b"path"
            | b"use"
            | b"frame"
    )
}

/// The page without what would take too long, and whether it is whole.
pub(super) fn bounded(text: &str) -> (Cow<'_, str>, bool) {
    let bytes = text.as_bytes();
    let mut kept: Option<String> = None;
    let (mut copied, mut at, mut depth, mut tags) = (0, 0, 0usize, 0usize);
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + offset;
        let rest = &bytes[start..];
        if rest.starts_with(b"<!--") {
            at = text.get(start + 4..).and_then(|rest| rest.find("-->")).map_or(bytes.len(), |end| start + 4 + end + 3);
            continue;
        }
        let closing = rest.get(1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        let name_len = bytes[name_at.min(bytes.len())..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if name_len == 0 {
            at = start + 1;
            continue;
        }
        let mut lower = [0u8; 16];
        let name = lower.get_mut(..name_len).unwrap_or_default();
        name.copy_from_slice(bytes.get(name_at..name_at + name.len()).unwrap_or_default());
        name.make_ascii_lowercase();
        let name: &[u8] = name;
        let tag = short_tag(text, name_at + name_len).unwrap_or_else(|| read_tag(bytes, name_at + name_len));
        at = tag.end;
        if closing {
            depth = depth.saturating_sub(usize::from(nests(name)));
            continue;
        }
        tags += 1;
        if tags > TAGS {
            let mut out = kept.unwrap_or_default();
            out.push_str(text.get(copied..start).unwrap_or(""));
            return (Cow::Owned(out), false);
        }
        let deeper = nests(name) && !tag.closed;
        if tag.attributes > ATTRIBUTES || (deeper && depth >= DEPTH) {
            let out = kept.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(text.get(copied..start).unwrap_or(""));
            copied = at;
            continue;
        }
        depth += usize::from(deeper);
        if matches!(name, b"script" | b"style" | b"textarea" | b"title" | b"noscript" | b"iframe" | b"xmp") {
            // Raw text: nothing in it is a tag until its own end.
            at = end_tag(text, at, name).unwrap_or(bytes.len());
        }
    }
    match kept {
        Some(mut out) => {
            out.push_str(text.get(copied..).unwrap_or(""));
            (Cow::Owned(out), false)
        }
        None => (Cow::Borrowed(text), true),
    }
}

struct Tag {
    end: usize,
    attributes: usize,
    closed: bool,
}

/// A tag too short to hold too many attributes, with its quotes in pairs: most are, and need no closer look.
fn short_tag(text: &str, from: usize) -> Option<Tag> {
    let inner = text.get(from..)?;
    let inner = inner.get(..inner.find('>')?).filter(|inner| inner.len() < 2 * ATTRIBUTES)?.as_bytes();
    let count = |quote: u8| inner.iter().filter(|b| **b == quote).count();
    let paired = count(b'"').is_multiple_of(2) && count(b'\'') == 0;
    paired.then(|| Tag { end: from + inner.len() + 1, attributes: 0, closed: inner.last() == Some(&b'/') })
}

/// Reads from behind a tag's name to behind its `>`, quotes respected.
fn read_tag(bytes: &[u8], from: usize) -> Tag {
    let (mut quote, mut attributes, mut after_space, mut after_equals) = (None, 0, false, false);
    let mut at = from;
    while let Some(&b) = bytes.get(at) {
        at += 1;
        if let Some(open) = quote {
            if b == open {
                quote = None;
            }
            continue;
        }
        match b {
            b'>' => return Tag { end: at, attributes, closed: bytes.get(at.wrapping_sub(2)) == Some(&b'/') },
            b'"' | b'\'' if after_equals => {
                quote = Some(b);
                after_equals = false;
                after_space = true;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() || b == b'/' => after_space = true,
            _ => {
                if after_space && !after_equals {
                    attributes += 1;
                }
                after_space = false;
                after_equals = false;
            }
        }
    }
    Tag { end: bytes.len(), attributes, closed: false }
}

/// Where `</name` starts.
fn end_tag(text: &str, from: usize, name: &[u8]) -> Option<usize> {
    let mut at = from;
    while let Some(offset) = text.get(at..)?.find('<') {
        at += offset;
        let bytes = text.as_bytes();
        let candidate = bytes.get(at + 2..at + 2 + name.len());
        if bytes.get(at + 1) == Some(&b'/') && candidate.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return Some(at);
        }
        at += 1;
    }
    None
}
