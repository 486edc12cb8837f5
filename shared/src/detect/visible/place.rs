//! What the place on the page says of a price: after the heading, near the button, one of two, one of many like it.

use super::price::Sighting;
use super::words::flag;
use super::zones::Zones;
use crate::detect::found::amount_key;
use crate::find::Find;
use crate::join::joined;
use crate::order;
use crate::page::{Name, PageEvidence, Tag};
use crate::product::PriceKind;

/// What the place on the page says: after the heading, near the button, one of many like it.
pub(super) fn place(page: &PageEvidence, zones: &Zones, all: &mut [Sighting], heading: Option<usize>, buys: &[usize]) {
    let keys = numbered(all.iter().map(|sighting| amount_key(&sighting.amount).to_owned()));
    let signatures = numbered(all.iter().map(|sighting| signature(page, sighting.node)));
    struck_twins(all);
    net_twins(all);
    pairs(page, all);
    before_sale(all);
    promote(all);
    let mut rank = 0;
    for at in 0..all.len() {
        let again =
            keys.iter().zip(all.iter()).filter(|(key, other)| Some(*key) == keys.get(at) && !other.elsewhere).count();
        let (Some(mine), Some(key)) = (signatures.get(at), keys.get(at)) else { continue };
        let like_it =
            signatures.iter().zip(&keys).filter(|(other, other_key)| *other == mine && *other_key != key).count();
        let crowded = like_it >= 4;
        let Some(sighting) = all.get_mut(at) else { continue };
        sighting.like_it = like_it;
        sighting.score += i32::try_from(again.saturating_sub(1).min(3)).unwrap_or(0) * 4;
        if crowded {
            sighting.score -= 18;
        }
        let usable = sighting.kind == PriceKind::Current && !sighting.elsewhere && sighting.score > 0;
        if let Some(heading) = heading {
            if sighting.node > heading {
                if usable {
                    sighting.score += [22, 15, 10, 6, 3].get(rank).copied().unwrap_or(0);
                    rank += 1;
                }
                sighting.score += 15 - i32::try_from(((sighting.node - heading) / 25).min(25)).unwrap_or(25);
            } else {
                sighting.score -= 8 + i32::try_from(((heading - sighting.node) / 12).min(30)).unwrap_or(30);
            }
        }
        if let Some(distance) = buys.iter().map(|buy| buy.abs_diff(sighting.node)).min() {
            sighting.score += 18 - i32::try_from((distance / 6).min(18)).unwrap_or(18);
        }
        if zones.near(page, sighting.node, 6, 200) & flag::PRODUCT != 0 {
            sighting.score += 4;
        }
    }
}

/// Tag and class of an element, its parent and the one around it: cards of a list share all of them, and what stands in a
/// list is not like what stands by itself, also where neither has a class around it.
fn signature(page: &PageEvidence, node: usize) -> String {
    let parent = page.parent(node);
    let around = [Some(node), parent, parent.and_then(|up| page.parent(up))];
    let shape = |at: usize| joined(&[page.tag(at).as_str(), page.attribute(at, Name::Class).unwrap_or("")], ".");
    joined(&around.map(|at| at.map(shape).unwrap_or_default()), " ")
}

/// A number for each text, the same for the same text.
fn numbered(texts: impl Iterator<Item = String>) -> Vec<usize> {
    let texts: Vec<String> = texts.collect();
    let mut numbers = vec![0; texts.len()];
    let (mut number, mut last) = (0, None);
    for at in order::ranks(&texts) {
        let text = texts.get(at);
        number += usize::from(text != last);
        last = text;
        if let Some(own) = numbers.get_mut(at) {
            *own = number;
        }
    }
    numbers
}

/// The amount in ten-thousandths, to compare.
fn parts(amount: &str) -> Option<u128> {
    let (whole, fraction) = amount.parted(".").unwrap_or((amount, ""));
    let fraction: String = fraction.chars().chain("0000".chars()).take(4).collect();
    format!("{whole}{fraction}").parse().ok()
}

/// Two prices side by side: the higher is the one before. A dash between them makes a range, and then both stand.
fn pairs(page: &PageEvidence, all: &mut [Sighting]) {
    for at in 1..all.len() {
        let (Some(first), Some(second)) = (all.get(at - 1), all.get(at)) else { continue };
        let plain = |sighting: &Sighting| sighting.kind == PriceKind::Current && !sighting.elsewhere && !sighting.net;
        let (Some(a), Some(b)) = (parts(&first.amount), parts(&second.amount)) else { continue };
        if !plain(first)
            || !plain(second)
            || a == b
            || first.currency != second.currency
            || first.score < 0
            || second.score < 0
        {
            continue;
        }
        let (low, high) = (a.min(b), a.max(b));
        let beside = first.node == second.node || common_box(page, first.node, second.node) <= 24;
        let alone = [at.wrapping_sub(2), at + 1].iter().all(|other| {
            all.get(*other)
                .is_none_or(|other| !plain(other) || common_box(page, other.node, first.node.max(second.node)) > 24)
        });
        let near = second.node.abs_diff(first.node) <= 60;
        // Each in an entry of its own: what the thing costs in either size.
        let entries = entry(page, first.node) != entry(page, second.node);
        // Behind words of its own a higher price is that of something more ("Family licence: $49.99").
        let told = b > a && page.joined_text(second.node, 80).split_whitespace().count() > 4;
        let paired = beside
            && !told
            && alone
            && !entries
            && high < low * 6
            && !is_range(page, first.node, second.node, &second.context);
        if paired
            || (near && !entries && reduced(page, first.node.min(second.node), first.node.max(second.node), low, high))
        {
            let higher = if a > b { at - 1 } else { at };
            if let Some(sighting) = all.get_mut(higher) {
                sighting.kind = PriceKind::List;
                sighting.named_old = false;
                sighting.score -= 60;
            }
        }
    }
}

