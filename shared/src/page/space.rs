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
    let mut rest = text;
    // Whole words at once, until one no longer fits.
    let mut whole = true;
    while let Some(c) = rest.chars().next() {
        let run = if whole { rest.bytes().take_while(u8::is_ascii_graphic).count() } else { 0 };
        whole &= out.len() - start + run + 2 <= limit;
        if run > 0 && whole {
            let Some((word, after)) = rest.split_at_checked(run) else { break };
            if space {
                out.push(' ');
                space = false;
            }
            out.push_str(word);
            rest = after;
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_collapsed_and_a_long_text_cut_where_it_no_longer_fits() {
        for (text, limit, want, after) in [
            ("  a \n b", 100, Some(" a b"), false),
            ("a\u{200b}b é ", 100, Some(" ab é"), true),
            ("\u{feff} \t", 100, None, false),
            ("abc", 5, Some(" abc"), false),
            ("abcdef", 5, Some(" abc"), true),
            ("ab cdef", 6, Some(" ab c"), true),
        ] {
            let mut out = String::new();
            let collapsed = collapse(&mut out, text, true, limit);
            assert_eq!(collapsed.as_ref().map(|_| out.as_str()), want, "{text:?}");
            assert!(collapsed.is_none_or(|collapsed| collapsed.space_after == after), "{text:?}");
        }
    }
}
