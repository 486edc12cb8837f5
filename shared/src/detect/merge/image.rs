//! The main picture: markup and the page vote by the picture's file name, logos and placeholders go.

use super::confidence;
use crate::detect::found::Found;
use crate::detect::visible::{Seen, address_key, is_junk_address};
use crate::detect::{Field, ImageCandidate, Source};
use crate::page::PageEvidence;
use crate::product_url::resolve;

struct Candidate {
    url: String,
    key: String,
    source: Source,
    score: i32,
    sources: Vec<Source>,
}

/// Decides the picture; all candidates are given too, the best first.
pub(in crate::detect) fn images(
    page: &PageEvidence,
    mains: &[Found],
    seen: &Seen,
) -> (Option<Field<String>>, Vec<ImageCandidate>) {
    let mut all: Vec<Candidate> = Vec::new();
    for found in mains {
        let weight = match found.source {
            Source::JsonLd => 60,
            Source::Microdata | Source::Rdfa => 52,
            _ => 50,
        };
        for (at, image) in found.images.iter().enumerate().take(24) {
            let Some(url) = resolve(&page.base, image) else { continue };
            if is_junk_address(&url) || is_page(page, &url) {
                continue;
            }
            let score = if at == 0 { weight } else { weight / 2 - i32::try_from(at).unwrap_or(24).min(20) };
            add(&mut all, url, found.source, score);
        }
    }
    for picture in &seen.pictures {
        add(&mut all, picture.url.clone(), Source::Visible, picture.score * 7 / 10);
    }
    crate::order::by_key_falling(&mut all, |candidate| i64::from(candidate.score));
    let second = all.get(1).map_or(0, |candidate| candidate.score);
    let best = all.first().filter(|candidate| candidate.score >= 6).map(|candidate| {
        let trust = match (candidate.sources.len(), candidate.sources.contains(&Source::Visible)) {
            (1, true) => 700 + (candidate.score - second).clamp(0, 20) * 8,
            (1, false) => 880,
            (_, true) => 975,
            (_, false) => 940,
        };
        Field { value: candidate.url.clone(), source: candidate.source, confidence: confidence(trust) }
    });
    let images = all
        .into_iter()
        .filter(|candidate| candidate.score > -20)
        .take(24)
        .map(|candidate| ImageCandidate {
            confidence: confidence(candidate.score.max(0) * 8),
            url: candidate.url,
            source: candidate.source,
        })
        .collect();
    (best, images)
}

fn add(all: &mut Vec<Candidate>, url: String, source: Source, score: i32) {
    let key = address_key(&url);
    match all.iter_mut().find(|known| known.key == key) {
        Some(known) => {
            if known.sources.contains(&source) {
                known.score = known.score.max(score);
            } else {
                // The same picture from another source speaks for it.
                known.score = known.score.max(score) + score.clamp(0, known.score.max(0)) / 2;
                known.sources.push(source);
            }
        }
        None => all.push(Candidate { url, key, source, score, sources: vec![source] }),
    }
}

/// An "image" that is the page itself.
fn is_page(page: &PageEvidence, url: &str) -> bool {
    let plain = url.split(['?', '#']).next().unwrap_or("");
    plain == page.url.split(['?', '#']).next().unwrap_or("")
        || plain.ends_with('/')
        || plain.ends_with(".html")
        || plain.ends_with(".htm")
}
