//! Held against a model that reads the whole story at once: a target is told at each sighting for which there is an earlier one that
//! says the same with nothing else between, and an end in between since it was told last.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::history::{History, Sighting};

/// Four minutes: some pairs of sightings are too close to count as two.
const STEP: i64 = 4 * 60 * 1000;

fn seen() -> impl Strategy<Value = Seen> {
    let price = (
        0..12_i64,
        prop_oneof![6 => Just("EUR"), 1 => Just("USD")],
        prop_oneof![6 => Just(PriceKind::Current), 1 => Just(PriceKind::Member)],
    );
    let stock =
        prop_oneof![4 => Just(None), 4 => Just(Some(Availability::InStock)), 1 => Just(Some(Availability::OutOfStock))];
    prop_oneof![
        12 => (price, stock).prop_map(|((amount, code, kind), availability)| Seen::Page {
            price: Some((Money::new(95 + amount, code.parse().unwrap()), kind)),
            availability,
        }),
        1 => Just(Seen::Unreadable),
        1 => Just(Seen::Gone),
    ]
}

fn story() -> impl Strategy<Value = Vec<(i64, Seen)>> {
    prop::collection::vec((1..4_i64, seen()), 0..60).prop_map(|steps| {
        let mut at = 0;
        steps
            .into_iter()
            .map(|(step, seen)| {
                at += step * STEP;
                (at, seen)
            })
            .collect()
    })
}

/// Where a rule tells, one observation after the other.
fn told(condition: Condition, story: &[(i64, Seen)]) -> Vec<usize> {
    let rule = Rule { condition, since: Timestamp::from_millis(0), until: None };
    let (mut state, mut sightings, mut told) = (State::default(), Vec::new(), Vec::new());
    for (place, (at, seen)) in story.iter().enumerate() {
        let at = Timestamp::from_millis(*at);
        let observation = Observation { at, seen: *seen };
        let (next, reason) = evaluate(&rule, &state, &History::of(&sightings), &observation, at);
        // Once more is the same: a job may run twice.
        let again = evaluate(&rule, &next, &History::of(&sightings), &observation, at);
        assert!(again == (next, None));
        // What is kept between two jobs is text.
        state = serde_json::from_str(&serde_json::to_string(&next).unwrap()).unwrap();
        told.extend(reason.map(|_| place));
        if let Seen::Page { price: Some((price, kind)), .. } = *seen {
            sightings.push(Sighting { price, kind, seen_at: at, seen_until: at });
        }
    }
    told
}

/// The sightings that speak of euros one can pay: (place, moment, amount).
fn payable(story: &[(i64, Seen)]) -> Vec<(usize, i64, i64)> {
    let euro = "EUR".parse().unwrap();
    let read = |(place, (at, seen)): (usize, &(i64, Seen))| match *seen {
        Seen::Page { price: Some((price, PriceKind::Current)), availability }
            if price.currency == euro && availability != Some(Availability::OutOfStock) =>
        {
            Some((place, *at, price.amount_minor))
        }
        _ => None,
    };
    story.iter().enumerate().filter_map(read).collect()
}

/// The first reading in `from..` at which `is` was so at two readings, far enough apart, with none between that says otherwise.
fn sure(readings: &[(usize, i64, i64)], from: usize, is: impl Fn(i64) -> bool) -> Option<usize> {
    (from..readings.len()).find(|second| {
        (from..*second).any(|first| {
            readings[first..=*second].iter().all(|(_, _, amount)| is(*amount))
                && readings[*second].1 - readings[first].1 >= APART_MILLIS
        })
    })
}

/// The lowest price in euros that was shown twice in a row, whether or not it could be had.
fn low(story: &[(i64, Seen)]) -> Option<i64> {
    let euro = "EUR".parse().unwrap();
    let shown = |(_, seen): &(i64, Seen)| match *seen {
        Seen::Page { price: Some((price, PriceKind::Current)), .. } if price.currency == euro => {
            Some(price.amount_minor)
        }
        _ => None,
    };
    let shown: Vec<i64> = story.iter().filter_map(shown).collect();
    shown.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).min()
}

fn plain(story: &[(i64, Seen)], met: impl Fn(i64) -> bool, over: impl Fn(i64) -> bool) -> Vec<usize> {
    let readings = payable(story);
    let (mut places, mut from) = (Vec::new(), 0);
    while let Some(tells) = sure(&readings, from, &met) {
        places.push(readings[tells].0);
        match sure(&readings, tells + 1, &over) {
            Some(ended) => from = ended + 1,
            None => break,
        }
    }
    places
}

fn condition(test: Test) -> Condition {
    Condition::Price { kind: PriceKind::Current, currency: "EUR".parse().unwrap(), test }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn targets_are_told_as_the_model_says(story in story(), amount in 95..107_i64, per_cent in 1..6_u8) {
        let tells = |test| told(condition(test), &story);
        prop_assert_eq!(tells(Test::AtMost { amount_minor: amount }), plain(&story, |a| a <= amount, |a| a * 100 > amount * 102));
        let fallen = 100 * (100 - i64::from(per_cent));
        prop_assert_eq!(tells(Test::FallenBy { per_cent, from_minor: 100 }), plain(&story, |a| a * 100 <= fallen, |a| a * 10_000 > fallen * 102));
        let risen = 100 * (100 + i64::from(per_cent));
        prop_assert_eq!(tells(Test::RisenBy { per_cent, from_minor: 100 }), plain(&story, |a| a * 100 >= risen, |a| a * 102 < risen));
    }

    #[test]
    fn stock_is_told_as_the_model_says(story in story()) {
        let readings: Vec<(usize, i64, i64)> = story.iter().enumerate().filter_map(|(place, (at, seen))| match seen {
            Seen::Page { availability: Some(Availability::InStock), .. } => Some((place, *at, 1)),
            Seen::Page { availability: Some(Availability::OutOfStock), .. } | Seen::Gone => Some((place, *at, 0)),
            _ => None,
        }).collect();
        let (mut places, mut from) = (Vec::new(), 0);
        while let Some(out) = sure(&readings, from, |there| there == 0) {
            let Some(back) = sure(&readings, out + 1, |there| there == 1) else { break };
            places.push(readings[back].0);
            from = back + 1;
        }
        prop_assert_eq!(told(Condition::BackInStock, &story), places);
    }

    /// Whatever is asked for: what is told was seen twice in the rule's own kind and currency, both times below all that was sure
    /// before it was a low, and no change is told twice a day.
    #[test]
    fn nothing_is_told_that_is_not_so(story in story(), days in 1..3_u16) {
        let readings = payable(&story);
        for test in [Test::LowestEver, Test::LowestIn { days }, Test::AnyChange { from_minor: 100 }] {
            let mut last = None;
            for place in told(condition(test), &story) {
                let at = readings.iter().position(|(of, ..)| *of == place).unwrap();
                let (_, moment, amount) = readings[at];
                prop_assert!(at > 0, "{test:?}");
                match test {
                    Test::AnyChange { .. } => {
                        prop_assert!(readings[..at].iter().any(|(_, before, same)| *same == amount && moment - before >= APART_MILLIS));
                        prop_assert!(last.is_none_or(|last| moment - last >= PAUSE_MILLIS));
                    }
                    _ => prop_assert!((0..at).any(|first| {
                        let (place, began, _) = readings[first];
                        moment - began >= APART_MILLIS
                            && low(&story[..place]).is_some_and(|low| readings[first..=at].iter().all(|(.., amount)| *amount < low))
                    }), "{test:?}"),
                }
                last = Some(moment);
            }
        }
    }
}
