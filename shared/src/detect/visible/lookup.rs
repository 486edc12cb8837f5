//! Words that each text or name of a page is looked up among, in a hash table that the compiler makes: four bytes for a place.

/// Places of a table: a power of two, twice the number of words and more.
pub(super) const PLACES: usize = 1024;

/// Words by what they say, and where each lies in the rows: place in its row, length, row. A length of 0 is an empty place.
pub(super) struct Lookup<K: 'static> {
    rows: &'static [(K, &'static str)],
    table: [(u16, u8, u8); PLACES],
}

const fn hash(word: &[u8]) -> usize {
    // FNV-1a, 32 bits.
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < word.len() {
        hash = (hash ^ word[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 15)) as usize % PLACES
}

impl<K: Copy> Lookup<K> {
    /// Of rows whose words this sign parts.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) const fn new(rows: &'static [(K, &'static str)], between: u8) -> Self {
        let mut table = [(0, 0, 0); PLACES];
        let mut row = 0;
        while row < rows.len() {
            let text = rows[row].1.as_bytes();
            let (mut start, mut at) = (0, 0);
            while at <= text.len() {
                if at == text.len() || text[at] == between {
                    let mut slot = hash(text.split_at(at).0.split_at(start).1);
                    while table[slot].1 != 0 {
                        slot = (slot + 1) % PLACES;
                    }
                    table[slot] = (start as u16, (at - start) as u8, row as u8);
                    start = at + 1;
                }
                at += 1;
            }
            row += 1;
        }
        Self { rows, table }
    }

    /// What a lower-case word says.
    pub(super) fn get(&self, word: &[u8]) -> Option<K> {
        let mut slot = hash(word);
        while let Some(&(start, length, row)) = self.table.get(slot).filter(|(_, length, _)| *length != 0) {
            let (says, words) = self.rows.get(usize::from(row))?;
            let start = usize::from(start);
            if words.as_bytes().get(start..start + usize::from(length)) == Some(word) {
                return Some(*says);
            }
            slot = (slot + 1) % PLACES;
        }
        None
    }
}
