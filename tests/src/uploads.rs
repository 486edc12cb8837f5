//! Files of pictures, made in code: with everything that cameras and programs put beside the pixels, and broken ones.

use std::io::{Cursor, Write};

use flate2::Crc;
use flate2::write::ZlibEncoder;
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Frame, ImageEncoder, ImageResult, Rgb, RgbImage, RgbaImage};

/// Stands in every place of a file that must not get through.
pub const SECRET: &str = "N48.20849 E16.37208 canary";

/// Red, green, blue and white from the upper left to the lower right.
pub const CORNERS: [[u8; 3]; 4] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]];

/// A picture of a quarter of each of [`CORNERS`].
#[must_use]
pub fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let corner = usize::from(2 * x >= width) + 2 * usize::from(2 * y >= height);
        Rgb(CORNERS[corner])
    })
}

/// The same with a fully transparent middle.
#[must_use]
pub fn cut_out(width: u32, height: u32) -> RgbaImage {
    let mut image = image::DynamicImage::ImageRgb8(photo(width, height)).into_rgba8();
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        if (width / 4..width * 3 / 4).contains(&x) && (height / 4..height * 3 / 4).contains(&y) {
            pixel.0 = [255, 0, 255, 0];
        }
    }
    image
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> ImageResult<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap_or_else(|error| panic!("{error}"));
    bytes
}

/// As JPEG.
#[must_use]
pub fn jpeg(image: &RgbImage) -> Vec<u8> {
    written(|out| JpegEncoder::new_with_quality(out, 95).encode_image(image))
}

/// As PNG.
#[must_use]
pub fn png(image: &RgbImage) -> Vec<u8> {
    written(|out| image.write_with_encoder(PngEncoder::new(out)))
}

/// As PNG with transparency.
#[must_use]
pub fn png_rgba(image: &RgbaImage) -> Vec<u8> {
    written(|out| image.write_with_encoder(PngEncoder::new(out)))
}

/// As lossless WebP.
#[must_use]
pub fn webp(image: &RgbImage) -> Vec<u8> {
    written(|out| image.write_with_encoder(WebPEncoder::new_lossless(out)))
}

/// As WebP with Exif beside it.
#[must_use]
pub fn webp_with_exif(image: &RgbImage, exif: Vec<u8>) -> Vec<u8> {
    written(|out| {
        let mut encoder = WebPEncoder::new_lossless(out);
        encoder.set_exif_metadata(exif).map_err(image::ImageError::Unsupported)?;
        image.write_with_encoder(encoder)
    })
}

/// As GIF, one frame after the other.
#[must_use]
pub fn gif(frames: &[RgbaImage]) -> Vec<u8> {
    written(|out| GifEncoder::new(out).encode_frames(frames.iter().cloned().map(Frame::new)))
}

/// What a camera writes of how it was held and where: a TIFF with an orientation, a maker and a place.
#[must_use]
pub fn exif(orientation: u16) -> Vec<u8> {
    let place_at = 8 + 2 + 3 * 12 + 4;
    let text_at = place_at + 2 + 12 + 4;
    let text: Vec<u8> = SECRET.bytes().chain([0]).collect();
    let length = u32::try_from(text.len()).unwrap_or(0);
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value.to_be_bytes());
    };
    tiff.extend(3_u16.to_be_bytes());
    // Maker, orientation, where the place is written.
    entry(&mut tiff, 0x010f, 2, length, text_at);
    entry(&mut tiff, 0x0112, 3, 1, u32::from(orientation) << 16);
    entry(&mut tiff, 0x8825, 4, 1, place_at);
    tiff.extend([0; 4]);
    tiff.extend(1_u16.to_be_bytes());
    // The name of the place.
    entry(&mut tiff, 0x001c, 7, length, text_at);
    tiff.extend([0; 4]);
    tiff.extend(text);
    tiff
}

fn segment(marker: u8, start: &[u8], rest: &[u8]) -> Vec<u8> {
    let length = u16::try_from(2 + start.len() + rest.len()).unwrap_or_else(|_| panic!("too long for a segment"));
    [&[0xff, marker], &length.to_be_bytes()[..], start, rest].concat()
}

/// A JPEG with Exif, XMP, a colour profile, IPTC and a comment in front, and something behind its end.
#[must_use]
pub fn talkative_jpeg(image: &RgbImage, orientation: u16) -> Vec<u8> {
    let plain = jpeg(image);
    let secret = SECRET.as_bytes();
    let profile = [&[0; 128][..], secret].concat();
    [
        &plain[..2],
        &segment(0xe1, b"Exif\0\0", &exif(orientation)),
        &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0", format!("<x:xmpmeta>{SECRET}</x:xmpmeta>").as_bytes()),
        &segment(0xe2, b"ICC_PROFILE\0\x01\x01", &profile),
        &segment(0xed, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1a", secret),
        &segment(0xfe, b"", secret),
        &plain[2..],
        b"<script>alert(1)</script>",
        secret,
    ]
    .concat()
}

/// A chunk of a PNG.
#[must_use]
pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(body);
    let length = u32::try_from(body.len()).unwrap_or_else(|_| panic!("too long for a chunk"));
    [&length.to_be_bytes()[..], kind, body, &sum.sum().to_be_bytes()].concat()
}

/// Bytes as PNG packs them.
#[must_use]
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_else(|error| panic!("{error}"))
}

/// A PNG with these chunks after its head.
#[must_use]
pub fn png_with(plain: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    // Eight bytes of its name, and the head.
    let after_head = 8 + 12 + 13;
    [&plain[..after_head], &chunks.concat(), &plain[after_head..]].concat()
}

/// A PNG with texts, Exif and a profile, and a page of the web behind its end.
#[must_use]
pub fn talkative_png(plain: &[u8]) -> Vec<u8> {
    let secret = SECRET.as_bytes();
    let chunks = [
        chunk(b"iCCP", &[b"p\0\0", &packed(secret)[..]].concat()),
        chunk(b"tEXt", &[b"Comment\0", secret].concat()),
        chunk(b"zTXt", &[b"Comment\0\0", &packed(secret)[..]].concat()),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", secret].concat()),
        chunk(b"eXIf", &exif(1)),
    ];
    let page = format!("<!doctype html><script>alert('{SECRET}')</script>");
    [png_with(plain, &chunks), page.into_bytes()].concat()
}

/// A PNG that says how large it is, in a depth and kind of colour, and holds these packed rows.
#[must_use]
pub fn announced_png((width, height): (u32, u32), (depth, colour): (u8, u8), rows: &[u8]) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", rows), chunk(b"IEND", b"")].concat()
}

/// The JPEG with another size in its frame.
#[must_use]
pub fn resized_jpeg(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let at = bytes.windows(2).position(|two| matches!(two, [0xff, 0xc0 | 0xc2])).unwrap_or_else(|| panic!("no frame"));
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// What was written, as pixels.
#[must_use]
pub fn pixels(bytes: &[u8]) -> image::DynamicImage {
    let reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    reader
        .map_err(image::ImageError::IoError)
        .and_then(image::ImageReader::decode)
        .unwrap_or_else(|error| panic!("{error}"))
}
