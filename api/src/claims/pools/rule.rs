//! The rules of a pool by themselves: how far it has come, and what everybody owes.

use shared::time::Timestamp;
use shared::wire::pools::PoolState;

/// How far it has come, of what is written, pledged and the time: an active pool is cancelled from its deadline on, also before
/// anybody wrote that down, and so is one whose claim was given back.
pub(crate) fn state_at(
    written: PoolState,
    (pledged, target): (i64, i64),
    (deadline, now): (Timestamp, Timestamp),
    given_back: bool,
) -> PoolState {
    match written {
        PoolState::Completed | PoolState::Cancelled => written,
        PoolState::Active | PoolState::Funded if given_back => PoolState::Cancelled,
        _ if pledged >= target => PoolState::Funded,
        _ if deadline <= now => PoolState::Cancelled,
        _ => PoolState::Active,
    }
}

/// One who pays: how much of the target, and how much they hand over for that in the currency that they pay in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paid {
    pub(super) amount: i64,
    /// `None`: the target's currency.
    pub(super) pays: Option<i64>,
}

/// What each owes where it cost this much of what was pledged: their part of it, in the currency that they pay in. Parts in the
/// target's currency add up to the cost to the last unit: what rounding leaves goes to the largest remainders, the
/// first of equal ones. Whoever pays in another currency owes their part rounded down, as no rate is known.
pub(super) fn dues(pledges: &[Paid], cost: i64) -> Vec<i64> {
    let pledged: i128 = pledges.iter().map(|pledge| i128::from(pledge.amount)).sum();
    if pledged == 0 {
        return vec![0; pledges.len()];
    }
    let scaled = |of: i64| i128::from(of) * i128::from(cost);
    let mut parts: Vec<i128> = pledges.iter().map(|pledge| scaled(pledge.amount) / pledged).collect();
    let mut order: Vec<usize> = (0..pledges.len()).collect();
    order.sort_by_key(|place| {
        std::cmp::Reverse(pledges.get(*place).map_or(0, |pledge| scaled(pledge.amount) % pledged))
    });
    let left = i128::from(cost) - parts.iter().sum::<i128>();
    for place in order.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        if let Some(part) = parts.get_mut(place) {
            *part += 1;
        }
    }
    let due = |(pledge, part): (&Paid, i128)| pledge.pays.map_or(part, |pays| scaled(pays) / pledged);
    pledges.iter().zip(parts).map(due).map(|due| i64::try_from(due).unwrap_or(i64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEN: Timestamp = Timestamp::from_millis(1_000);

    #[test]
    fn a_pool_is_funded_by_its_pledges_and_fails_at_its_deadline_alone() {
        let at = |written, pledged, now| state_at(written, (pledged, 100), (THEN, Timestamp::from_millis(now)), false);
        for written in [PoolState::Active, PoolState::Funded] {
            assert_eq!((at(written, 99, 999), at(written, 100, 999)), (PoolState::Active, PoolState::Funded));
            assert_eq!((at(written, 99, 1_000), at(written, 100, 1_000)), (PoolState::Cancelled, PoolState::Funded));
            let back = state_at(written, (100, 100), (THEN, THEN), true);
            assert_eq!(back, PoolState::Cancelled, "it fails with its claim");
        }
        for written in [PoolState::Completed, PoolState::Cancelled] {
            assert_eq!((at(written, 0, 0), state_at(written, (100, 100), (THEN, THEN), true)), (written, written));
        }
    }

    fn of(amounts: &[i64]) -> Vec<Paid> {
        amounts.iter().map(|amount| Paid { amount: *amount, pays: None }).collect()
    }

    #[test]
    fn what_is_owed_adds_up_to_what_it_cost_and_nobody_owes_more_than_they_pledged() {
        assert_eq!(dues(&of(&[3_333, 3_333, 3_334]), 10_000), [3_333, 3_333, 3_334]);
        assert_eq!(dues(&of(&[1, 1, 1]), 2), [1, 1, 0]);
        assert_eq!(dues(&of(&[5_000, 3_000, 2_000]), 7_777), [3_889, 2_333, 1_555]);
        assert_eq!((dues(&of(&[10, 20]), 0), dues(&[], 0)), (vec![0, 0], vec![]));
        let most = 9_007_199_254_740_991;
        assert_eq!(dues(&of(&[most]), most), [most]);
        for cost in 0..=1_000 {
            let pledges = of(&[123, 456, 1, 420]);
            let owed = dues(&pledges, cost);
            assert_eq!(owed.iter().sum::<i64>(), cost);
            assert!(owed.iter().zip(&pledges).all(|(due, pledge)| *due <= pledge.amount), "{owed:?}");
        }
    }

    #[test]
    fn whoever_pays_in_another_currency_owes_their_part_of_that() {
        let pledges = [Paid { amount: 2_000, pays: Some(8_000) }, Paid { amount: 2_000, pays: None }];
        assert_eq!(dues(&pledges, 4_000), [8_000, 2_000]);
        assert_eq!(dues(&pledges, 3_001), [6_002, 1_500]);
    }
}
