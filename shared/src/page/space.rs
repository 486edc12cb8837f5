//! White space of texts, collapsed as a browser draws it, and cuts that split no character.

/// How a collapsed text ended.
pub(super) struct Collapsed {
    /// White space stood at its end.
    pub(super) space_after: bool,
}

/// Appends a text with its white space collapsed; `None` if there is nothing but white space.
/// A space at the end is kept, for the next text may go on in the same line.
pub(super) fn collapse(out: &mut String, text: &str, space_before: bool, limit: usize) -> Option<Collapsed> {
    let start = out.len();
    let mut space = space_before;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{feff}' {
            space = true;
            continue;
        }
        // A zero-width joiner or soft hyphen inside a price or a name is layout, not text.
        if matches!(c, '\u{200b}' | '\u{00ad}' | '\u{2060}' | '\u{200e}' | '\u{200f}') {
            continue;
        }
        if out.len() - start + c.len_utf8() + 1 > limit {
            return Some(Collapsed { space_after: true });
        }
        if space {
            out.push(' ');
            space = false;
        }
        out.push(c);
    }
    (out.len() > start).then_some(Collapsed { space_after: space })
}

/// Shortens a text to at most `limit` bytes without splitting a character.
pub(crate) fn cut(text: &mut String, limit: usize) {
    if text.len() > limit {
        let mut end = limit;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
}
