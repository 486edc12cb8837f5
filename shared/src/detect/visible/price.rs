//! Prices that a person sees, each with what its place and its words say of it.

use super::words::{Flags, OldPrice, flag, old_price};
use super::zones::{ELSEWHERE, Zones};
use super::{leads_away, price_text_of};
use crate::detect::found::{amount_key, is_zero};
use crate::money::Currency;
use crate::page::{Name, PageEvidence, Tag, cut};
use crate::price_text::{Amount, Hints, amounts};
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
    /// Words around.
    pub(in crate::detect) context: String,
}

/// More are not looked at.
const MAX: usize = 400;

/// All prices of the page in order.
pub(super) fn sightings(
    page: &PageEvidence,
    zones: &Zones,
    hints: &Hints,
    heading: Option<usize>,
    buys: &[usize],
) -> Vec<Sighting> {
    let mut out: Vec<Sighting> = Vec::new();
    let mut covered = 0;
    for at in 0..page.nodes().len() {
        let text = page.text(at);
        if at < covered
            || text.is_empty()
            || text.len() > 300
            || !text.chars().any(char::is_numeric)
            || out.len() >= MAX
        {
            continue;
        }
        let Some((element, shown, found)) = price_element(page, zones, at) else { continue };
        covered = page.below(element).end.max(at + 1);
        let letters = shown.chars().filter(|c| c.is_alphabetic()).count();
        let mut before = 0;
        for amount in &found {
            let lead = shown.get(before..amount.start).unwrap_or("").to_owned();
            before = amount.end;
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
                currency: amount.sign.map(|sign| hints.resolve(sign)),
                kind: amount.kind,
                score: 0,
                elsewhere: false,
                context: context(page, element, &shown),
            };
            judge(page, zones, &mut sighting, amount, &lead, letters);
            out.push(sighting);
        }
    }
    place(page, zones, &mut out, heading, buys);
    out
}

/// The smallest element around a text with a number that reads as a price.
fn price_element(page: &PageEvidence, zones: &Zones, at: usize) -> Option<(usize, String, Vec<Amount>)> {
    let parent = page.parent(at)?;
    if matches!(page.tag(parent), Tag::Option | Tag::Select | Tag::Textarea) {
        return None;
    }
    let own = page.text(at).trim();
    let with_sign = |found: &[Amount]| found.iter().any(|amount| amount.sign.is_some());
    let mut level = parent;
    for step in 0..4 {
        if page.below(level).len() > 24 {
            break;
        }
        let shown = price_text_of(page, level);
        if step > 0 && shown.chars().count() > 60 {
            break;
        }
        let found = amounts(&shown);
        if with_sign(&found) {
            // Cents that stand beside in an element of their own belong to it.
            if step == 0
                && let Some(up) = page.parent(level)
                && page.below(up).len() <= 12
            {
                let wider = price_text_of(page, up);
                if wider.chars().count() <= 40 {
                    let wide = amounts(&wider);
                    if wide.len() == 1
                        && with_sign(&wide)
                        && wide.first().map(|a| &a.decimal) != found.first().map(|a| &a.decimal)
                    {
                        return Some((up, wider, wide));
                    }
                }
            }
            return Some((level, shown, found));
        }
        level = page.parent(level)?;
    }
    // No sign, but the element is called a price.
    let named = zones.near(page, parent, 3, 20) & flag::PRICE != 0
        || page.attribute(parent, Name::Itemprop).is_some_and(|prop| prop == "price" || prop == "lowPrice");
    if named && own.chars().count() <= 24 {
        let shown = price_text_of(page, parent);
        let found = amounts(&shown);
        return (!found.is_empty()).then_some((parent, shown, found));
    }
    None
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

/// Words before an amount, lower-case, and what they make of it.
const LEADS: &[(Flags, &[&str])] = &[
    (
        flag::OLD,
        &[
            "was",
            "rrp",
            "msrp",
            "uvp",
            "statt",
            "list price",
            "regular price",
            "retail",
            "instead of",
            "reg.",
            "original",
            "compare at",
            "before",
            "vorher",
            "avant",
            "prix conseillé",
            "antes",
            "de:",
            "prezzo di listino",
            "adviesprijs",
            "van ",
            "stara cena",
            "cena regularna",
            "běžná cena",
            "původní",
            "førpris",
            "ord.",
            "старая цена",
            "worth",
            "value",
            "m.r.p",
            "mrp",
            "lowest price in",
            "najniższa cena",
            "niedrigster preis",
            "prix public",
        ],
    ),
    (
        flag::SAVING,
        &[
            "save",
            "you save",
            "saving",
            "spar",
            "ersparnis",
            "économisez",
            "ahorra",
            "risparmi",
            "oszczędzasz",
            "discount",
            "rabatt",
            "sleva",
            "ušetříte",
            "off",
            "cashback",
            "coupon",
            "economize",
        ],
    ),
    (
        flag::SHIPPING,
        &[
            "shipping",
            "delivery",
            "versand",
            "livraison",
            "envío",
            "spedizione",
            "frete",
            "postage",
            "p&p",
            "porto",
            "frakt",
            "dostawa",
            "doprava",
            "orders over",
            "orders above",
            "free over",
            "ab einem",
            "spend",
            "min.",
            "minimum",
            "доставка",
        ],
    ),
    (
        flag::INSTALMENT,
        &[
            "per month",
            "a month",
            "x de",
            "monthly",
            "raten",
            "payments of",
            "instal",
            "mtl.",
            "finance",
            "klarna",
            "afterpay",
            "as low as",
            "deposit",
            "em até",
            "cuotas",
            "/mo",
        ],
    ),
    (
        flag::NET,
        &[
            "excl",
            "ex vat",
            "ex. vat",
            "ex tax",
            "netto",
            "without tax",
            "ht",
            "zzgl. mwst",
            "bez dph",
            "ex gst",
            "before tax",
        ],
    ),
    (flag::MEMBER, &["member", "club", "with card", "prime", "points", "gift card", "trade-in", "trade in"]),
    (
        flag::USED,
        &[
            "used",
            "gebraucht",
            "refurb",
            "pre-owned",
            "d'occasion",
            "new & used",
            "new from",
            "used from",
            "other sellers",
        ],
    ),
    (flag::TOTAL, &["total", "subtotal", "zwischensumme", "summe"]),
    (flag::UNIT, &["unit price", "grundpreis", "per unit", "price per"]),
    (
        flag::NOW,
        &[
            "now",
            "sale",
            "price",
            "our price",
            "jetzt",
            "nur",
            "only",
            "preis",
            "prix",
            "precio",
            "prezzo",
            "cena",
            "today",
            "current bid",
            "buy it now",
            "por:",
            "promo",
            "aktuelle",
            "цена",
            "special",
            "deal",
        ],
    ),
];

fn lead_flags(lead: &str) -> Flags {
    let lower = lead.trim().to_lowercase();
    let tail: String = {
        let chars: Vec<char> = lower.chars().collect();
        chars.iter().skip(chars.len().saturating_sub(28)).collect()
    };
    LEADS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| starts_word(&tail, word)))
        .fold(0, |flags, (flag, _)| flags | flag)
}

