//! What the parser is spared: programs, style sheets and comments, of which nobody wants to know and which it would read letter
//! by letter; and tags with more attributes than any page has, since it compares each attribute with all before it, so that
//! 100,000 of them in one tag take many seconds before the judge sees a tag.

use std::borrow::Cow;

use shared::page::speaks_of_prices;

/// Attributes of one tag.
const MOST: usize = 256;

/// The text without all that, and whether no tag had to go.
pub(super) fn spared(text: &str) -> (Cow<'_, str>, bool) {
    let bytes = text.as_bytes();
    let mut kept = Kept { text, out: String::new(), copied: 0 };
    let (mut at, mut uncrowded) = (0, true);
    // What has no end from here has none from further on: looked for once, so that the whole stays linear.
    let mut endless: Vec<&[u8]> = Vec::new();
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + offset;
        let rest = &bytes[start..];
        if rest.starts_with(b"<!--") {
            at = start + 4;
            if !endless.contains(&&b"--"[..]) {
                match text.get(at..).and_then(|rest| rest.find("-->")) {
                    Some(end) => {
                        // One that ends at once, or in another way, is no more than what it says.
                        if is_plain_comment(&text[at..at + end]) {
                            kept.without(at, at + end);
                        }
                        at += end + 3;
                    }
                    None => endless.push(b"--"),
                }
            }
            continue;
        }
        let name_len = rest.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric()).count();
        if name_len == 0 {
            at = start + 1;
            continue;
        }
        let after_name = start + 1 + name_len;
        let crowded = match short_tag(text, after_name) {
            Some(end) => {
                at = end;
                false
            }
            None => {
                let (end, attributes) = read_tag(bytes, after_name);
                at = end;
                attributes > MOST
            }
        };
        if crowded {
            kept.without(start, at);
            uncrowded = false;
            continue;
        }
        if let Some(name) = raw(&rest[1..=name_len]).filter(|name| !endless.contains(name)) {
            // Raw text: nothing in it is a tag until its own end.
            match end_tag(text, at, name) {
                Some(end) => {
                    if is_idle(name, &text[after_name..at], &text[at..end]) {
                        kept.without(at, end);
                    }
                    at = end;
                }
                None => endless.push(name),
            }
        }
    }
    (kept.rest(), uncrowded)
}

/// What is kept of a text, piece by piece.
struct Kept<'t> {
    text: &'t str,
    out: String,
    copied: usize,
}

impl<'t> Kept<'t> {
    /// Leaves a piece out; pieces come in their order.
    fn without(&mut self, start: usize, end: usize) {
        if start < end {
            self.out.push_str(self.text.get(self.copied..start).unwrap_or(""));
            self.copied = end;
        }
    }

    fn rest(mut self) -> Cow<'t, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.out.push_str(self.text.get(self.copied..).unwrap_or(""));
        Cow::Owned(self.out)
    }
}

/// Whether a comment ends where `-->` ends it: others end earlier (HTML Standard, 13.2.5.43 and after).
fn is_plain_comment(inside: &str) -> bool {
    !inside.starts_with(['>', '-']) && !inside.contains("--!") && !inside.contains("<!--")
}

/// Whether nothing of an element's content is looked at: style sheets, and programs without a price in them. A script that opens
/// a comment may hold an end tag that is none, and stays as it is.
fn is_idle(name: &[u8], attributes: &str, content: &str) -> bool {
    match name {
        b"style" => true,
        b"script" => {
            let is_program = !attributes.contains("json") && !attributes.contains("JSON");
            is_program && !speaks_of_prices(content) && !content.contains("<!--")
        }
        _ => false,
    }
}

/// The element of that name whose content is no markup.
fn raw(name: &[u8]) -> Option<&'static [u8]> {
    const RAW: [&[u8]; 7] = [b"script", b"style", b"textarea", b"title", b"noscript", b"iframe", b"xmp"];
    RAW.into_iter().find(|raw| raw.eq_ignore_ascii_case(name))
}

/// Behind a tag too short to hold too many attributes, with its quotes in pairs: most are, and need no closer look.
fn short_tag(text: &str, from: usize) -> Option<usize> {
    let inner = text.get(from..)?;
    let inner = inner.get(..inner.find('>')?).filter(|inner| inner.len() < 2 * MOST)?.as_bytes();
    let count = |quote: u8| inner.iter().filter(|b| **b == quote).count();
    let paired = count(b'"').is_multiple_of(2) && count(b'\'') == 0;
    paired.then_some(from + inner.len() + 1)
}

/// Reads from behind a tag's name to behind its `>`, quotes respected: where that is, and the attributes before it.
fn read_tag(bytes: &[u8], from: usize) -> (usize, usize) {
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
            b'>' => return (at, attributes),
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
    (bytes.len(), attributes)
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
