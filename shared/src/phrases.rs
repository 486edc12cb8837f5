//! Tables of phrases that every text of a page is looked through for, behind a filter that nearly all places do not pass.

use crate::find::Find;
use std::sync::OnceLock;

use crate::order::by_key;

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

    const fn none() -> Self {
        Self { pairs: [0; Self::PLACES / 32], alone: [0; 8] }
    }

    /// And of these phrases, parted by `|`.
    const fn and(mut self, phrases: &str) -> Self {
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

/// Phrases in one text, parted by `|`, with an index by their first two bytes. Texts are compared with them as they are: both
/// lower-case, as a rule. Made by [`phrases!`].
pub(crate) struct Phrases {
    text: &'static str,
    /// Made when the table is first asked: it is random numbers, a third of what all tables would come to in the program.
    index: OnceLock<Index>,
}

struct Index {
    /// Where each bucket of [`Self::places`] begins, and where the last one ends.
    heads: Vec<u16>,
    /// Where the phrases begin in the text, bucket by bucket, each bucket in the order of the text.
    places: Vec<u16>,
    /// There are phrases of one byte: behind it anything may stand.
    alone: bool,
}

/// A table of phrases, of a text in which `|` parts them; none of them is empty.
macro_rules! phrases {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const { $crate::phrases::check(TEXT) };
        $crate::phrases::Phrases::over(TEXT)
    }};
}
pub(crate) use phrases;

/// Fails where a phrase is empty or the text is too long for the index.
pub(crate) const fn check(text: &str) {
    let (bytes, mut at) = (text.as_bytes(), 0);
    assert!(bytes.len() < u16::MAX as usize);
    while at < bytes.len() {
        assert!(bytes[at] != b'|' || (at > 0 && bytes[at - 1] != b'|'), "an empty phrase");
        at += 1;
    }
}

fn bucket(first: u8, second: u8, buckets: usize) -> usize {
    (usize::from(first) * 31 + usize::from(second) * 5 + (usize::from(second) >> 3)) & (buckets - 1)
}

impl Index {
    fn of(text: &str) -> Self {
        let count = text.parts("|").count();
        // So that in each bucket there are one or two.
        let buckets = count.next_power_of_two();
        let mut alone = false;
        let mut own = Vec::with_capacity(count);
        let mut start = 0;
        for phrase in text.parts("|") {
            let bytes = phrase.as_bytes();
            let second = bytes.get(1).copied().unwrap_or(0);
            alone |= bytes.len() == 1;
            own.push((bucket(bytes.first().copied().unwrap_or(0), second, buckets), u16::try_from(start).unwrap_or(0)));
            start += bytes.len() + 1;
        }
        by_key(&mut own, |(bucket, _)| i64::try_from(*bucket).unwrap_or(0));
        let mut heads = Vec::with_capacity(buckets + 1);
        let mut filled = 0;
        for bucket in 0..=buckets {
            while own.get(filled).is_some_and(|(own, _)| *own < bucket) {
                filled += 1;
            }
            heads.push(u16::try_from(filled).unwrap_or(0));
        }
        let places = own.iter().map(|(_, place)| *place).collect();
        Self { heads, places, alone }
    }

    fn bucket(&self, first: u8, second: u8) -> &[u16] {
        let own = bucket(first, second, self.heads.len() - 1);
        match self.heads.get(own..own + 2) {
            Some(&[from, to]) => self.places.get(usize::from(from)..usize::from(to)).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Where the phrases are that this may begin with, those of one byte last.
    fn buckets(&self, rest: &[u8]) -> [&[u16]; 2] {
        match rest {
            [] => [&[], &[]],
            [first] | [first, 0, ..] => [&[], self.bucket(*first, 0)],
            [first, second, ..] => {
                [self.bucket(*first, *second), if self.alone { self.bucket(*first, 0) } else { &[] }]
            }
        }
    }
}

impl Phrases {
    /// For [`phrases!`].
    pub(crate) const fn over(text: &'static str) -> Self {
        Self { text, index: OnceLock::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self.text))
    }

    /// The phrase that begins at this place of the table, if the text begins with it.
    fn begun(&self, place: u16, text: &[u8]) -> Option<&'static str> {
        let place = usize::from(place);
        let phrase = self.text.as_bytes().get(place..)?;
        let mut len = 0;
        loop {
            match phrase.get(len) {
                None | Some(b'|') => return self.text.get(place..place + len),
                Some(b) if text.get(len) == Some(b) => len += 1,
                Some(_) => return None,
            }
        }
    }

    /// The phrases that stand at this byte of a text, with their places in the table.
    pub(crate) fn all_at(&self, text: &str, at: usize) -> impl Iterator<Item = (usize, &'static str)> {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let [pair, lone] = self.index().buckets(rest);
        pair.iter().chain(lone).filter_map(move |place| Some((usize::from(*place), self.begun(*place, rest)?)))
    }

    /// The place in the table of the first phrase that stands at this byte of a text. Asked at most bytes of a page, and
    /// therefore a loop of its own.
    pub(crate) fn at(&self, text: &str, at: usize) -> Option<usize> {
        let rest = text.as_bytes().get(at..)?;
        for bucket in self.index().buckets(rest) {
            for &place in bucket {
                if self.begun(place, rest).is_some() {
                    return Some(usize::from(place));
                }
            }
        }
        None
    }

    /// One of the phrases stands somewhere in the text.
    pub(crate) fn within(&self, text: &str) -> bool {
        (0..text.len()).any(|at| self.at(text, at).is_some())
    }

    /// Whether a phrase may stand at the start of the lower-case form of this text; `false` is certain. It spares making that.
    pub(crate) fn may_begin(&self, text: &str) -> bool {
        let index = self.index();
        match text.as_bytes() {
            [first, second, ..] if index.alone || first | second >= 0x80 => true,
            [first, second, ..] => !index.bucket(first.to_ascii_lowercase(), second.to_ascii_lowercase()).is_empty(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Phrases = phrases!("add to cart|ab|x|à la|購物車");

    #[test]
    fn a_phrase_is_found_where_it_stands_and_nowhere_else() {
        for (text, want) in [
            ("add to cart now", Some("add to cart")),
            ("abacus", Some("ab")),
            ("x", Some("x")),
            ("xylophone", Some("x")),
            ("xà", Some("x")),
            ("x\0", Some("x")),
            ("à la carte", Some("à la")),
            ("購物車", Some("購物車")),
            ("add to car", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(TABLE.all_at(text, 0).next().map(|(_, phrase)| phrase), want, "{text}");
        }
        assert_eq!((TABLE.at("no ab", 3), TABLE.at("no ab", 9)), (Some("add to cart|".len()), None));
        assert!(TABLE.within("加入購物車") && TABLE.within("the end x") && !TABLE.within("nothing of it"));
    }

    #[test]
    fn the_first_of_two_phrases_in_the_table_is_found_first() {
        static TWO: Phrases = phrases!("details|detail|de");
        let found: Vec<&str> = TWO.all_at("details", 0).map(|(_, phrase)| phrase).collect();
        assert_eq!(found, ["details", "detail", "de"]);
    }

    #[test]
    fn what_may_begin_is_told_in_any_case() {
        static WORDS: Phrases = phrases!("add to cart|ähnliche|warenkorb");
        for text in ["Add to cart", "ADD", "ÄHNLICHE", "Warenkorb", "a", ""] {
            assert!(WORDS.may_begin(text), "{text}");
        }
        let pairs = (b'a'..=b'z').map(|letter| char::from(letter).to_string().repeat(2));
        assert!(pairs.filter(|text| !WORDS.may_begin(text)).count() > 3);
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
