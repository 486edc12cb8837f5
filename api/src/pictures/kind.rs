//! What was sent, by its bytes: what a header or a name says of them decides nothing.

use image::ImageFormat;

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG; of an animated one, the picture that stands for it.
    Png,
    /// WebP, lossy or lossless; of an animated one, the first frame.
    WebP,
    /// GIF; of an animated one, the first frame.
    Gif,
}

/// What may stand in `Content-Type`.
const TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// A text is told from others by its beginning.
const BEGINNING: usize = 1024;

impl Kind {
    /// By the first bytes.
    ///
    /// # Errors
    /// What they are instead, as far as that is known.
    pub fn of(bytes: &[u8]) -> Result<Self, &'static str> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Self::Gif),
            _ => Err(other(bytes)),
        }
    }

    /// As the decoders name it.
    pub(super) fn format(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
        }
    }
}

/// Whether a `Content-Type` is one of a picture that is taken.
pub(super) fn is_taken(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    TYPES.iter().any(|taken| kind.eq_ignore_ascii_case(taken))
}

/// What people are likely to send instead, so that they are told what it is.
fn other(bytes: &[u8]) -> &'static str {
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
            Some(b"avif" | b"avis") => "an AVIF picture",
            Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1") => "an HEIC picture",
            _ => "a film",
        },
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => "a TIFF picture or a camera's raw one",
        [b'%', b'P', b'D', b'F', ..] => "a PDF",
        [b'B', b'M', ..] => "a BMP picture",
        [0, 0, 1, 0, ..] => "an icon (ICO)",
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => "a JPEG XL picture",
        _ => text(&bytes[..bytes.len().min(BEGINNING)]),
    }
}

fn text(beginning: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(beginning).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        "a web page"
    } else if text.starts_with('<') && text.contains("<svg") {
        "an SVG drawing"
    } else if beginning.is_empty() {
        "nothing at all"
    } else {
        "no picture that is known here"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide() {
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0"), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n"), Ok(Kind::Png));
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WEBPVP8 "), Ok(Kind::WebP));
        assert_eq!(Kind::of(b"GIF89a"), Ok(Kind::Gif));
        for (bytes, what) in [
            (&b"\0\0\0\x20ftypheic"[..], "an HEIC picture"),
            (b"\0\0\0\x20ftypavif", "an AVIF picture"),
            (b"\0\0\0\x20ftypisom", "a film"),
            (b"II*\0", "a TIFF picture or a camera's raw one"),
            (b"%PDF-1.7", "a PDF"),
            (b"\xef\xbb\xbf <?xml version='1.0'?><SVG/>", "an SVG drawing"),
            (b"<!DOCTYPE html><svg>", "a web page"),
            (b"RIFF\0\0\0\0WAVE", "no picture that is known here"),
            (b"GIF88a", "no picture that is known here"),
            (b"\xff\xd8", "no picture that is known here"),
            (b"", "nothing at all"),
        ] {
            assert_eq!(Kind::of(bytes), Err(what), "{bytes:?}");
        }
    }

    #[test]
    fn a_header_is_read_as_headers_are() {
        assert!(is_taken("image/jpeg") && is_taken("IMAGE/PNG; charset=x"));
        for refused in ["", "image/svg+xml", "image/*", "text/html", "application/json", "image/jpegx"] {
            assert!(!is_taken(refused), "{refused}");
        }
    }
}
