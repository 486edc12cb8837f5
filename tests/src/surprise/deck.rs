//! What the owner does in which pair: acts are dealt from a shuffled deck, so that each comes as often as any other.

use fuzz::Chance;

use super::owner::ACTS;

/// The acts of one pair, which its number and the seed of all pairs say, whatever was lived through before.
pub(super) fn dealt(seed: u64, pair: usize, steps: usize) -> Vec<&'static str> {
    let first = pair * steps;
    let mut dealt = Vec::with_capacity(steps);
    let (mut number, mut place) = (first / ACTS.len(), first % ACTS.len());
    while dealt.len() < steps {
        let deck = shuffled(seed, number);
        let rest = steps - dealt.len();
        dealt.extend(deck.into_iter().skip(place).take(rest));
        (number, place) = (number + 1, 0);
    }
    dealt
}

/// A whole deck in another order.
fn shuffled(seed: u64, number: usize) -> [&'static str; ACTS.len()] {
    // Apart from the seeds of pairs, which count up from a multiple of another number.
    let mut chance = Chance::new(seed.wrapping_mul(7_368_787).wrapping_add(number as u64));
    let mut deck = ACTS;
    for last in (1..deck.len()).rev() {
        deck.swap(last, chance.below(last + 1));
    }
    deck
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn each_act_is_dealt_as_often_as_it_stands_in_the_list_and_the_pairs_are_as_unlike_as_decks() {
        let steps = 10;
        let pairs = ACTS.len() * 3;
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for act in (0..pairs).flat_map(|pair| dealt(7, pair, steps)) {
            *times.entry(act).or_default() += 1;
        }
        for (act, times) in times {
            let stands = ACTS.iter().filter(|other| **other == act).count();
            assert_eq!(times, stands * steps * 3, "{act}");
        }
        assert_eq!(dealt(7, 12, steps), dealt(7, 12, steps));
        assert_ne!(dealt(7, 12, steps), dealt(8, 12, steps));
        assert_ne!(shuffled(7, 0), shuffled(7, 1));
    }
}
