//! The rule of a draw by itself: who may draw whom, whether that can come out, why not, and the draw.
//! So that it can be tried on thousands of exchanges without a server, with chance given from outside.
//! It knows people by their places alone, and never who they are; it draws no chance and reads no clock.

mod draw;
mod mend;
#[cfg(test)]
mod tests;

pub(super) use draw::draw;
pub(super) use mend::{close, insert};

/// People that one exchange has at most: a row of [`Allowed`] is one number.
pub(super) const MOST_PEOPLE: usize = 100;
/// With fewer, everybody would know who gives to them.
const LEAST_PEOPLE: usize = 3;

/// Who may draw whom, by their places. Nobody draws themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Allowed {
    rows: Vec<u128>,
}

impl Allowed {
    /// Everybody may draw everybody else. At most [`MOST_PEOPLE`].
    pub(super) fn all(count: usize) -> Self {
        let count = count.min(MOST_PEOPLE);
        let everybody = (0..count).fold(0_u128, |row, place| row | 1 << place);
        Self { rows: (0..count).map(|place| everybody & !(1 << place)).collect() }
    }

    /// `giver` may not draw `receiver`.
    pub(super) fn forbid(&mut self, giver: usize, receiver: usize) {
        if let Some(row) = self.rows.get_mut(giver) {
            *row &= !(1_u128 << receiver);
        }
    }

    /// Whether `giver` may draw `receiver`.
    pub(super) fn has(&self, giver: usize, receiver: usize) -> bool {
        self.row(giver) >> receiver & 1 == 1
    }

    /// How many people there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, giver: usize) -> u128 {
        self.rows.get(giver).copied().unwrap_or_default()
    }

    /// Somebody for everybody, each drawn once; or the people who all together could draw fewer than they are, and those.
    ///
    /// Where a path along which people swap finds nobody for somebody, everybody on such paths is short of somebody to draw
    /// (Hall's theorem), and there is exactly one too few.
    pub(super) fn matching(&self) -> Result<Vec<usize>, (Vec<usize>, Vec<usize>)> {
        let mut drawn_by: Vec<Option<usize>> = vec![None; self.count()];
        for giver in 0..self.count() {
            let mut tried = 0_u128;
            if !self.find(giver, &mut tried, &mut drawn_by) {
                let from = places(tried);
                let mut people: Vec<usize> = from.iter().filter_map(|place| drawn_by[*place]).collect();
                people.push(giver);
                people.sort_unstable();
                return Err((people, from));
            }
        }
        let mut drawn = vec![0; self.count()];
        for (receiver, giver) in drawn_by.into_iter().enumerate() {
            if let Some(giver) = giver {
                drawn[giver] = receiver;
            }
        }
        Ok(drawn)
    }

    /// Somebody for `giver`, others making room where they can.
    fn find(&self, giver: usize, tried: &mut u128, drawn_by: &mut [Option<usize>]) -> bool {
        for receiver in places(self.row(giver)) {
            if *tried >> receiver & 1 == 1 {
                continue;
            }
            *tried |= 1 << receiver;
            let room = match drawn_by[receiver] {
                None => true,
                Some(other) => self.find(other, tried, drawn_by),
            };
            if room {
                drawn_by[receiver] = Some(giver);
                return true;
            }
        }
        false
    }
}

/// The places that are set in a row.
fn places(row: u128) -> Vec<usize> {
    (0..MOST_PEOPLE).filter(|place| row >> place & 1 == 1).collect()
}

/// Why nothing can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// Fewer than three take part.
    TooFewPeople,
    /// `people` could all together only draw `from`, who are one fewer.
    NotEnough { people: Vec<usize>, from: Vec<usize> },
    /// Each of `people` draws the one in the same place of `from`, whatever is drawn: it could be foretold.
    Foreseen { people: Vec<usize>, from: Vec<usize> },
}

/// Whether it can be drawn, and nobody's draw be foretold by whoever knows who may draw whom.
///
/// # Errors
/// Why not.
pub(super) fn check(allowed: &Allowed) -> Result<(), Obstacle> {
    if allowed.count() < LEAST_PEOPLE {
        return Err(Obstacle::TooFewPeople);
    }
    let drawn = allowed.matching().map_err(|(people, from)| Obstacle::NotEnough { people, from })?;
    let (mut people, mut from) = (Vec::new(), Vec::new());
    for (giver, receiver) in drawn.iter().copied().enumerate() {
        let mut other = allowed.clone();
        other.forbid(giver, receiver);
        if other.matching().is_err() {
            people.push(giver);
            from.push(receiver);
        }
    }
    if people.is_empty() { Ok(()) } else { Err(Obstacle::Foreseen { people, from }) }
}
