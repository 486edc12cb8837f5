//! Which row goes next. Rows are sent in order, one at a time; what a row is stands in `shared::wire::outbox`.

use shared::time::Timestamp;
pub(crate) use shared::wire::outbox::{Owner, Parked, Row, Sending, SentItem, owner_key};

/// A fault of the server that meets the same row so often is the row's: it is still tried, but holds nobody back.
const FAULTS_BEFORE_STEPPING_ASIDE: u32 = 6;

/// No pause is longer: a row that is to wait longer was written by a clock that has been put back since.
const LONGEST_PAUSE_MS: i64 = 3_600_000;

fn is_due(row: &Row, now: Timestamp) -> bool {
    row.not_before <= now || row.not_before > now.plus_millis(LONGEST_PAUSE_MS)
}

/// It has met so many faults of the server that those behind it no longer wait for it.
fn steps_aside(row: &Row) -> bool {
    row.faults >= FAULTS_BEFORE_STEPPING_ASIDE
}

/// A row with its number in the outbox.
pub(crate) type Numbered = (u32, Row);

/// What to do next for an owner.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Next {
    /// Send this row.
    Send(Box<Numbered>),
    /// The first row may not be tried before.
    Wait(Timestamp),
    /// Nothing waits.
    Nothing,
}

/// The next step for an owner: the oldest row that is not parked, and never one before it.
/// `hurry` tries at once, whatever was waited for.
pub(crate) fn next(rows: &[Numbered], owner: &Owner, now: Timestamp, hurry: bool) -> Next {
    let mut wait: Option<Timestamp> = None;
    for (at, numbered) in rows.iter().enumerate() {
        let row = &numbered.1;
        if row.owner.as_ref() != Some(owner) || row.parked.is_some() || follows(&rows[..at], row, |_| true) {
            continue;
        }
        if is_due(row, now) || (hurry && !steps_aside(row)) {
            return Next::Send(Box::new(numbered.clone()));
        }
        wait = Some(wait.map_or(row.not_before, |earlier| earlier.min(row.not_before)));
        if !steps_aside(row) {
            break;
        }
    }
    wait.map_or(Next::Nothing, Next::Wait)
}

/// Whether it has to wait for a row before it that is about the same item. A change that was refused holds nothing back:
/// it may never go.
fn follows(before: &[Numbered], row: &Row, which: fn(&Row) -> bool) -> bool {
    let same = |earlier: &Row| earlier.item_id() == row.item_id() && earlier.owner == row.owner;
    let holds = |earlier: &Row| earlier.parked.is_none() || earlier.item().is_some();
    row.item_id().is_some() && before.iter().any(|(_, earlier)| same(earlier) && holds(earlier) && which(earlier))
}

/// How many saves stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Of this owner, on their way.
    pub(crate) waiting: u32,
    /// Of this owner, refused by the server.
    pub(crate) refused: u32,
    /// Of nobody.
    pub(crate) nobodys: u32,
    /// Rows of this owner that are still sent without the person, saves or not.
    pub(crate) to_send: u32,
}

/// Counts the saves of an owner and of nobody.
pub(crate) fn count(rows: &[Numbered], owner: Option<&Owner>) -> Counts {
    let mut counts = Counts::default();
    for (at, (_, row)) in rows.iter().enumerate() {
        let save = u32::from(row.item().is_some());
        match (&row.owner, &row.parked) {
            // A board that was made is asked about like a save.
            (None, _) => counts.nobodys += save | u32::from(matches!(row.sending, Sending::Board(_))),
            (whose, _) if whose.as_ref() != owner => {}
            (_, Some(_)) => counts.refused += 1,
            (_, None) => {
                counts.waiting += save;
                // What follows a refused row goes when the person has decided over that one.
                counts.to_send += u32::from(!follows(&rows[..at], row, |earlier| earlier.parked.is_some()));
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests;
