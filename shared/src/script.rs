//! Scripts with and without spaces between words.

/// Signs of scripts that put no spaces between words: Han, Kana, Hangul, Thai.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{0e00}'..='\u{0e7f}')
}

/// Where words of a lower-case text begin; in scripts without spaces each sign is one.
pub(crate) fn word_starts(lower: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    lower.char_indices().filter_map(move |(at, c)| {
        let starts = !before.is_alphabetic() || is_cjk(c);
        before = c;
        (starts && c != ' ').then_some(at)
    })
}
