//! The occasion of a board and its reveal date: when those it is for see who gave what.
//! So that a list turns over by itself after the day, and never a moment before, nor because a setting is missing.
//! It never reads a claim: each claim keeps the date that it was made under.

mod routes;
pub(crate) mod store;

use shared::id::{BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::boards::OccasionView;

use crate::db::{At, StoreError};

pub(super) use routes::routes;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// Givers know of a reveal date for so long before it comes, at least.
const NOTICE_MILLIS: i64 = DAY_MILLIS;

/// What a board's row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occasion {
    /// When its day begins, as its owner counts days.
    pub(crate) occasion_at: Option<Timestamp>,
    pub(crate) reveals_at: Option<Timestamp>,
    /// The last date at which it turned over before another one was chosen.
    pub(crate) turned_at: Option<Timestamp>,
}

impl Occasion {
    /// What there is after somebody chose. Where the date has come, what it revealed stays revealed.
    fn choose(&self, occasion_at: Option<Timestamp>, reveals_at: Option<Timestamp>, now: Timestamp) -> Self {
        let reveals_at = reveals_at.or(occasion_at.map(|at| at.plus_millis(DAY_MILLIS)));
        let turned_at = self.turned_at.max(self.reveals_at.filter(|at| *at <= now));
        Self { occasion_at, reveals_at, turned_at }
    }

    fn view(&self) -> OccasionView {
        OccasionView { occasion_at: self.occasion_at, reveals_at: self.reveals_at }
    }
}

/// When all boards reveal a claim that is made now: the last of their dates. `None`, never, where one of them has no date, where
/// the last one has passed, and where there is no board.
fn last_of(dates: &[Option<Timestamp>], now: Timestamp) -> Option<Timestamp> {
    let all: Option<Vec<Timestamp>> = dates.iter().copied().collect();
    all?.into_iter().max().filter(|at| *at > now)
}

/// From when on a claim on this item that is made now may be known to those it is for; `None`: never.
///
/// # Errors
/// Those of the database.
pub(crate) async fn reveal_of(
    at: impl Into<At<'_>>,
    item: ItemId,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    Ok(last_of(&store::dates_of(at, item).await?, now))
}

/// The first day that comes for which the item is wanted; `None` where no board of it has one.
///
/// # Errors
/// Those of the database.
pub(crate) async fn next_occasion(
    at: impl Into<At<'_>>,
    item: ItemId,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    store::next(at, item, now).await
}

/// From when on something that is made now for this list may be known to those it is for; `None`: never.
///
/// # Errors
/// Those of the database.
pub(crate) async fn reveal_on(
    at: impl Into<At<'_>>,
    board: BoardId,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let date = store::of_board(at, board).await?.and_then(|occasion| occasion.reveals_at);
    Ok(last_of(&[date], now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_missing_date_never_reveals_and_of_several_the_last_counts() {
        let now = at(10);
        for (dates, expected) in [
            (&[][..], None),
            (&[None], None),
            (&[Some(at(20)), None], None),
            (&[Some(at(20))], Some(at(20))),
            (&[Some(at(20)), Some(at(30))], Some(at(30))),
            (&[Some(at(5)), Some(at(20))], Some(at(20))),
            (&[Some(at(10))], None),
        ] {
            assert_eq!(last_of(dates, now), expected, "{dates:?}");
        }
    }

    #[test]
    fn the_day_after_counts_unless_a_date_is_said_and_what_was_revealed_stays_so() {
        let none = Occasion { occasion_at: None, reveals_at: None, turned_at: None };
        let chosen = none.choose(Some(at(DAY_MILLIS)), None, at(0));
        assert_eq!(chosen.reveals_at, Some(at(2 * DAY_MILLIS)));
        assert_eq!(none.choose(Some(at(0)), Some(at(9 * DAY_MILLIS)), at(0)).reveals_at, Some(at(9 * DAY_MILLIS)));
        let early = chosen.choose(None, None, at(2 * DAY_MILLIS - 1));
        assert_eq!((early.reveals_at, early.turned_at), (None, None));
        let next = chosen.choose(Some(at(400 * DAY_MILLIS)), None, at(2 * DAY_MILLIS));
        assert_eq!(next.turned_at, Some(at(2 * DAY_MILLIS)));
        assert_eq!(next.choose(None, None, at(3 * DAY_MILLIS)).turned_at, Some(at(2 * DAY_MILLIS)));
    }
}
