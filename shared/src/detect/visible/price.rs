//! Prices that a person sees, each with what its place and its words say of it.

use super::judge::judge;
use super::place::place;
use super::price_text_of;
use super::words::flag;
use super::zones::Zones;
use crate::detect::found::is_zero;
use crate::find::Find;
use crate::money::Currency;
use crate::page::{Name, PageEvidence, Tag, cut};
use crate::price_text::{Amount, Hints, Sign, amounts};
use crate::product::PriceKind;

/// One price in the visible text.
#[derive(Debug, Clone)]
pub(in crate::detect) struct Sighting {
    /// The element that shows it.
    pub(in crate::detect) node: usize,
    /// Plain decimal.
    pub(in crate::detect) amount: String,
    pub(in crate::detect) currency: Option<Currency>,
    pub(in crate::detect) kind: PriceKind,
    /// How well it stands for "what one pays now for this product".
    pub(in crate::detect) score: i32,
    /// It stands in the header, a cart, among other products.
    pub(in crate::detect) elsewhere: bool,
    /// Only its name says that it is an old price; nothing strikes it through.
    pub(in crate::detect) named_old: bool,
    /// It is called a price without tax.
    pub(in crate::detect) net: bool,
    /// It is called a reduced price ("sale", "促销价").
    pub(in crate::detect) reduced: bool,
    /// It is called the lowest of several ("from").
    pub(in crate::detect) lowest: bool,
    /// How many other amounts of the page are shown in just the same way.
    pub(in crate::detect) like_it: usize,
    /// Words around.
    pub(in crate::detect) context: String,
}

/// More are not looked at.
const MAX: usize = 400;
/// A longer text tells of prices; it does not show one.
const MAX_TEXT: usize = 160;

/// All prices of the page in order.
pub(super) fn sightings(
    page: &PageEvidence,
    zones: &Zones,
    hints: &Hints,
    heading: Option<usize>,
    buys: &[usize],
) -> Vec<Sighting> {
    let mut out: Vec<Sighting> = Vec::new();
    let mut signs: Vec<Option<Sign>> = Vec::new();
    let mut covered = 0;
    for at in 0..page.nodes().len() {
        let text = page.text(at);
        if at < covered || text.is_empty() || text.len() > MAX_TEXT || !has_digit(text) || out.len() >= MAX {
            continue;
        }
        if zones.around(at) & (flag::NAV | flag::FOOTER | flag::FILTER) != 0 {
            continue;
        }
        let Some((element, shown, found)) = price_element(page, zones, at) else { continue };
        covered = page.below(element).end.max(at + 1);
        let letters = shown.chars().filter(|c| c.is_alphabetic()).count();
        let (mut before, mut led) = (0, "");
        for (nth, amount) in found.iter().enumerate() {
            let (from, to) = amount.sign_at.unwrap_or((amount.start, amount.end));
            let lead = shown.get(before..amount.start.min(from)).unwrap_or("");
            // What is said of the lower end of a range is said of the upper one.
            let upper =
                nth > 0 && lead.trim().ends(|sign| matches!(sign, '-' | '–' | '—')) && lead.trim().chars().count() <= 5;
            led = if upper { led } else { lead };
            let lead = led;
            before = amount.end;
            let tail_from = amount.end.max(to);
            let tail_to = found.get(nth + 1).map_or(shown.len(), |next| next.start);
            let tail = shown.get(tail_from..tail_to).unwrap_or("");
            if amount.foreign
                || is_zero(&amount.decimal)
                || amount.decimal.len() > 14
                || (amount.sign.is_none() && found.len() > 3)
            {
                continue;
            }
            let mut sighting = Sighting {
                node: element,
                amount: amount.decimal.clone(),
                currency: amount.sign.and_then(|sign| hints.settle(sign)),
                kind: amount.kind,
                score: 0,
                elsewhere: false,
                named_old: false,
                net: false,
                reduced: false,
                lowest: false,
                like_it: 0,
                context: context(page, element, &shown),
            };
            judge(page, zones, &mut sighting, amount, (lead, tail), letters);
            out.push(sighting);
            signs.push(amount.sign);
        }
    }
    settle_by_siblings(&mut out, &signs);
    place(page, zones, &mut out, heading, buys);
    out
}

