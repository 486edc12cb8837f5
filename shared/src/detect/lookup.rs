//! Words that each text or name of a page is looked up among, in a hash table that is made when it is first asked.

use std::sync::OnceLock;

/// Places of a table: a power of two, twice the number of words and more.
pub(super) const PLACES: usize = 1024;

/// Where a word lies in the rows: place in its row, length, row. A length of 0 is an empty place.
type Place = (u16, u8, u8);

/// Words by what they say.
pub(super) struct Lookup<K: 'static> {
    rows: &'static [(K, &'static str)],
    /// What parts the words of a row.
    between: u8,
    table: OnceLock<Vec<Place>>,
}

fn hash(word: &[u8]) -> usize {
    // FNV-1a, 32 bits.
    let mut hash: u32 = 0x811c_9dc5;
    for byte in word {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize % PLACES
}

/// Puts the words of a row into the table.
fn add(table: &mut [Place], row: usize, words: &str, between: u8) {
    let mut start = 0;
    for word in words.as_bytes().split(|byte| *byte == between) {
        let mut slot = hash(word);
        while table.get(slot).is_some_and(|(_, length, _)| *length != 0) {
            slot = (slot + 1) % PLACES;
        }
        if let Some(place) = table.get_mut(slot) {
            let number = |number| u8::try_from(number).unwrap_or(0);
            *place = (u16::try_from(start).unwrap_or(0), number(word.len()), number(row));
        }
        start += word.len() + 1;
    }
}

impl<K: Copy> Lookup<K> {
    /// Of rows whose words this sign parts.
    pub(super) const fn new(rows: &'static [(K, &'static str)], between: u8) -> Self {
        Self { rows, between, table: OnceLock::new() }
    }

    fn table(&self) -> &[Place] {
        self.table.get_or_init(|| {
            let mut table = vec![(0, 0, 0); PLACES];
            for (row, (_, words)) in self.rows.iter().enumerate() {
                add(&mut table, row, words, self.between);
            }
            table
        })
    }

    /// What a lower-case word says.
    pub(super) fn get(&self, word: &[u8]) -> Option<K> {
        let table = self.table();
        let mut slot = hash(word);
        while let Some(&(start, length, row)) = table.get(slot).filter(|(_, length, _)| *length != 0) {
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
