//! Tables of phrases that every text of a page is looked through for, behind a filter that nearly all places do not pass.

/// Which two bytes phrases begin with: one look tells at most places of a text that none of them stands there.
pub(crate) struct Starts {
    pairs: [u32; Self::PLACES / 32],
    /// Phrases of one byte: behind it anything may stand.
    alone: [u32; 8],
}

impl Starts {
    const PLACES: usize = 512;

    const fn place(first: u8, second: u8) -> usize {
        (first as usize * 33 + second as usize) % Self::PLACES
    }

    /// Of no phrase.
    pub(crate) const fn none() -> Self {
        Self { pairs: [0; Self::PLACES / 32], alone: [0; 8] }
    }

    /// And of these phrases, parted by `|`.
    pub(crate) const fn and(mut self, phrases: &str) -> Self {
        let bytes = phrases.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if at == 0 || bytes[at - 1] == b'|' {
                if at + 1 == bytes.len() || bytes[at + 1] == b'|' {
                    self.alone[bytes[at] as usize / 32] |= 1 << (bytes[at] % 32);
                } else {
                    let place = Self::place(bytes[at], bytes[at + 1]);
                    self.pairs[place / 32] |= 1 << (place % 32);
                }
            }
            at += 1;
        }
        self
    }

    /// Of the phrases of a table's rows.
    pub(crate) const fn of_rows(rows: &[(&str, &str)]) -> Self {
        let (mut starts, mut row) = (Self::none(), 0);
        while row < rows.len() {
            starts = starts.and(rows[row].0);
            row += 1;
        }
        starts
    }

    /// One of the phrases may stand at the start of this text; `false` is certain.
    pub(crate) fn may_begin(&self, text: &[u8]) -> bool {
        let Some(first) = text.first() else { return false };
        let has = |bits: &[u32], at: usize| bits.get(at / 32).is_some_and(|bits| bits >> (at % 32) & 1 != 0);
        has(&self.alone, usize::from(*first))
            || text.get(1).is_some_and(|second| has(&self.pairs, Self::place(*first, *second)))
    }
}

/// Phrases with their filter. Texts are compared with them as they are: both lower-case, as a rule.
pub(crate) struct Phrases {
    list: &'static [&'static str],
    starts: Starts,
}

impl Phrases {
    /// A table of phrases, none of them empty.
    pub(crate) const fn new(list: &'static [&'static str]) -> Self {
        let (mut starts, mut at) = (Starts::none(), 0);
        while at < list.len() {
            starts = starts.and(list[at]);
            at += 1;
        }
        Self { list, starts }
    }

    /// The phrases that stand at this byte of a text, with their places in the table.
    pub(crate) fn all_at(&self, text: &str, at: usize) -> impl Iterator<Item = (usize, &'static str)> {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let list = if self.starts.may_begin(rest) { self.list } else { &[] };
        list.iter().copied().enumerate().filter(move |(_, phrase)| rest.starts_with(phrase.as_bytes()))
    }

    /// The place in the table of the first phrase that stands at this byte of a text.
    pub(crate) fn at(&self, text: &str, at: usize) -> Option<usize> {
        self.all_at(text, at).next().map(|(place, _)| place)
    }

    /// One of the phrases stands somewhere in the text.
    pub(crate) fn within(&self, text: &str) -> bool {
        (0..text.len()).any(|at| self.at(text, at).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Phrases = Phrases::new(&["add to cart", "ab", "x", "à la", "購物車"]);

    #[test]
    fn a_phrase_is_found_where_it_stands_and_nowhere_else() {
        for (text, want) in [
            ("add to cart now", Some(0)),
            ("abacus", Some(1)),
            ("x", Some(2)),
            ("xylophone", Some(2)),
            ("xà", Some(2)),
            ("à la carte", Some(3)),
            ("購物車", Some(4)),
            ("add to car", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(TABLE.at(text, 0), want, "{text}");
        }
        assert_eq!((TABLE.at("no ab", 3), TABLE.at("no ab", 9)), (Some(1), None));
        assert!(TABLE.within("加入購物車") && TABLE.within("the end x") && !TABLE.within("nothing of it"));
    }

    #[test]
    fn the_filter_lets_every_phrase_pass() {
        static ROWS: &[(&str, &str)] = &[("€|eur", "EUR"), ("$", "USD"), ("so'm|сум", "UZS")];
        static STARTS: Starts = Starts::of_rows(ROWS);
        for text in ["€", "euros", "$", "$1", "so'm", "сум 3", "\u{24}\u{ff}"] {
            assert!(STARTS.may_begin(text.as_bytes()), "{text}");
        }
        for text in ["", "sale", "£", "eiro", "1"] {
            assert!(!STARTS.may_begin(text.as_bytes()), "{text}");
        }
    }
}
