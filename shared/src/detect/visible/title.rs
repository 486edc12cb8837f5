//! The heading that names the product, and the title of the page without its slogans.

use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::detect::text::{clean, contained_words, likeness_words, words};
use crate::find::Find;
use crate::join::joined;
use crate::page::{Name, PageEvidence, Tag};
use crate::script::is_cjk;

/// A text that may be the product's name.
#[derive(Debug, Clone)]
pub(in crate::detect) struct Heading {
    pub(in crate::detect) node: usize,
    pub(in crate::detect) text: String,
    pub(in crate::detect) score: i32,
}

/// Headings and texts named as title, the best first; at most 12.
pub(super) fn headings(page: &PageEvidence, zones: &Zones, names: &[&str]) -> Vec<Heading> {
    let title = words(&clean(&page.title, 500));
    let names: Vec<Vec<String>> = names.iter().take(4).map(|name| words(name)).collect();
    let h1_count = page.nodes().iter().filter(|node| node.tag == Tag::H1).count();
    let mut out: Vec<Heading> = Vec::new();
    for (at, node) in page.nodes().iter().enumerate() {
        let own = zones.own(at);
        let named = own & flag::TITLE != 0 && own & flag::PRODUCT != 0;
        let is_name = page.attribute(at, Name::Itemprop).is_some_and(|prop| prop == "name");
        let level = node.tag.heading();
        if level.is_none() && !named && !is_name || node.end as usize - at > 40 || node.tag == Tag::Meta {
            continue;
        }
        // Nothing in the navigation names the product, but its main heading may stand in the header.
        if level != Some(1) && zones.around(at) & ELSEWHERE != 0 {
            continue;
        }
        let text = heading_text(page, at);
        let chars = text.chars().count();
        if !(2..=300).contains(&chars) || !text.chars().any(char::is_alphabetic) {
            continue;
        }
        let mut score = match level {
            Some(1) => 50,
            Some(2) => 18,
            Some(3) => 10,
            Some(_) => 4,
            None => 12,
        };
        if level == Some(1) && h1_count > 3 {
            score -= 25;
        }
        score += if named { 12 } else { 0 } + if is_name { 12 } else { 0 };
        let around = zones.around(at);
        if around & ELSEWHERE != 0 {
            score -=
                if level == Some(1) && around & (flag::RELATED | flag::CART | flag::FOOTER) == 0 { 20 } else { 60 };
        }
        if around & (flag::CRUMB | flag::REVIEW) != 0 || around & flag::HIDDEN != 0 {
            score -= 30;
        }
        if own & flag::LOGO != 0 {
            score -= 40;
        }
        let own_words = words(&text);
        score += points(contained_words(&own_words, &title), 30);
        if likeness_words(&own_words, &title) == 1000 {
            score += 5;
        }
        for name in &names {
            score += points(likeness_words(&own_words, name), 18);
        }
        // A name has more than one word, or a number; a section is called "Details".
        if chars < 5 {
            score -= 10;
        }
        if super::leads_away(page, at).is_some() {
            score -= 30;
        }
        if let Some(layout) = page.layout(at) {
            score += if layout.visible { (layout.font_px - 14).clamp(0, 15) } else { -25 };
        }
        if out.iter().any(|known| known.text == text) {
            continue;
        }
        out.push(Heading { node: at, text, score });
    }
    if out.iter().all(|heading| heading.score < NAMELESS) {
        out.extend(in_page_title(page, zones));
    }
    crate::order::by_key_falling(&mut out, |heading| i64::from(heading.score));
    out.retain(|heading| heading.score > 20);
    out.truncate(12);
    out
}

/// A page whose headings all have fewer points has none that names the product: old shops set the name in bold letters.
const NAMELESS: i32 = 40;

/// The first text of a page that is a part of its title, word for word, and leads to no other page.
fn in_page_title(page: &PageEvidence, zones: &Zones) -> Option<Heading> {
    let parts = title_parts(&page.title);
    let at = (0..page.nodes().len()).find(|at| {
        let text = page.text(*at).trim();
        text.len() > 5
            && parts.iter().any(|part| part == text)
            && zones.around(*at) & (ELSEWHERE | flag::CRUMB | flag::REVIEW | flag::HIDDEN) == 0
            && super::leads_away(page, *at).is_none()
    })?;
    Some(Heading { node: page.parent(at)?, text: page.text(at).trim().to_owned(), score: NAMELESS + 8 })
}

/// The text of a heading. Parts that stand in boxes of their own are apart, though nothing is written between them.
fn heading_text(page: &PageEvidence, at: usize) -> String {
    let text = page.joined_text(at, 400);
    let mut texts = page.below(at).filter(|below| !page.text(*below).is_empty());
    let (Some(first), Some(_)) = (texts.next(), texts.next()) else { return text };
    let mut out = page.text(first).to_owned();
    let mut last = first;
    for next in page.below(at).filter(|below| *below > first && !page.text(*below).is_empty()) {
        let boxed = |inner: usize, other: usize| {
            page.parent(inner).is_some_and(|up| up != at && !page.below(up).contains(&other))
        };
        let words = out.ends(char::is_alphanumeric) && page.text(next).begins(char::is_uppercase);
        if words && boxed(last, next) && boxed(next, last) {
            out.push(' ');
        }
        out.push_str(page.text(next));
        last = next;
    }
    // Nothing was to be parted: as it was.
    let plain = |text: &str| text.split_whitespace().count();
    if plain(&out) > plain(&text) { joined(&out.split_whitespace().collect::<Vec<_>>(), " ") } else { text }
}

fn points(thousandths: usize, most: i32) -> i32 {
    i32::try_from(thousandths).unwrap_or(0) * most / 1000
}

fn parts_of(text: &str, separator: &str) -> Vec<String> {
    let (mut rest, mut parts) = (text, Vec::new());
    while let Some((part, behind)) = rest.parted(separator) {
        parts.push(part.trim().to_owned());
        rest = behind;
    }
    parts.push(rest.trim().to_owned());
    parts
}

/// The parts of a page title between its separators.
pub(in crate::detect) fn title_parts(title: &str) -> Vec<String> {
    let mut parts = vec![clean(title, 500)];
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", " > ", " / ", "｜", " ~ "]
    {
        parts = parts.iter().flat_map(|part| parts_of(part, separator)).collect();
    }
    // Chinese and Japanese shops set their name behind a dash without spaces.
    let mut parts: Vec<String> =
        parts.iter().flat_map(|part| between_cjk(part)).map(|part| part.trim().to_owned()).collect();
    parts.retain(|part| !part.is_empty());
    parts
}

/// Parts between dashes that have signs of such a script on both sides.
fn between_cjk(text: &str) -> Vec<&str> {
    let is_dash = |(at, dash): &(usize, &str)| {
        let before = text.get(..*at).and_then(|head| head.chars().next_back());
        let after = text.get(at + dash.len()..).and_then(|tail| tail.chars().next());
        before.is_some_and(is_cjk) && after.is_some_and(is_cjk)
    };
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, dash) in text.match_indices(['-', '_', '－', '—']).filter(is_dash) {
        parts.extend(text.get(from..at));
        from = at + dash.len();
    }
    parts.extend(text.get(from..));
    parts
}
