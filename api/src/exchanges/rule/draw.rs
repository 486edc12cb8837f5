//! The draw: one of all that are permitted, each as likely as any other.
//!
//! Up to sixteen people it is counted how many draws there are, and one is taken by its number. With more, whole draws are made
//! until one is permitted: whatever is thrown away, each of those left is as likely as any other. Both are exact. Where so much
//! is forbidden that this takes too long, people swap at random, starting from a draw that is permitted, for so long that
//! what they began with no longer matters: that comes near, and is the one case that is not exact.

use super::{Allowed, places};

/// Counting takes 2 to the power of so many steps.
const COUNTED: usize = 16;
/// Draws that are made and thrown away.
const TRIES: usize = 50_000;
/// Swaps for each pair of people.
const SWAPS: usize = 50;

/// A draw, by the places of givers; `None` where there is none. `below(n)` gives a number below n, each as likely as any other.
pub(in crate::exchanges) fn draw(allowed: &Allowed, below: &mut impl FnMut(u64) -> u64) -> Option<Vec<usize>> {
    let first = allowed.matching().ok()?;
    if allowed.count() <= COUNTED {
        return counted(allowed, below);
    }
    (0..TRIES).find_map(|_| whole(allowed, below)).or_else(|| Some(swapped(allowed, first, below)))
}

/// One of all that there are, by its number.
pub(super) fn counted(allowed: &Allowed, below: &mut impl FnMut(u64) -> u64) -> Option<Vec<usize>> {
    let count = allowed.count();
    // Of each set of people who are drawn already, by the first givers: in how many ways the others can go on.
    let mut ways = vec![0_u64; 1 << count];
    for taken in (0..ways.len()).rev() {
        let giver = taken.count_ones() as usize;
        ways[taken] = if giver == count {
            1
        } else {
            free(allowed, giver, taken).map(|receiver| ways[taken | 1 << receiver]).sum()
        };
    }
    let mut taken = 0;
    let mut drawn = Vec::with_capacity(count);
    for giver in 0..count {
        let mut number = below(ways[taken]);
        let receiver = free(allowed, giver, taken).find(|receiver| {
            let of_this = ways[taken | 1 << receiver];
            let here = number < of_this;
            number = number.saturating_sub(of_this);
            here
        })?;
        taken |= 1 << receiver;
        drawn.push(receiver);
    }
    Some(drawn)
}

/// Whom `giver` may draw of those who are not taken.
fn free(allowed: &Allowed, giver: usize, taken: usize) -> impl Iterator<Item = usize> {
    let row = allowed.row(giver);
    (0..allowed.count()).filter(move |receiver| row >> receiver & 1 == 1 && taken >> receiver & 1 == 0)
}

/// Any order of all people; `None` as soon as somebody draws whom they may not.
pub(super) fn whole(allowed: &Allowed, below: &mut impl FnMut(u64) -> u64) -> Option<Vec<usize>> {
    let mut rest: Vec<usize> = (0..allowed.count()).collect();
    let mut drawn = Vec::with_capacity(rest.len());
    for giver in 0..allowed.count() {
        let receiver = rest.swap_remove(chosen(rest.len(), below)?);
        if !allowed.has(giver, receiver) {
            return None;
        }
        drawn.push(receiver);
    }
    Some(drawn)
}

/// A place among `count`; `None` where there is none.
pub(super) fn chosen(count: usize, below: &mut impl FnMut(u64) -> u64) -> Option<usize> {
    let place = usize::try_from(below(u64::try_from(count).ok()?)).ok()?;
    (place < count).then_some(place)
}

/// A walk over draws, and draws of all but one, in which every step is as likely as the one back (Jerrum and Sinclair).
pub(super) fn swapped(allowed: &Allowed, mut drawn: Vec<usize>, below: &mut impl FnMut(u64) -> u64) -> Vec<usize> {
    let pairs: Vec<(usize, usize)> = (0..allowed.count())
        .flat_map(|giver| places(allowed.row(giver)).into_iter().map(move |receiver| (giver, receiver)))
        .collect();
    let mut open: Option<(usize, usize)> = None;
    // Far more than enough to come to a whole draw again; the one that it began with is one, should it not.
    let (enough, most) = (SWAPS * pairs.len(), 100 * SWAPS * pairs.len());
    let mut last = drawn.clone();
    for step in 0..most {
        if open.is_none() {
            last.clone_from(&drawn);
            if step >= enough {
                break;
            }
        }
        let Some((giver, receiver)) = chosen(pairs.len(), below).map(|place| pairs[place]) else { break };
        open = match open {
            // Their pair is taken apart.
            None if drawn[giver] == receiver => Some((giver, receiver)),
            None => None,
            Some(both) if both == (giver, receiver) => {
                drawn[giver] = receiver;
                None
            }
            // Who has nobody takes somebody's; who had them has nobody.
            Some((idle, bare)) if giver == idle => {
                let other = drawn.iter().enumerate().position(|(at, had)| at != idle && *had == receiver);
                drawn[idle] = receiver;
                other.map(|other| (other, bare))
            }
            // Whom nobody has is taken by somebody; whom they had nobody has.
            Some((idle, bare)) if receiver == bare => {
                let had = drawn[giver];
                drawn[giver] = bare;
                Some((idle, had))
            }
            kept => kept,
        };
    }
    last
}
