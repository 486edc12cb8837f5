//! The rule on thousands of exchanges: what comes out is permitted, each as often as any other, and what cannot come out is explained.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::draw::{counted, swapped, whole};
use super::*;

/// Numbers from a seed (SplitMix64).
fn chance(mut seed: u64) -> impl FnMut(u64) -> u64 {
    move |end| {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = seed;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ bits >> 31) % end.max(1)
    }
}

fn allowed(count: usize, forbidden: &[(usize, usize)]) -> Allowed {
    let mut allowed = Allowed::all(count);
    for (giver, receiver) in forbidden {
        allowed.forbid(*giver, *receiver);
    }
    allowed
}

/// All that are permitted, by trying every order.
fn every(allowed: &Allowed) -> BTreeSet<Vec<usize>> {
    fn on(allowed: &Allowed, drawn: &mut Vec<usize>, found: &mut BTreeSet<Vec<usize>>) {
        if drawn.len() == allowed.count() {
            found.insert(drawn.clone());
            return;
        }
        for receiver in 0..allowed.count() {
            if allowed.has(drawn.len(), receiver) && !drawn.contains(&receiver) {
                drawn.push(receiver);
                on(allowed, drawn, found);
                drawn.pop();
            }
        }
    }
    let mut found = BTreeSet::new();
    on(allowed, &mut Vec::new(), &mut found);
    found
}

fn permitted(allowed: &Allowed, drawn: &[usize]) -> bool {
    let each = drawn.iter().enumerate().all(|(giver, receiver)| allowed.has(giver, *receiver));
    each && drawn.iter().collect::<BTreeSet<_>>().len() == allowed.count()
}

