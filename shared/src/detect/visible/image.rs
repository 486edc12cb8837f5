//! Pictures: which one shows the product.

use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::detect::text::{contained_words, words};
use crate::page::{Name, PageEvidence, Tag};
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

/// Where scripts and zoom tools keep the address of the real or large picture, the best first.
const ADDRESSES: [Name; 13] = [
    Name::DataOldHires,
    Name::DataZoomImage,
    Name::DataLargeImage,
    Name::DataLargeImageDash,
    Name::DataZoom,
    Name::DataFull,
    Name::DataImage,
    Name::DataOriginal,
    Name::DataSrc,
    Name::DataLazySrc,
    Name::DataLazy,
    Name::Src,
    Name::Content,
];

/// The address of an `img` or `source` as written.
pub(in crate::detect) fn picture_address(page: &PageEvidence, at: usize) -> Option<&str> {
    let plain = ADDRESSES.iter().filter_map(|name| page.attribute(at, *name)).map(str::trim).find(|address| {
        !address.is_empty()
            && !address.starts_with("data:")
            && !address.starts_with('{')
            && !is_junk_address(address)
            && looks_like_address(address)
    });
    plain.or_else(|| [Name::DataSrcset, Name::Srcset].iter().find_map(|name| largest(page.attribute(at, *name)?)))
}

fn looks_like_address(address: &str) -> bool {
    address.contains('/') || address.contains('.')
}

/// The candidate of a `srcset` with the largest descriptor.
fn largest(srcset: &str) -> Option<&str> {
    let mut best: Option<(u32, &str)> = None;
    let mut rest = srcset.trim();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let (descriptor, next) = after.split_once(',').unwrap_or((after, ""));
        let digits: String = descriptor.trim().chars().take_while(char::is_ascii_digit).collect();
        let size = digits.parse().unwrap_or(1);
        let address = address.trim_end_matches(',');
        if !address.is_empty() && !address.starts_with("data:") && best.is_none_or(|(known, _)| size > known) {
            best = Some((size, address));
        }
        rest = next.trim_start();
    }
    best.map(|(_, address)| address)
}

/// Names of pictures that never show a product.
pub(in crate::detect) fn is_junk_address(address: &str) -> bool {
    let lower = address.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or("");
    if [".svg", ".ico"].iter().any(|end| name.ends_with(end)) {
        return true;
    }
    let stem = name.split('.').next().unwrap_or("");
    let exact = [
        "pixel",
        "blank",
        "spacer",
        "transparent",
        "1x1",
        "clear",
        "dot",
        "trans",
        "empty",
        "loading",
        "loader",
        "placeholder",
        "noimage",
        "no-image",
        "no_image",
        "s",
        "x",
        "gray",
        "grey",
        "white",
        "lazy",
    ];
    let parts = [
        "placeholder",
        "spinner",
        "loading",
        "sprite",
        "favicon",
        "logo",
        "no-photo",
        "noimg",
        "nophoto",
        "noimage",
        "no_image",
        "no-image",
        "payment",
        "paypal",
        "visa",
        "mastercard",
        "default-image",
        "coming-soon",
        "comingsoon",
        "image_soon",
        "blank.gif",
        "pixel.gif",
        "spacer",
        "share-image",
        "social-share",
        "og-image",
        "ogimage",
        "opengraph",
    ];
    exact.contains(&stem)
        || parts.iter().any(|part| name.contains(part))
        || lower.contains("/flags/")
        || lower.contains("/icons/")
        || lower.contains("/badges/")
}

/// The name of a picture's file without sizes: the same picture at another size has the same key.
pub(in crate::detect) fn address_key(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let mut key = String::new();
    for part in stem.split(['_', '-', '.', '@']) {
        let is_size = part.split('x').all(|n| n.len() <= 4 && n.bytes().all(|b| b.is_ascii_digit()))
            && part.contains('x')
            || matches!(
                part,
                "large"
                    | "small"
                    | "medium"
                    | "thumb"
                    | "grande"
                    | "compact"
                    | "big"
                    | "full"
                    | "zoom"
                    | "l"
                    | "m"
                    | "s"
                    | "xl"
                    | "master"
                    | "scaled"
            );
        if !is_size {
            key.push_str(part);
            key.push('-');
        }
    }
    if key.len() < 5 {
        let folder = path.trim_end_matches('/').rsplit('/').nth(1).unwrap_or("");
        return format!("{folder}/{key}");
    }
    key
}

/// Pictures that may show the product, the best first; at most 24.
pub(super) fn pictures(page: &PageEvidence, zones: &Zones, name: &str, heading: Option<usize>) -> Vec<Picture> {
    let mut out: Vec<Picture> = Vec::new();
    let mut seen = 0;
    let name = words(name);
    for (at, node) in page.nodes().iter().enumerate() {
        if node.tag != Tag::Img && !(node.tag == Tag::Input && page.attribute(at, Name::Type) == Some("image")) {
            continue;
        }
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
        if page.attribute(at, Name::Itemprop).is_some_and(|prop| prop.contains("image")) {
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

fn is_picture_address(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".avif"].iter().any(|end| path.ends_with(end))
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

/// Points for size: as drawn, as attributes say, or as the address hints.
fn size_points(page: &PageEvidence, at: usize, url: &str) -> i32 {
    let number = |name: Name| -> Option<i32> { page.attribute(at, name)?.trim_end_matches("px").parse().ok() };
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
            if ["large", "zoom", "big", "full", "xlarge", "1000x", "_l.", "800x", "main", "original"]
                .iter()
                .any(|hint| lower.contains(hint))
            {
                6
            } else if ["thumb", "small", "_s.", "icon", "50x50", "mini"].iter().any(|hint| lower.contains(hint)) {
                -12
            } else {
                0
            }
        }
    }
}