/// An open sign on a page that says nothing of its region is the one currency of this sign that other prices here name
/// ("$12 … CA$9"), else the most common.
fn settle_by_siblings(sightings: &mut [Sighting], signs: &[Option<Sign>]) {
    let named: Vec<Currency> = signs.iter().filter_map(|sign| sign.and_then(Sign::exact)).collect();
    for (sighting, sign) in sightings.iter_mut().zip(signs) {
        let Some(sign) = sign.filter(|_| sighting.currency.is_none()) else { continue };
        let mut allowed = named.iter().filter(|currency| sign.allows(**currency));
        let first = allowed.next().copied().filter(|first| allowed.all(|other| other == first));
        sighting.currency = first.or_else(|| sign.most_common());
    }
}

/// A digit of any script; most texts are ASCII and answer at once.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || (!text.is_ascii() && text.chars().any(char::is_numeric))
}

/// The smallest element around a text with a number that reads as a price.
fn price_element(page: &PageEvidence, zones: &Zones, at: usize) -> Option<(usize, String, Vec<Amount>)> {
    let parent = page.parent(at)?;
    if matches!(page.tag(parent), Tag::Option | Tag::Select | Tag::Textarea) {
        return None;
    }
    let own = page.text(at).trim();
    let digits: String = own.chars().filter(char::is_ascii_digit).collect();
    // The sign must belong to this text's own number, not to another one in the same box.
    let mine = |found: &[Amount]| {
        found.iter().any(|amount| {
            amount.sign.is_some()
                && amount.decimal.chars().filter(char::is_ascii_digit).collect::<String>().holds(&digits)
        })
    };
    let shown = price_text_of(page, parent);
    let found = amounts(&shown);
    // In a long line the sign must stand at this text's number.
    let signed = |found: &[Amount]| found.iter().any(|amount| amount.sign.is_some());
    // A line of a long box ("Regular price: $349.00" in a form) speaks for itself; the box would speak for all its lines.
    if shown.len() > 60 && own.len() <= 60 && signed(&found) {
        let line = amounts(own);
        let count = |found: &[Amount]| found.iter().filter(|amount| amount.sign.is_some()).count();
        if (1..count(&found)).contains(&count(&line)) {
            return Some((at, own.to_owned(), line));
        }
    }
    if signed(&found) && (shown.len() <= 60 || mine(&found) || signed(&amounts(own))) {
        return Some(with_cents(page, parent, &shown, &found).unwrap_or((parent, shown, found)));
    }
    // Parts of a price are digits and marks; a text with words in it is none.
    let is_part = own.chars().filter(|c| c.is_alphabetic()).count() <= 3 && !own.holds("%") && !digits.is_empty();
    for level in page.ancestors(parent).take(if is_part { 3 } else { 0 }) {
        if page.below(level).len() > 24 {
            break;
        }
        let shown = price_text_of(page, level);
        if shown.chars().count() > 32 {
            break;
        }
        let found = amounts(&shown);
        // The parts of one price, or the two ends of a range, share a sign; two prices have one each.
        let mut signs = found.iter().filter_map(|amount| amount.sign_at);
        let first = signs.next();
        if signs.any(|other| Some(other) != first) {
            break;
        }
        if mine(&found) {
            return Some((level, shown, found));
        }
    }
    // No sign, but the element is called a price.
    let named = zones.near(page, parent, 3, 20) & flag::PRICE != 0
        || page.attribute(parent, Name::Itemprop).is_some_and(|prop| prop == "price" || prop == "lowPrice");
    let struck = matches!(page.tag(parent), Tag::Del | Tag::S | Tag::Strike);
    if (named || struck) && own.chars().count() <= 24 {
        let shown = price_text_of(page, parent);
        let found = amounts(&shown);
        return (!found.is_empty()).then_some((parent, shown, found));
    }
    None
}

/// Cents that stand beside in an element of their own belong to the price.
fn with_cents(page: &PageEvidence, at: usize, shown: &str, found: &[Amount]) -> Option<(usize, String, Vec<Amount>)> {
    let up = page.parent(at).filter(|up| page.below(*up).len() <= 12)?;
    let wider = price_text_of(page, up);
    if wider.chars().count() > 40 || wider == shown {
        return None;
    }
    let wide = amounts(&wider);
    let whole =
        matches!((wide.as_slice(), found), ([one], [part, ..]) if one.sign.is_some() && one.decimal != part.decimal);
    whole.then_some((up, wider, wide))
}

fn context(page: &PageEvidence, element: usize, shown: &str) -> String {
    let mut text = page.parent(element).map_or_else(String::new, |up| {
        if page.below(up).len() <= 16 { page.joined_text(up, 80) } else { String::new() }
    });
    if text.chars().count() < shown.chars().count() {
        shown.clone_into(&mut text);
    }
    cut(&mut text, 80);
    text
}
