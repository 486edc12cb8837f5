//! Addresses of pictures: which of an element's is the real one, which never show a product, and which are the same
//! picture at another size.

use crate::find::Find;
use crate::page::{Name, PageEvidence};
use crate::phrases::{Phrases, phrases};

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
            && !address.starts_with("{")
            && !is_junk_address(address)
            && looks_like_address(address)
    });
    plain.or_else(|| [Name::DataSrcset, Name::Srcset].iter().find_map(|name| largest(page.attribute(at, *name)?)))
}

fn looks_like_address(address: &str) -> bool {
    address.holds("/") || address.holds(".")
}

/// The candidate of a `srcset` with the largest descriptor.
fn largest(srcset: &str) -> Option<&str> {
    let mut best: Option<(u32, &str)> = None;
    let mut rest = srcset.trim();
    while !rest.is_empty() {
        let end = rest.first_such(char::is_whitespace).unwrap_or(rest.len());
        let Some((address, after)) = rest.split_at_checked(end) else { break };
        let (descriptor, next) = after.parted(",").unwrap_or((after, ""));
        let digits: String = descriptor.trim().chars().take_while(char::is_ascii_digit).collect();
        let size = digits.parse().unwrap_or(1);
        let address = address.shorn_behind(|sign| sign == ',');
        if !address.is_empty() && !address.starts_with("data:") && best.is_none_or(|(known, _)| size > known) {
            best = Some((size, address));
        }
        rest = next.trim_start();
    }
    best.map(|(_, address)| address)
}

/// Parts of the names of pictures that never show a product.
static JUNK: Phrases = phrases!(
    "\
     placeholder|spinner|loading|sprite|favicon|logo|no-photo|noimg|nophoto|noimage|no_image|no-image|payment|paypal|\
     visa|mastercard|default-image|coming-soon|comingsoon|image_soon|blank.gif|pixel.gif|spacer|android-icon|\
     apple-touch|touch-icon|share-card|share-image|social-share|og-image|ogimage|opengraph"
);

/// Names of pictures that never show a product.
pub(in crate::detect) fn is_junk_address(address: &str) -> bool {
    let lower = address.up_to("?").up_to("#").to_ascii_lowercase();
    let name = lower.behind_last("/");
    if [".svg", ".ico"].iter().any(|end| name.ends_with(end)) {
        return true;
    }
    let stem = name.up_to(".");
    const EXACT: &str = "pixel|blank|spacer|transparent|1x1|clear|dot|trans|empty|loading|loader|placeholder|noimage|no-image|no_image|s|x|gray|grey|white|lazy";
    stem.is_one_of(EXACT)
        || JUNK.within(name)
        || lower.holds("/flags/")
        || lower.holds("/icons/")
        || lower.holds("/badges/")
}

/// The name of a picture's file without sizes: the same picture at another size has the same key.
pub(in crate::detect) fn address_key(address: &str) -> String {
    let path = address.up_to("?").up_to("#");
    let name = path.shorn_behind(|sign| sign == '/').behind_last("/").to_ascii_lowercase();
    let stem = name.parted_at_last(".").map_or(name.as_str(), |(stem, _)| stem);
    let mut key = String::new();
    for part in stem.parts_at(|sign| matches!(sign, '_' | '-' | '.' | '@')) {
        let is_size = part.parts("x").all(|n| n.len() <= 4 && n.bytes().all(|b| b.is_ascii_digit())) && part.holds("x")
            || part.is_one_of("large|small|medium|thumb|grande|compact|big|full|zoom|l|m|s|xl|master|scaled");
        if !is_size {
            key.push_str(part);
            key.push('-');
        }
    }
    if key.len() < 5 {
        let folder = path.shorn_behind(|sign| sign == '/').rsplit('/').nth(1).unwrap_or("");
        return format!("{folder}/{key}");
    }
    key
}

/// The address ends as pictures do.
pub(super) fn is_picture_address(href: &str) -> bool {
    let path = href.up_to("?").up_to("#").to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".avif"].iter().any(|end| path.ends_with(end))
}