/// Some exchange: how many people, and who may not draw whom.
fn some(most: usize) -> impl Strategy<Value = Allowed> {
    (1..=most).prop_flat_map(move |count| {
        let pairs = proptest::collection::vec((0..count, 0..count), 0..=count * count);
        pairs.prop_map(move |pairs| allowed(count, &pairs))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_possible_and_what_is_foreseen_is_as_trying_everything_says(exchange in some(6)) {
        let all = every(&exchange);
        match check(&exchange) {
            Ok(()) => {
                prop_assert!(!all.is_empty());
                for giver in 0..exchange.count() {
                    prop_assert!(all.iter().map(|drawn| drawn[giver]).collect::<BTreeSet<_>>().len() > 1);
                }
            }
            Err(Obstacle::TooFewPeople) => prop_assert!(exchange.count() < 3),
            Err(Obstacle::NotEnough { people, from }) => {
                prop_assert!(all.is_empty());
                prop_assert_eq!(people.len(), from.len() + 1);
                let could: BTreeSet<usize> = people.iter().flat_map(|giver| places(exchange.row(*giver))).collect();
                prop_assert_eq!(could.into_iter().collect::<Vec<_>>(), from);
            }
            Err(Obstacle::Foreseen { people, from }) => {
                prop_assert!(!people.is_empty());
                for (giver, receiver) in people.iter().zip(&from) {
                    prop_assert!(all.iter().all(|drawn| drawn[*giver] == *receiver));
                }
            }
        }
    }

    #[test]
    fn what_is_drawn_is_permitted_or_nothing_is(exchange in some(20), seed: u64) {
        match draw(&exchange, &mut chance(seed)) {
            Some(drawn) => prop_assert!(permitted(&exchange, &drawn)),
            None => prop_assert!(exchange.matching().is_err()),
        }
    }

    #[test]
    fn whoever_comes_late_changes_two_others_and_no_more(exchange in some(12), seed: u64) {
        let count = exchange.count();
        let before = Allowed { rows: exchange.rows[..count - 1].iter().map(|row| row & !(1 << (count - 1))).collect() };
        if let Some(drawn) = draw(&before, &mut chance(seed))
            && let Some(mended) = insert(&exchange, &drawn, &mut chance(seed ^ 1))
        {
            prop_assert!(permitted(&exchange, &mended));
            prop_assert_eq!(drawn.iter().zip(&mended).filter(|(was, is)| was != is).count(), 2);
        }
    }

    #[test]
    fn whoever_goes_changes_who_gave_to_them_and_no_more(exchange in some(12), seed: u64) {
        let Some(drawn) = draw(&exchange, &mut chance(seed)) else { return Ok(()) };
        // The last one goes.
        let rest = exchange.count() - 1;
        let after = Allowed { rows: exchange.rows[..rest].iter().map(|row| row & !(1 << rest)).collect() };
        let left: Vec<Option<usize>> = drawn[..rest].iter().map(|had| Some(*had).filter(|had| *had != rest)).collect();
        if let Some(mended) = close(&after, &left) {
            prop_assert!(permitted(&after, &mended));
            prop_assert_eq!(left.iter().zip(&mended).filter(|(was, is)| **was != Some(**is)).count(), 1);
        }
    }
}

/// Whether each of `all` came up about as often as any other: chi-squared over its degrees of freedom, which is near 1.
fn evenly(all: &BTreeSet<Vec<usize>>, mut one: impl FnMut(u64) -> Option<Vec<usize>>) -> f64 {
    let mut seen: BTreeMap<Vec<usize>, u32> = all.iter().map(|drawn| (drawn.clone(), 0)).collect();
    let draws = 100 * all.len();
    let mut made = 0;
    for seed in 0.. {
        if made == draws {
            break;
        }
        if let Some(drawn) = one(seed) {
            *seen.get_mut(&drawn).unwrap() += 1;
            made += 1;
        }
    }
    let off: f64 = seen.values().map(|count| (f64::from(*count) - 100.0).powi(2) / 100.0).sum();
    off / (seen.len() - 1) as f64
}

#[test]
fn each_draw_is_as_likely_as_any_other_in_all_three_ways() {
    // Six people of whom two are a couple, and one did not get another one last year.
    let exchange = allowed(6, &[(0, 1), (1, 0), (2, 4)]);
    let all = every(&exchange);
    assert!(all.len() > 100, "{}", all.len());
    let by_number = evenly(&all, |seed| counted(&exchange, &mut chance(seed)));
    let by_order = evenly(&all, |seed| whole(&exchange, &mut chance(seed)));
    let first = exchange.matching().unwrap();
    let by_swaps = evenly(&all, |seed| Some(swapped(&exchange, first.clone(), &mut chance(seed))));
    for found in [by_number, by_order, by_swaps] {
        assert!((0.6..1.4).contains(&found), "{by_number} {by_order} {by_swaps}");
    }
    // And that the measure finds what is uneven: one that leaves out a tenth of them.
    let some: Vec<_> = all.iter().take(all.len() * 9 / 10).cloned().collect();
    let uneven = evenly(&all, |seed| Some(some[usize::try_from(seed).unwrap() % some.len()].clone()));
    assert!(uneven > 2.0, "{uneven}");
}

#[test]
fn a_hundred_people_of_whom_each_may_draw_three_come_to_a_draw() {
    let mut exchange = Allowed::all(MOST_PEOPLE);
    for giver in 0..MOST_PEOPLE {
        for receiver in
            (0..MOST_PEOPLE).filter(|other| !(1..=3).contains(&((other + MOST_PEOPLE - giver) % MOST_PEOPLE)))
        {
            exchange.forbid(giver, receiver);
        }
    }
    assert_eq!(check(&exchange), Ok(()));
    let drawn: BTreeSet<Vec<usize>> = (0..2).filter_map(|seed| draw(&exchange, &mut chance(seed))).collect();
    assert_eq!(drawn.len(), 2, "and not always to the same");
    assert!(drawn.iter().all(|drawn| permitted(&exchange, drawn)));
}

#[test]
fn what_stands_in_the_way_is_named() {
    assert_eq!(check(&allowed(2, &[])), Err(Obstacle::TooFewPeople));
    assert_eq!(check(&allowed(3, &[])), Ok(()));
    // A couple and a third: both could only draw the third.
    let couple = check(&allowed(3, &[(0, 1), (1, 0)]));
    assert_eq!(couple, Err(Obstacle::NotEnough { people: vec![0, 1], from: vec![2] }));
    // Ana may draw Bo alone, as whoever set that up would know.
    let rigged = check(&allowed(5, &[(0, 2), (0, 3), (0, 4)]));
    assert_eq!(rigged, Err(Obstacle::Foreseen { people: vec![0], from: vec![1] }));
}
