//! What an element and the words before an amount say of it.

use super::lead::{is_lowest, is_reduced, lead_flags, says_gross, tail_flags};
use super::leads_away;
use super::price::Sighting;
use super::words::{OldPrice, flag, old_price};
use super::zones::{ELSEWHERE, Zones};
use crate::find::Find;
use crate::page::{Name, PageEvidence, Tag};
use crate::price_text::Amount;
use crate::product::PriceKind;

/// What the element and the words before the amount say.
pub(super) fn judge(
    page: &PageEvidence,
    zones: &Zones,
    sighting: &mut Sighting,
    amount: &Amount,
    (lead, tail): (&str, &str),
    letters: usize,
) {
    let element = sighting.node;
    let near = zones.near(page, element, 3, 30);
    let wide = zones.near(page, element, 5, 80);
    let (before, after_number) = if lead.trim().len() < 2 { text_before(page, element) } else { Default::default() };
    let lead = if before.is_empty() { lead } else { &before };
    let behind = if tail.trim().len() < 2 { text_behind(page, element) } else { String::new() };
    let tail = if behind.is_empty() { tail } else { &behind };
    let (mut said, tail_said) = (lead_flags(lead), tail_flags(tail));
    // "159 € net 189 € gross": what stands between two numbers is said of the first.
    if after_number && says_gross(tail) {
        said &= !flag::NET;
    }
    said |= if !after_number && says_gross(lead) { tail_said & !flag::NET } else { tail_said };
    sighting.lowest = is_lowest(lead, tail);
    sighting.reduced = is_reduced(lead);
    let mut score = 0;
    score += if amount.sign.is_some() { 20 } else { 0 };
    score += if near & flag::PRICE != 0 {
        22
    } else if wide & flag::PRICE != 0 {
        12
    } else {
        0
    };
    if page.attribute(element, Name::Itemprop).is_some_and(|prop| prop.holds("rice")) {
        score += 12;
    }
    if (near | said) & flag::NOW != 0 {
        score += 8;
    }
    score -= i32::try_from((letters / 2).min(30)).unwrap_or(30);
    if sighting.kind == PriceKind::Current {
        let own = zones.near(page, element, 2, 12);
        let own_or_said = own | said;
        let old = old_price(page, element);
        if old != OldPrice::No || said & flag::OLD != 0 {
            sighting.kind = PriceKind::List;
            sighting.named_old = old == OldPrice::Named && said & flag::OLD == 0;
        } else if own_or_said & flag::UNIT != 0 {
            sighting.kind = PriceKind::Unit;
        } else if own_or_said & flag::INSTALMENT != 0 {
            sighting.kind = PriceKind::Instalment;
        } else if own_or_said & flag::MEMBER != 0 {
            sighting.kind = PriceKind::Member;
        } else if own_or_said & flag::USED != 0 {
            sighting.kind = PriceKind::Used;
        }
        if own_or_said & (flag::SAVING | flag::SHIPPING) != 0 && own & flag::PRICE == 0
            || said & (flag::SAVING | flag::SHIPPING) != 0
        {
            score -= 60;
        }
        sighting.net = own_or_said & flag::NET != 0;
        score -= if sighting.net { 25 } else { 0 };
        score -= if own_or_said & flag::TOTAL != 0 { 25 } else { 0 };
    }
    if sighting.kind != PriceKind::Current {
        score -= 60;
    }
    let around = zones.around(element);
    sighting.elsewhere = around & ELSEWHERE != 0;
    score -= if sighting.elsewhere { 60 } else { 0 };
    score -= if around & (flag::REVIEW | flag::ASIDE) != 0 { 25 } else { 0 };
    score -= if around & (flag::SHIPPING | flag::INSTALMENT) != 0 { 35 } else { 0 };
    score -= if around & flag::HIDDEN != 0 { 20 } else { 0 };
    if leads_away(page, element).is_some() {
        score -= 20;
        sighting.elsewhere |= near & flag::LIST != 0;
    }
    let layout = std::iter::once(element)
        .chain(page.ancestors(element))
        .take(2)
        .chain(page.below(element).take(4))
        .find_map(|at| page.layout(at));
    if let Some(layout) = layout {
        score += if layout.visible { (layout.font_px - 14).clamp(-4, 16) } else { -40 };
    }
    if std::iter::once(element)
        .chain(page.ancestors(element))
        .take(3)
        .any(|up| matches!(page.tag(up), Tag::Label | Tag::Option))
    {
        score -= 12;
    }

    sighting.score = score;
}

/// The text directly behind an element, within its line, up to the next number.
fn text_behind(page: &PageEvidence, element: usize) -> String {
    let Some(parent) = page.parent(element).filter(|up| page.below(*up).len() <= 14) else { return String::new() };
    // Behind what a list of facts says of one thing stands what the next thing is called.
    if page.tag(element) == Tag::Dd || page.tag(parent) == Tag::Dd {
        return String::new();
    }
    let next = (page.below(element).end.max(element + 1)..page.below(parent).end)
        .map(|at| page.text(at).trim())
        .find(|text| text.len() > 1);
    let text = next.unwrap_or("");
    text.parts_at(|c| c.is_ascii_digit()).next().unwrap_or("").to_owned()
}

/// The text directly before an element, within its line, and whether another number stands before that.
fn text_before(page: &PageEvidence, element: usize) -> (String, bool) {
    let Some(parent) = page.parent(element) else { return Default::default() };
    let from = page.parent(parent).filter(|up| page.below(*up).len() <= 14).unwrap_or(parent);
    let mut text = String::new();
    for at in page.below(from).take_while(|at| *at < element) {
        let own = page.text(at);
        if !own.is_empty() {
            text.push(' ');
            text.push_str(own);
        }
    }
    // Only what stands behind the last number belongs to this one.
    match text.rfind(|c: char| c.is_ascii_digit()) {
        Some(at) => (text.split_off(at + 1), true),
        None => (text, false),
    }
}
