//! The main picture: markup and the page vote by the picture's file name, logos and placeholders go.

use super::{confidence, share};
use crate::detect::confidence::{ImageFacts, ImageSigns, Sources};
use crate::detect::found::Found;
use crate::detect::visible::{Seen, address_key, is_junk_address};
use crate::detect::{Field, ImageCandidate, Source};
use crate::find::Find;
use crate::page::PageEvidence;
use crate::product_url::resolve;

struct Candidate {
    url: String,
    key: String,
    source: Source,
    score: i32,
    sources: Sources,
    shown: i32,
    named: bool,
    /// Markup gives it first.
    first: bool,
}

/// What was decided about pictures.
pub(in crate::detect) struct Images {
    pub(in crate::detect) image: Option<Field<String>>,
    /// The best first.
    pub(in crate::detect) candidates: Vec<ImageCandidate>,
    /// What its confidence went by.
    pub(in crate::detect) signs: Option<ImageSigns>,
}

/// Decides the picture; all candidates are given too, the best first.
pub(in crate::detect) fn images(page: &PageEvidence, mains: &[Found], seen: &Seen, weights: &[f32]) -> Images {
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
            add(&mut all, Candidate { first: at == 0, ..Candidate::new(url, found.source, score) });
        }
    }
    for picture in &seen.pictures {
        let candidate = Candidate::new(picture.url.clone(), Source::Visible, picture.score * 7 / 10);
        add(&mut all, Candidate { shown: picture.score, named: picture.named, ..candidate });
    }
    crate::order::by_key_falling(&mut all, |candidate| i64::from(candidate.score));
    let second = all.get(1).map_or(0, |candidate| candidate.score);
    let best = all.first().filter(|candidate| candidate.score >= 6);
    let judged = best.map(|best| {
        let facts = ImageFacts {
            sources: best.sources,
            shown: best.shown,
            named: best.named,
            lead: best.score - second,
            contradicted: all.iter().any(|other| other.first && other.key != best.key),
        };
        facts.judge(weights)
    });
    let image = best.zip(judged.as_ref()).map(|(best, (_, likely))| Field {
        value: best.url.clone(),
        source: best.source,
        confidence: share(*likely),
    });
    let candidates = all
        .into_iter()
        .filter(|candidate| candidate.score > -20)
        .take(24)
        .map(|candidate| ImageCandidate {
            confidence: confidence(candidate.score.max(0) * 8),
            url: candidate.url,
            source: candidate.source,
        })
        .collect();
    Images { image, candidates, signs: judged.map(|(signs, _)| signs) }
}

impl Candidate {
    fn new(url: String, source: Source, score: i32) -> Self {
        let key = address_key(&url);
        Self { url, key, source, score, sources: Sources::of(source), shown: 0, named: false, first: false }
    }
}

fn add(all: &mut Vec<Candidate>, new: Candidate) {
    let Some(known) = all.iter_mut().find(|known| known.key == new.key) else {
        all.push(new);
        return;
    };
    if known.sources.has(new.source) {
        known.score = known.score.max(new.score);
    } else {
        // The same picture from another source speaks for it.
        known.score = known.score.max(new.score) + new.score.clamp(0, known.score.max(0)) / 2;
        known.sources.add(new.source);
    }
    known.shown = known.shown.max(new.shown);
    known.named |= new.named;
    known.first |= new.first;
}

/// An "image" that is the page itself.
fn is_page(page: &PageEvidence, url: &str) -> bool {
    let plain = url.up_to("?").up_to("#");
    plain == page.url.up_to("?").up_to("#")
        || plain.ends_with("/")
        || plain.ends_with(".html")
        || plain.ends_with(".htm")
}
