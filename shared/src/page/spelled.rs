//! Names in one text, looked up by a table that is made when it is first asked: a comparison of its own for each name comes
//! to thirty bytes of the extension's program, and takes longer.

use crate::find::Find;
use std::sync::OnceLock;

/// Names parted by `|`, numbered in their order.
pub(super) struct Spelled {
    text: &'static str,
    index: OnceLock<Index>,
}

struct Index {
    /// Where each name begins, and where one more would.
    starts: Vec<u16>,
    /// The number behind that of a name, by its hash; 0 is an empty place.
    places: [u8; Spelled::PLACES],
}

fn hash(name: &[u8]) -> usize {
    let hash = name.iter().fold(0_u32, |hash, byte| hash.wrapping_mul(31) ^ u32::from(*byte));
    (hash ^ (hash >> 8)) as usize % Spelled::PLACES
}

impl Spelled {
    /// Twice the number of names and more.
    const PLACES: usize = 256;

    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, index: OnceLock::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index { starts: vec![0], places: [0; Self::PLACES] };
            let mut end = 0;
            for (nth, name) in self.text.parts("|").enumerate() {
                let mut place = hash(name.as_bytes());
                while index.places.get(place).is_some_and(|number| *number != 0) {
                    place = (place + 1) % Self::PLACES;
                }
                if let Some(place) = index.places.get_mut(place) {
                    *place = u8::try_from(nth + 1).unwrap_or(0);
                }
                end += name.len() + 1;
                index.starts.push(u16::try_from(end).unwrap_or(0));
            }
            index
        })
    }

    /// The name of this number; empty where there is none.
    pub(super) fn name(&self, number: usize) -> &'static str {
        let name = match self.index().starts.get(number..number + 2) {
            Some(&[start, next]) => self.text.get(usize::from(start)..usize::from(next) - 1),
            _ => None,
        };
        name.unwrap_or("")
    }

    /// The number of this name.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        let index = self.index();
        let mut place = hash(name.as_bytes());
        loop {
            let number = usize::from(*index.places.get(place)?).checked_sub(1)?;
            if self.name(number) == name {
                return Some(number);
            }
            place = (place + 1) % Self::PLACES;
        }
    }
}
