//! What is told of claims on a board: to those it is for, and to givers of each other.
//! So that a surprise ends only where its owners said so, and after everybody who gives was told.
//! It never reads a claim.

mod routes;
pub(crate) mod store;

use std::collections::BTreeMap;

use shared::id::{BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimPolicy, GiverNames, NextPolicyView, PolicyChoice, PolicyView};

use crate::db::{At, StoreError};

pub(super) use routes::routes;

/// Givers know of a looser policy for so long before it counts.
const NOTICE_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What a board's row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policies {
    pub(crate) current: PolicyChoice,
    pub(crate) next: Option<(PolicyChoice, Timestamp)>,
}

/// Hides all that can be hidden: where nothing was said, nothing is told.
const STRICTEST: PolicyChoice = PolicyChoice { policy: ClaimPolicy::Surprise, names: GiverNames::Hidden };

impl Policies {
    /// What counts at this moment.
    pub(crate) fn at(&self, now: Timestamp) -> PolicyChoice {
        match self.next {
            Some((next, from)) if from <= now => next,
            _ => self.current,
        }
    }

    /// What there is after somebody chose: what hides more counts at once, what hides less after the notice.
    fn choose(&self, choice: PolicyChoice, now: Timestamp) -> Self {
        let current = self.at(now);
        let at_once = strictest([current, choice]);
        let next = (at_once != choice).then_some((choice, now.plus_millis(NOTICE_MILLIS)));
        Self { current: at_once, next }
    }

    fn view(&self, now: Timestamp) -> PolicyView {
        let PolicyChoice { policy, names } = self.at(now);
        let next = self.next.filter(|(_, from)| *from > now);
        let next = next.map(|(PolicyChoice { policy, names }, from)| NextPolicyView { policy, names, from });
        PolicyView { policy, names, next }
    }
}

/// What hides most of each: a wish on several boards is told of as the strictest of them says.
pub(crate) fn strictest(choices: impl IntoIterator<Item = PolicyChoice>) -> PolicyChoice {
    let both = |one: PolicyChoice, other: PolicyChoice| PolicyChoice {
        policy: one.policy.max(other.policy),
        names: one.names.max(other.names),
    };
    choices.into_iter().reduce(both).unwrap_or(STRICTEST)
}

/// What counts now for a wish, of all boards that it lies on.
///
/// # Errors
/// Those of the database.
pub(crate) async fn of_item(at: impl Into<At<'_>>, item: ItemId, now: Timestamp) -> Result<PolicyChoice, StoreError> {
    Ok(strictest(store::of_item(at, item).await?.iter().map(|policies| policies.at(now))))
}

/// What counts now for a board; the strictest where it is gone.
///
/// # Errors
/// Those of the database.
pub(crate) async fn of_board(at: impl Into<At<'_>>, id: BoardId, now: Timestamp) -> Result<PolicyChoice, StoreError> {
    Ok(strictest(store::of_board(at, id).await?.iter().map(|policies| policies.at(now))))
}

/// What counts now for each item on a board, of all boards that it lies on.
///
/// # Errors
/// Those of the database.
pub(crate) async fn of_items_on(
    at: impl Into<At<'_>>,
    board: BoardId,
    now: Timestamp,
) -> Result<BTreeMap<ItemId, PolicyChoice>, StoreError> {
    let mut told: BTreeMap<ItemId, PolicyChoice> = BTreeMap::new();
    for (item, policies) in store::of_items_on(at, board).await? {
        let choice = policies.at(now);
        told.entry(item).and_modify(|others| *others = strictest([*others, choice])).or_insert(choice);
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn choice(policy: ClaimPolicy, names: GiverNames) -> PolicyChoice {
        PolicyChoice { policy, names }
    }

    const OPEN: PolicyChoice = choice(ClaimPolicy::Open, GiverNames::Shown);
    const HIDDEN: PolicyChoice = choice(ClaimPolicy::Surprise, GiverNames::Initials);

    #[test]
    fn what_hides_less_counts_after_a_day_and_what_hides_more_at_once() {
        let now = Timestamp::from_millis(1_000);
        let (before, after) = (now.plus_millis(NOTICE_MILLIS - 1), now.plus_millis(NOTICE_MILLIS));
        let opened = Policies { current: HIDDEN, next: None }.choose(OPEN, now);
        assert_eq!((opened.at(before), opened.at(after)), (HIDDEN, OPEN));
        let closed = opened.choose(HIDDEN, before);
        assert_eq!((closed.at(before), closed.at(after)), (HIDDEN, HIDDEN), "what was announced is taken back");
        let closed = opened.choose(HIDDEN, after);
        assert_eq!((closed.at(after), closed.next), (HIDDEN, None));
        // One that hides more of the one and less of the other does each in its time.
        let mixed = choice(ClaimPolicy::Open, GiverNames::Hidden);
        let mixing = Policies { current: HIDDEN, next: None }.choose(mixed, now);
        assert_eq!(mixing.at(now), choice(ClaimPolicy::Surprise, GiverNames::Hidden));
        assert_eq!(mixing.at(after), mixed);
    }

    #[test]
    fn the_strictest_board_decides_and_without_any_nothing_is_told() {
        assert_eq!(strictest([OPEN, HIDDEN]), HIDDEN);
        assert_eq!(strictest([]), STRICTEST);
    }
}