/// The entry of a choice in which it stands.
fn entry(page: &PageEvidence, at: usize) -> Option<usize> {
    let mut around = std::iter::once(at).chain(page.ancestors(at)).take(3);
    around.find(|up| matches!(page.tag(*up), Tag::Label | Tag::Option))
}

/// A price that is called a reduced one says that the higher one shortly before it is the price before, however far apart
/// lists of facts set them.
fn before_sale(all: &mut [Sighting]) {
    for at in 1..all.len() {
        let plain =
            |sighting: &Sighting| sighting.kind == PriceKind::Current && !sighting.elsewhere && sighting.score >= 0;
        let (Some(first), Some(sale)) = (all.get(at - 1), all.get(at)) else { continue };
        let (Some(high), Some(low)) = (parts(&first.amount), parts(&sale.amount)) else { continue };
        let fits = plain(first) && plain(sale) && sale.reduced && !first.reduced && !first.net && !first.lowest;
        let near = sale.node.saturating_sub(first.node) <= 40 && first.currency == sale.currency;
        if fits
            && near
            && low < high
            && high < low * 4
            && let Some(first) = all.get_mut(at - 1)
        {
            first.kind = PriceKind::List;
            first.score -= 60;
        }
    }
}

/// How many nodes the smallest box around both has.
fn common_box(page: &PageEvidence, a: usize, b: usize) -> usize {
    let holds = |up: &usize| page.below(*up).contains(&b) || *up == b;
    std::iter::once(a).chain(page.ancestors(a)).take(8).find(holds).map_or(usize::MAX, |up| page.below(up).len())
}

fn is_range(page: &PageEvidence, a: usize, b: usize, context: &str) -> bool {
    let dash = |text: &str| {
        text.trim().ends(|sign| matches!(sign, '-' | '–' | '—' | '~'))
            || text.trim().begins(|sign| matches!(sign, '-' | '–' | '—' | '~'))
    };
    let between = (a.min(b)..=a.max(b)).any(|at| dash(page.text(at)));
    between || [" - ", " – ", " — ", " to ", " bis ", " ~ ", " do "].iter().any(|word| context.holds(word))
}

/// A percentage near them says how one comes from the other.
fn reduced(page: &PageEvidence, from: usize, to: usize, low: u128, high: u128) -> bool {
    (from.saturating_sub(12)..to + 12).any(|at| {
        let text = page.text(at);
        let Some((before, _)) = text.parted("%") else { return false };
        let digits: String = before.trim_end().chars().rev().take_while(char::is_ascii_digit).collect();
        let percent: u128 = digits.chars().rev().collect::<String>().parse().unwrap_or(0);
        (1..100).contains(&percent) && (high * (100 - percent)).abs_diff(low * 100) <= high
    })
}

/// A price that is struck through is said once more close by, for those who do not see the line.
fn struck_twins(all: &mut [Sighting]) {
    for at in 0..all.len() {
        let Some(sighting) = all.get(at).filter(|sighting| sighting.kind == PriceKind::Current) else { continue };
        let key = amount_key(&sighting.amount);
        let struck = all.iter().any(|other| {
            other.kind == PriceKind::List
                && !other.named_old
                && other.node.abs_diff(sighting.node) <= 16
                && amount_key(&other.amount) == key
        });
        if struck && let Some(sighting) = all.get_mut(at) {
            sighting.kind = PriceKind::List;
            sighting.score -= 60;
        }
    }
}

/// A price without tax steps back where the one with it stands close by.
fn net_twins(all: &mut [Sighting]) {
    for at in 0..all.len() {
        let Some(net) = all.get(at).filter(|sighting| sighting.net) else { continue };
        let taxed = all.iter().any(|other| {
            let (Some(low), Some(high)) = (parts(&net.amount), parts(&other.amount)) else { return false };
            let fits = !other.net && other.kind == PriceKind::Current && other.node.abs_diff(net.node) <= 40;
            fits && high > low && high * 10 <= low * 13
        });
        if taxed && let Some(net) = all.get_mut(at) {
            net.score -= 40;
        }
    }
}

/// A price that is only *named* old, with no other beside it, is the price: some shops call every price "regular".
fn promote(all: &mut [Sighting]) {
    for at in 0..all.len() {
        let Some(sighting) = all.get(at) else { continue };
        if !sighting.named_old || sighting.elsewhere {
            continue;
        }
        let node = sighting.node;
        let key = amount_key(&sighting.amount).to_owned();
        let other = all.iter().any(|other| {
            other.kind == PriceKind::Current
                && !other.elsewhere
                && other.score > 0
                && other.node.abs_diff(node) <= 40
                && amount_key(&other.amount) != key
        });
        if !other && let Some(sighting) = all.get_mut(at) {
            sighting.kind = PriceKind::Current;
            sighting.score += 60;
        }
    }
}
