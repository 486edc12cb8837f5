//! A table of pairs of texts as one text with the ends of its parts: two bytes where a slice of pairs has eight.

/// Pairs of texts, made by [`rows!`].
pub(super) struct Rows {
    text: &'static str,
    /// Where each part ends in the text, two for each row.
    ends: &'static [[u16; 2]],
}

/// [`Rows`] of a constant slice of pairs, put together when the program is compiled.
macro_rules! rows {
    ($rows:expr) => {{
        const ROWS: &[(&str, &str)] = $rows;
        const TEXT: [u8; $crate::price_text::rows::length(ROWS)] = $crate::price_text::rows::text(ROWS);
        const ENDS: [[u16; 2]; ROWS.len()] = $crate::price_text::rows::ends(ROWS);
        match std::str::from_utf8(&TEXT) {
            Ok(text) => $crate::price_text::rows::Rows::over(text, &ENDS),
            Err(_) => panic!("texts in a row are a text"),
        }
    }};
}
pub(super) use rows;

/// For [`rows!`]: bytes of all parts.
pub(super) const fn length(rows: &[(&str, &str)]) -> usize {
    let (mut length, mut row) = (0, 0);
    while row < rows.len() {
        length += rows[row].0.len() + rows[row].1.len();
        row += 1;
    }
    assert!(length < u16::MAX as usize, "longer than its ends can say");
    length
}

/// For [`rows!`]: all parts, one behind another.
pub(super) const fn text<const LENGTH: usize>(rows: &[(&str, &str)]) -> [u8; LENGTH] {
    let (mut out, mut filled, mut part) = ([0; LENGTH], 0, 0);
    while part < 2 * rows.len() {
        let (words, codes) = rows[part / 2];
        let bytes = if part % 2 == 0 { words.as_bytes() } else { codes.as_bytes() };
        let mut at = 0;
        while at < bytes.len() {
            out[filled] = bytes[at];
            filled += 1;
            at += 1;
        }
        part += 1;
    }
    out
}

/// For [`rows!`]: where each part ends.
#[allow(clippy::cast_possible_truncation)]
pub(super) const fn ends<const ROWS: usize>(rows: &[(&str, &str)]) -> [[u16; 2]; ROWS] {
    let (mut out, mut end, mut row) = ([[0; 2]; ROWS], 0, 0);
    while row < ROWS {
        let first = end + rows[row].0.len();
        end = first + rows[row].1.len();
        // `length` has seen that they fit.
        out[row] = [first as u16, end as u16];
        row += 1;
    }
    out
}

impl Rows {
    /// For [`rows!`].
    pub(super) const fn over(text: &'static str, ends: &'static [[u16; 2]]) -> Self {
        Self { text, ends }
    }

    /// The pairs in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut from = 0;
        self.ends.iter().filter_map(move |ends| {
            let [first, end] = ends.map(usize::from);
            let start = std::mem::replace(&mut from, end);
            Some((self.text.get(start..first)?, self.text.get(first..end)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_what_they_were_made_of() {
        static TABLE: Rows = rows!(&[("€|euro", "EUR"), ("", ""), ("円", "JPY"), ("kn", "")]);
        let rows: Vec<_> = TABLE.iter().collect();
        assert_eq!(rows, [("€|euro", "EUR"), ("", ""), ("円", "JPY"), ("kn", "")]);
    }
}
