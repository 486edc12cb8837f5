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
    /// Where each bucket of [`Self::places`] begins, and where the last one ends.
    heads: &'static [u16],
    /// Where the phrases begin in the text, bucket by bucket, each bucket in the order of the text.
    places: &'static [u16],
    /// There are phrases of one byte: behind it anything may stand.
    alone: bool,
}

/// A table of phrases, of a text in which `|` parts them; none of them is empty.
macro_rules! phrases {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const COUNT: usize = $crate::phrases::count(TEXT);
        const BUCKETS: usize = $crate::phrases::buckets(COUNT);
        const INDEX: ([u16; BUCKETS + 1], [u16; COUNT]) = $crate::phrases::index::<{ BUCKETS + 1 }, COUNT>(TEXT);
        const HEADS: &[u16] = &INDEX.0;
        const PLACES: &[u16] = &INDEX.1;
        $crate::phrases::Phrases::over(TEXT, HEADS, PLACES)
    }};
}
pub(crate) use phrases;

/// How many phrases a text holds.
pub(crate) const fn count(text: &str) -> usize {
    let (bytes, mut count, mut at) = (text.as_bytes(), 1, 0);
    while at < bytes.len() {
        count += (bytes[at] == b'|') as usize;
        at += 1;
    }
    count
}

/// How many buckets so many phrases are put in: a power of two, so that in each there are one or two.
pub(crate) const fn buckets(count: usize) -> usize {
    count.next_power_of_two()
}

const fn bucket(first: u8, second: u8, buckets: usize) -> usize {
    (first as usize * 31 + second as usize * 5 + (second as usize >> 3)) & (buckets - 1)
}

/// The heads and the places of a table.
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn index<const HEADS: usize, const COUNT: usize>(text: &str) -> ([u16; HEADS], [u16; COUNT]) {
    let bytes = text.as_bytes();
    assert!(bytes.len() < u16::MAX as usize);
    // Where each phrase begins, and its bucket; how many phrases each bucket has, one head further on.
    let (mut heads, mut places, mut own) = ([0; HEADS], [0; COUNT], [0; COUNT]);
    let (mut at, mut nth) = (0, 0);
    while at < bytes.len() {
        if at == 0 || bytes[at - 1] == b'|' {
            assert!(bytes[at] != b'|', "an empty phrase");
            let second = if at + 1 == bytes.len() || bytes[at + 1] == b'|' { 0 } else { bytes[at + 1] };
            own[nth] = bucket(bytes[at], second, HEADS - 1);
            places[nth] = at as u16;
            heads[own[nth] + 1] += 1;
            nth += 1;
        }
        at += 1;
    }
    let mut head = 1;
    while head < HEADS {
        heads[head] += heads[head - 1];
        head += 1;
    }
    let (mut sorted, mut filled, mut nth) = ([0; COUNT], heads, 0);
    while nth < COUNT {
        sorted[filled[own[nth]] as usize] = places[nth];
        filled[own[nth]] += 1;
        nth += 1;
    }
    (heads, sorted)
}

impl Phrases {
    /// For [`phrases!`].
    pub(crate) const fn over(text: &'static str, heads: &'static [u16], places: &'static [u16]) -> Self {
        let (bytes, mut alone, mut at) = (text.as_bytes(), false, 0);
        while at < bytes.len() {
            let begins = at == 0 || bytes[at - 1] == b'|';
            alone |= begins && (at + 1 == bytes.len() || bytes[at + 1] == b'|');
            at += 1;
        }
        Self { text, heads, places, alone }
    }

    fn bucket(&self, first: u8, second: u8) -> &'static [u16] {
        let own = bucket(first, second, self.heads.len() - 1);
        match self.heads.get(own..own + 2) {
            Some(&[from, to]) => self.places.get(usize::from(from)..usize::from(to)).unwrap_or_default(),
            _ => &[],
        }
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

    /// Where the phrases are that this may begin with, those of one byte last.
    fn buckets(&self, rest: &[u8]) -> [&'static [u16]; 2] {
        match rest {
            [] => [&[], &[]],
            [first] | [first, 0, ..] => [&[], self.bucket(*first, 0)],
            [first, second, ..] => {
                [self.bucket(*first, *second), if self.alone { self.bucket(*first, 0) } else { &[] }]
            }
        }
    }

    /// The phrases that stand at this byte of a text, with their places in the table.
    pub(crate) fn all_at(&self, text: &str, at: usize) -> impl Iterator<Item = (usize, &'static str)> {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let [pair, lone] = self.buckets(rest);
        pair.iter().chain(lone).filter_map(move |place| Some((usize::from(*place), self.begun(*place, rest)?)))
    }

    /// The place in the table of the first phrase that stands at this byte of a text. Asked at most bytes of a page, and
    /// therefore a loop of its own.
    pub(crate) fn at(&self, text: &str, at: usize) -> Option<usize> {
        let rest = text.as_bytes().get(at..)?;
        for bucket in self.buckets(rest) {
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
        match text.as_bytes() {
            [first, second, ..] if self.alone || first | second >= 0x80 => true,
            [first, second, ..] => !self.bucket(first.to_ascii_lowercase(), second.to_ascii_lowercase()).is_empty(),
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
