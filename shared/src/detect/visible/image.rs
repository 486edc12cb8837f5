//! Pictures: which one shows the product.

use super::picture_address::{address_key, is_junk_address, is_picture_address, picture_address};
use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::detect::text::{contained_words, words};
use crate::find::Find;
use crate::page::{Name, PageEvidence, Tag};
use crate::phrases::{Phrases, phrases};
use crate::product_url;

/// A picture of the page.
#[derive(Debug, Clone)]
pub(in crate::detect) struct Picture {
    /// Absolute.
    pub(in crate::detect) url: String,
    pub(in crate::detect) score: i32,
    /// Its text is the product's name.
    pub(in crate::detect) named: bool,
}

/// Pictures that are judged, in document order: four times what the fullest shop pages have.
const JUDGED: usize = 1_000;

/// Pictures that may show the product, the best first; at most 24.
pub(super) fn pictures(page: &PageEvidence, zones: &Zones, name: &str, heading: Option<usize>) -> Vec<Picture> {
    let mut out: Vec<Picture> = Vec::new();
    let mut seen = 0;
    let name = words(name);
    for at in drawn(page).take(JUDGED) {
        if zones.around(at) & (flag::NAV | flag::FOOTER) != 0 {
            continue;
        }
        let Some(address) = picture_address(page, at) else { continue };
        let Some(mut url) = product_url::resolve(&page.base, address) else { continue };
        if is_junk_address(&url) {
            continue;
        }
        let around = zones.around(at);
        let near = zones.near(page, at, 6, 120);
        let own = zones.near(page, at, 2, 6);
        let (mut score, mut named) = (0, false);
        score -= if around & ELSEWHERE != 0 { 60 } else { 0 };
        score -= if around & (flag::REVIEW | flag::ASIDE) != 0 { 25 } else { 0 };
        score -= if own & flag::LOGO != 0 { 40 } else { 0 };
        score += if near & flag::GALLERY != 0 { 14 } else { 0 };
        score += if near & flag::MAIN != 0 { 8 } else { 0 };
        score += if near & flag::PRODUCT != 0 { 8 } else { 0 };
        score -= if near & flag::SMALL != 0 { 12 } else { 0 };
        score -= if own & flag::BRAND != 0 { 25 } else { 0 };
        if page.attribute(at, Name::Itemprop).is_some_and(|prop| prop.holds("image")) {
            score += 25;
        }
        let alt = page.attribute(at, Name::Alt).or(page.attribute(at, Name::Title)).unwrap_or("");
        if !name.is_empty() && !alt.is_empty() {
            let alt = words(alt);
            let share = contained_words(&alt, &name).min(contained_words(&name, &alt) + 200);
            score += i32::try_from(share).unwrap_or(0) * 30 / 1000;
            named = share >= 700;
        }
        score += i32::try_from(contained_words(&words(&address_key(&url)), &name)).unwrap_or(0) * 10 / 1000;
        score += size_points(page, at, &url);
        if zoomable(page, at) {
            score += 12;
        }
        if let Some(href) = super::leads_away(page, at) {
            if is_picture_address(href) {
                score += 14;
                if let Some(large) = product_url::resolve(&page.base, href) {
                    url = large;
                }
            } else {
                score -= 25;
            }
        }
        if let Some(heading) = heading {
            let distance = at.abs_diff(heading);
            score += 16 - i32::try_from((distance / 15).min(30)).unwrap_or(30);
        }
        score += [8, 6, 4, 2].get(seen).copied().unwrap_or(0);
        if score > 0 {
            seen += 1;
        }
        match out.iter_mut().find(|known| known.url == url) {
            Some(known) => {
                known.score = known.score.max(score);
                known.named |= named;
            }
            None => out.push(Picture { url, score, named }),
        }
    }
    crate::order::by_key_falling(&mut out, |picture| i64::from(picture.score));
    out.truncate(24);
    out
}

/// Elements that draw a picture.
fn drawn(page: &PageEvidence) -> impl Iterator<Item = usize> {
    let is_image_button = |at: usize| page.attribute(at, Name::Type) == Some("image");
    page.nodes().iter().enumerate().filter_map(move |(at, node)| {
        let behind =
            matches!(node.tag, Tag::Div | Tag::Span | Tag::A | Tag::Li | Tag::Figure) && is_background(page, at);
        (node.tag == Tag::Img || (node.tag == Tag::Input && is_image_button(at)) || behind).then_some(at)
    })
}

/// A box that a script draws a picture behind: page builders keep its address where lazy pictures have theirs.
fn is_background(page: &PageEvidence, at: usize) -> bool {
    let kept = [Name::DataOriginal, Name::DataSrc, Name::DataLazy].iter().filter_map(|name| page.attribute(at, *name));
    kept.into_iter().any(is_picture_address)
}

fn zoomable(page: &PageEvidence, at: usize) -> bool {
    [
        Name::DataOldHires,
        Name::DataZoomImage,
        Name::DataLargeImage,
        Name::DataLargeImageDash,
        Name::DataZoom,
        Name::DataDynamicImage,
    ]
    .iter()
    .any(|name| page.attribute(at, *name).is_some())
}

/// What addresses of large and of small pictures have in them.
static LARGE: Phrases = phrases!("large|zoom|big|full|xlarge|1000x|_l.|800x|main|original");
static SMALL: Phrases = phrases!("thumb|small|_s.|icon|50x50|mini");

/// Points for size: as drawn, as attributes say, or as the address hints.
fn size_points(page: &PageEvidence, at: usize, url: &str) -> i32 {
    let number = |name: Name| -> Option<i32> {
        let said = page.attribute(at, name)?;
        said.strip_suffix("px").unwrap_or(said).parse().ok()
    };
    let (width, height) = match page.layout(at) {
        Some(layout) if layout.visible && layout.width > 0 => (Some(layout.width), Some(layout.height)),
        Some(layout) if !layout.visible => return -10,
        _ => (number(Name::Width), number(Name::Height)),
    };
    match (width, height) {
        (Some(width), height) => {
            let least = width.min(height.unwrap_or(width));
            if least < 50 {
                -30
            } else if least < 120 {
                -8
            } else if least >= 250 {
                16
            } else {
                5
            }
        }
        _ => {
            let lower = url.to_ascii_lowercase();
            if LARGE.within(&lower) {
                6
            } else if SMALL.within(&lower) {
                -12
            } else {
                0
            }
        }
    }
}
