//! What the first bytes of a file say: which kind of picture it is, and how many pixels it has, before anything of it is decoded. Pure.

use super::Unfit;

/// As the server has it.
const MOST_PIXELS: u64 = 50_000_000;
const LONGEST_SIDE: u32 = 20_000;

/// The kind of a picture that may be taken, as a media type.
pub(super) fn kind(bytes: &[u8]) -> Result<&'static str, Unfit> {
    let (kind, size) = match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, rest @ ..] => ("image/png", png(rest)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', a, b, c, d, ..] => {
            ("image/gif", Some((little(&[*a, *b]), little(&[*c, *d]))))
        }
        [0xff, 0xd8, rest @ ..] => ("image/jpeg", jpeg(rest)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', rest @ ..] => ("image/webp", webp(rest)),
        _ => return Err(Unfit::NoPicture),
    };
    let (width, height) = size.filter(|(width, height)| *width > 0 && *height > 0).ok_or(Unfit::Damaged)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || width.max(height) > LONGEST_SIDE {
        return Err(Unfit::TooManyPixels);
    }
    Ok(kind)
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// The first chunk is the head.
fn png(rest: &[u8]) -> Option<(u32, u32)> {
    let head = rest.get(4..16)?;
    head.starts_with(b"IHDR").then(|| (big(&head[4..8]), big(&head[8..12])))
}

/// Segments up to the frame: a marker, a length that counts itself, and what it holds.
fn jpeg(mut rest: &[u8]) -> Option<(u32, u32)> {
    loop {
        match rest {
            // Any number of these may stand before a marker.
            [0xff, 0xff, ..] => rest = &rest[1..],
            [0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, _, _, _, a, b, c, d, ..] => {
                return Some((big(&[*c, *d]), big(&[*a, *b])));
            }
            [0xff, 0xd9 | 0xda, ..] => return None,
            [0xff, _, a, b, ..] => rest = rest.get(2 + usize::try_from(big(&[*a, *b]).max(2)).ok()?..)?,
            _ => return None,
        }
    }
}

/// Each of its three forms says it elsewhere.
fn webp(rest: &[u8]) -> Option<(u32, u32)> {
    let (name, body) = (rest.get(..4)?, rest.get(8..18)?);
    match name {
        b"VP8X" => Some((little(&body[4..7]) + 1, little(&body[7..10]) + 1)),
        b"VP8L" if body[0] == 0x2f => {
            let bits = little(&body[1..5]);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " if body[3..6] == [0x9d, 0x01, 0x2a] => {
            Some((little(&body[6..8]) & 0x3fff, little(&body[8..10]) & 0x3fff))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let start = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
        [&start[..], b"IHDR", &width.to_be_bytes(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat()
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_and_within_its_limits_taken() {
        assert_eq!(kind(&png(8_000, 6_000)), Ok("image/png"));
        assert_eq!(kind(&png(8_000, 7_000)), Err(Unfit::TooManyPixels));
        assert_eq!(kind(&png(20_001, 1)), Err(Unfit::TooManyPixels));
        assert_eq!(kind(&png(0, 5)), Err(Unfit::Damaged));
        assert_eq!(kind(&png(5, 5)[..18]), Err(Unfit::Damaged));
        assert_eq!(kind(b"GIF89a\x05\0\x06\0"), Ok("image/gif"));
        for none in [&b""[..], b"<svg/>", b"BM12345678", b"%PDF-1.7", b"\0\0\0\x1cftypavif"] {
            assert_eq!(kind(none), Err(Unfit::NoPicture));
        }
    }

    #[test]
    fn the_frame_of_a_jpeg_is_found_behind_whatever_stands_before_it() {
        let frame = [0xff, 0xc2, 0, 17, 8, 0x10, 0x00, 0x20, 0x00, 3];
        let exif = [0xff, 0xe1, 0, 6, b'E', b'x', 0xff, 0xc0];
        let file = [&[0xff, 0xd8][..], &exif, &[0xff], &frame].concat();
        assert_eq!(jpeg(&file[2..]), Some((0x2000, 0x1000)));
        assert_eq!(kind(&file), Ok("image/jpeg"));
        // Cut off, without a frame, and with a length that leads nowhere.
        for broken in [&file[..12], &[0xff, 0xd8, 0xff, 0xda, 0, 8], &[0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1]] {
            assert_eq!(kind(broken), Err(Unfit::Damaged), "{broken:?}");
        }
    }

    #[test]
    fn each_form_of_webp_tells_its_size() {
        let form = |name: &[u8], body: &[u8]| [name, &[0; 4], body].concat();
        let extended = form(b"VP8X", &[0, 0, 0, 0, 0x3f, 6, 0, 0xaf, 4, 0]);
        assert_eq!(webp(&extended), Some((1_600, 1_200)));
        let bits: u32 = 1_599 | 1_199 << 14;
        let lossless = form(b"VP8L", &[&[0x2f][..], &bits.to_le_bytes(), &[0; 5]].concat());
        assert_eq!(webp(&lossless), Some((1_600, 1_200)));
        let lossy = form(b"VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x06, 0xb0, 0x04]);
        assert_eq!(webp(&lossy), Some((1_600, 1_200)));
        assert_eq!(webp(&form(b"VP8Z", &[0; 10])), None);
    }
}
