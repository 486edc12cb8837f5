//! Texts and values as a browser writes them: which characters it wrote as entities, and how long the text was in the page.

use std::borrow::Cow;

/// All that the HTML Standard has a serialiser write as entities (13.3, "escaping a string"), behind their `&`.
const ENTITIES: [(&str, char); 5] = [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("nbsp;", '\u{a0}')];

/// Where this sign is next; the end of the text where it is not.
#[inline(never)]
pub(super) fn find(text: &str, from: usize, sign: char) -> usize {
    piece(text, from, text.len()).find(sign).map_or(text.len(), |at| from + at)
}

/// A piece of a text; nothing where that would split a character. One function, because there are many such places.
#[inline(never)]
pub(super) fn piece(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// The entity that a text begins with, behind its `&`: the character, and how many bytes stood for it.
fn entity(text: &str) -> Option<(char, usize)> {
    ENTITIES.iter().find(|(name, _)| text.starts_with(name)).map(|(name, meant)| (*meant, name.len()))
}

/// The text that was meant.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let mut at = find(text, 0, '&');
    if at == text.len() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    while at < text.len() {
        out.push_str(piece(text, from, at));
        let (meant, len) = entity(piece(text, at + 1, text.len())).unwrap_or(('&', 0));
        out.push(meant);
        from = at + 1 + len;
        at = find(text, from, '&');
    }
    out.push_str(piece(text, from, text.len()));
    Cow::Owned(out)
}

/// How many units of UTF-16, which a page counts in, a text has as written.
pub(super) fn units(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.bytes().map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0)).sum()
}

/// The same of the text that was meant.
pub(super) fn decoded_units(text: &str) -> usize {
    let (mut at, mut more) = (find(text, 0, '&'), 0);
    while at < text.len() {
        more += entity(piece(text, at + 1, text.len())).map_or(0, |(_, len)| len);
        at = find(text, at + 1, '&');
    }
    units(text) - more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_what_they_stand_for_and_nothing_else_does() {
        for (written, meant) in [
            ("plain", "plain"),
            ("a &amp; b", "a & b"),
            ("&lt;b&gt; &quot;19,99&nbsp;€&quot;", "<b> \"19,99\u{a0}€\""),
            ("&amp;amp;&amp;lt;", "&amp;&lt;"),
            ("AT&T & &co; &#8364; &euro; &amp", "AT&T & &co; &#8364; &euro; &amp"),
            ("&", "&"),
            ("😀&nbsp;", "😀\u{a0}"),
        ] {
            assert_eq!(decoded(written), meant, "{written}");
            assert_eq!(decoded_units(written), meant.encode_utf16().count(), "{written}");
            assert_eq!(units(written), written.encode_utf16().count(), "{written}");
        }
    }
}
