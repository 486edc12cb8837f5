//! The name a person would say: headings, markup and the page's title vote, slogans and shop names go.

use super::share;
use crate::detect::confidence::{Sources, TitleFacts, TitleSigns};
use crate::detect::found::Found;
use crate::detect::text::{contained_words, likeness_words, words};
use crate::detect::visible::{Heading, Seen, title_parts};
use crate::detect::{Field, Source};
use crate::find::Find;
use crate::join::joined;
use crate::lower_case::lower_case;
use crate::page::PageEvidence;
use crate::product_url;

/// Words that shops put around a name.
const PREFIXES: [&str; 12] = [
    "buy ",
    "shop ",
    "order ",
    "comprar ",
    "купить ",
    "kaufe ",
    "acheter ",
    "koop ",
    "kup ",
    "compra ",
    "details about ",
    "purchase ",
];
const SUFFIXES: [&str; 14] = [
    " online",
    " kaufen",
    " online kaufen",
    " bestellen",
    " online bestellen",
    " for sale",
    " günstig kaufen",
    " at best price",
    " best price",
    " buy online",
    " at low price",
    " acheter",
    " kopen",
    " online at best price",
];

/// Takes slogans off a name.
fn strip(name: &str) -> String {
    let mut out = name.trim().to_owned();
    let mut lower = lower_case(&out);
    for prefix in PREFIXES {
        if lower.starts_with(prefix) && out.is_char_boundary(prefix.len()) {
            out = out.split_off(prefix.len());
            lower = lower_case(&out);
        }
    }
    for suffix in SUFFIXES {
        if lower.len() == out.len() && lower.ends_with(suffix) {
            out.truncate(out.len() - suffix.len());
            lower = lower_case(&out);
        }
    }
    out.shorn(|c| c.is_whitespace() || matches!(c, '|' | '-' | '–' | ',' | ':' | '·')).to_owned()
}

/// Names the shop has for itself, as their words in a row: the site name, the host without its end.
fn shop_names(page: &PageEvidence) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for key in ["og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site"] {
        names.extend(page.meta(key).map(|name| lower_case(name.trim().shorn_before(|sign| sign == '@'))));
    }
    let host = product_url::host(&page.url);
    names.extend(host.parts(".").max_by_key(|label| label.len()).map(str::to_ascii_lowercase));
    names.push(host.to_ascii_lowercase());
    names
        .iter()
        .filter(|name| name.len() > 2)
        .map(|name| joined(&words(name), ""))
        .filter(|name| !name.is_empty())
        .collect()
}

fn is_shop(part: &str, shops: &[String]) -> bool {
    let said = joined(&words(part), "");
    shops.iter().any(|shop| said == *shop || said.len() > 3 && said.starts_with(shop) && said.len() < shop.len() + 8)
}

/// A text without parts that name the shop.
fn without_shop(text: &str, shops: &[String]) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " • ", " · ", "｜"] {
        if let Some((head, tail)) = text.parted_at_last(separator)
            && is_shop(tail, shops)
        {
            return without_shop(head, shops);
        }
        if let Some((head, tail)) = text.parted(separator)
            && is_shop(head, shops)
        {
            return without_shop(tail, shops);
        }
    }
    text.trim().to_owned()
}

struct Candidate {
    text: String,
    source: Source,
    /// Candidates of one group say the same thing once.
    group: usize,
    score: i32,
}

/// Decides the title.
pub(in crate::detect) fn title(
    page: &PageEvidence,
    mains: &[Found],
    seen: &Seen,
    weights: &[f32],
) -> Option<(Field<String>, TitleSigns)> {
    let shops = shop_names(page);
    let page_title = strip(&without_shop(&crate::detect::text::clean(&page.title, 500), &shops));
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |text: &str, source: Source, group: usize, score: i32| {
        let text = strip(&without_shop(text, &shops));
        // Markup may call a product like its shop; a heading that does is the shop's.
        let shop = source == Source::Visible && is_shop(&text, &shops);
        if text.chars().count() >= 2 && text.chars().any(char::is_alphanumeric) && !shop {
            candidates.push(Candidate { text, source, group, score });
        }
    };
    for found in mains {
        if let Some(name) = &found.title {
            let weight = match found.source {
                Source::JsonLd => 62,
                Source::Microdata => 56,
                Source::Rdfa => 52,
                _ => 40,
            };
            add(name, found.source, found.source as usize, weight);
        }
    }
    for (at, Heading { text, score, .. }) in seen.headings.iter().take(5).enumerate() {
        add(text, Source::Visible, 20 + at, (*score).min(90) * 2 / 3);
    }
    // A person sees the page's title on the tab.
    add(&page_title, Source::Visible, 10, 30);
    let parts = title_parts(&page_title);
    if let Some(longest) = parts.iter().filter(|part| !is_shop(part, &shops)).max_by_key(|part| part.len()) {
        add(longest, Source::Visible, 10, 26);
    }
    if let Some(first) = parts.first() {
        add(first, Source::Visible, 10, 26);
    }
    // A name that begins with the shop's, where nothing else is one.
    if let Some(heading) = seen.headings.first().filter(|_| candidates.is_empty()) {
        let (text, score) = (strip(&heading.text), heading.score.min(90) * 2 / 3);
        candidates.push(Candidate { text, source: Source::Visible, group: 20, score });
    }
    let texts: Vec<(usize, Vec<String>)> =
        candidates.iter().map(|candidate| (candidate.group, words(&candidate.text))).collect();
    let page_words = words(&page_title);
    for (candidate, (_, own)) in candidates.iter_mut().zip(&texts) {
        let mut groups: Vec<(usize, usize)> = Vec::new();
        for (group, text) in texts.iter().filter(|(group, _)| *group != candidate.group && *group <= 20) {
            let like = likeness_words(own, text);
            match groups.iter_mut().find(|(known, _)| known == group) {
                Some((_, best)) => *best = (*best).max(like),
                None => groups.push((*group, like)),
            }
        }
        let agree: usize = groups.iter().map(|(_, like)| like).sum();
        candidate.score += i32::try_from(agree).unwrap_or(0) * 14 / 1000;
        candidate.score += i32::try_from(contained_words(own, &page_words)).unwrap_or(0) * 15 / 1000;
        if candidate.text.chars().count() > 200 {
            candidate.score -= 30;
        }
    }
    let (best, (_, own)) = candidates.iter().zip(&texts).max_by_key(|(candidate, _)| candidate.score)?;
    let all = candidates.iter().zip(texts.iter().map(|(_, words)| words.as_slice()));
    let (signs, likely) = facts((best, own), all, &page_words).judge(weights);
    Some((Field { value: best.text.clone(), source: best.source, confidence: share(likely) }, signs))
}

/// What speaks for and against the title that won.
fn facts<'c>(
    (best, own): (&Candidate, &[String]),
    all: impl Iterator<Item = (&'c Candidate, &'c [String])>,
    page_words: &[String],
) -> TitleFacts {
    let (mut sources, mut heading, mut rival, mut others) = (Sources::of(best.source), false, 0, 0);
    for (candidate, text) in all {
        if likeness_words(text, own) >= 800 {
            sources.add(candidate.source);
            heading |= (20..30).contains(&candidate.group);
        } else {
            rival = rival.max(candidate.score);
            // Further headings of a page are not rivals, only what is given as the name.
            others += usize::from(candidate.group < 10 || candidate.group == 20);
        }
    }
    TitleFacts {
        sources,
        heading,
        in_page_title: contained_words(own, page_words),
        lead: best.score - rival,
        others,
        words: own.len(),
    }
}