/// The word stands in the text, and begins there.
fn starts_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && (word.len() > 3 || !after.is_some_and(char::is_alphabetic))
    })
}

/// What the element and the words before the amount say.
fn judge(page: &PageEvidence, zones: &Zones, sighting: &mut Sighting, amount: &Amount, lead: &str, letters: usize) {
    let element = sighting.node;
    let near = zones.near(page, element, 3, 30);
    let wide = zones.near(page, element, 5, 80);
    let mut said = lead_flags(lead);
    if lead.trim().len() < 2 {
        said |= lead_flags(&text_before(page, element));
    }
    let mut score = 0;
    score += if amount.sign.is_some() { 20 } else { 0 };
    score += if near & flag::PRICE != 0 {
        22
    } else if wide & flag::PRICE != 0 {
        12
    } else {
        0
    };
    if page.attribute(element, Name::Itemprop).is_some_and(|prop| prop.contains("rice")) {
        score += 12;
    }
    if (near | said) & flag::NOW != 0 {
        score += 8;
    }
    score -= i32::try_from((letters / 2).min(30)).unwrap_or(30);
    if sighting.kind == PriceKind::Current {
        let own = zones.near(page, element, 2, 12);
        let own_or_said = own | said;
        if old_price(page, element) == OldPrice::Yes || (said & flag::OLD != 0) {
            sighting.kind = PriceKind::List;
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
        score -= if own_or_said & flag::NET != 0 { 25 } else { 0 };
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
        score -= 35;
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

/// The text directly before an element, within its line.
fn text_before(page: &PageEvidence, element: usize) -> String {
    let Some(parent) = page.parent(element) else { return String::new() };
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
        Some(at) => text.split_off(at + 1),
        None => text,
    }
}

/// What the place on the page says: after the heading, near the button, one of many like it.
fn place(page: &PageEvidence, zones: &Zones, all: &mut [Sighting], heading: Option<usize>, buys: &[usize]) {
    let keys: Vec<String> = all.iter().map(|sighting| amount_key(&sighting.amount).to_owned()).collect();
    let signatures: Vec<String> = all.iter().map(|sighting| signature(page, sighting.node)).collect();
    let mut rank = 0;
    for at in 0..all.len() {
        let again =
            keys.iter().zip(all.iter()).filter(|(key, other)| Some(*key) == keys.get(at) && !other.elsewhere).count();
        let (mine, like_it) = match (signatures.get(at), keys.get(at)) {
            (Some(mine), Some(key)) => {
                let like = signatures
                    .iter()
                    .zip(&keys)
                    .filter(|(other, other_key)| *other == mine && *other_key != key)
                    .count();
                (mine, like)
            }
            _ => continue,
        };
        let Some(sighting) = all.get_mut(at) else { continue };
        sighting.score += i32::try_from(again.saturating_sub(1).min(3)).unwrap_or(0) * 4;
        if like_it >= 4 && !mine.is_empty() {
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

/// Tag and class of an element and its parent: cards of a list share it.
fn signature(page: &PageEvidence, node: usize) -> String {
    let class = |at: usize| page.attribute(at, Name::Class).unwrap_or("");
    let parent = page.parent(node);
    let grand = parent.and_then(|up| page.parent(up));
    format!("{}.{} {} {}", page.tag(node).as_str(), class(node), parent.map_or("", class), grand.map_or("", class))
}
