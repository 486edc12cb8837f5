//! Pictures, broken at random: whatever comes in is refused, or comes out as a picture that we wrote.

use std::io::Cursor;

use giftos::pictures::{Kind, render};
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageFormat, ImageResult, RgbaImage};

use crate::{Chance, Outcome};

/// One broken picture.
///
/// # Errors
/// What came out and must not.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let mut bytes = whole(chance).map_err(|error| error.to_string())?;
    for _ in 0..=chance.below(10) {
        let at = chance.below(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at + 1),
            1 => {
                let piece = bytes[at..(at + chance.below(64)).min(bytes.len())].to_vec();
                let to = chance.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            // Near the beginning stands what says how large it is and how it is packed.
            2 => {
                let near = chance.below(bytes.len().min(64));
                bytes[near] = *chance.of(&[0, 1, 0x7f, 0x80, 0xfe, 0xff]);
            }
            _ => bytes[at] = chance.bits().to_le_bytes()[0],
        }
    }
    let Ok(kind) = Kind::of(&bytes) else { return Ok(()) };
    let Ok(kept) = render(&bytes, kind) else { return Ok(()) };
    for (written, most) in [(&kept.full, 1600), (&kept.thumb, 320)] {
        let format = if kept.content_type == "image/jpeg" { ImageFormat::Jpeg } else { ImageFormat::Png };
        let again = image::load_from_memory_with_format(written, format).map_err(|error| error.to_string())?;
        if again.width().max(again.height()) > most {
            return Err(format!("{} by {} pixels", again.width(), again.height()));
        }
    }
    Ok(())
}

/// A sound picture of any kind.
fn whole(chance: &mut Chance) -> ImageResult<Vec<u8>> {
    let side = |chance: &mut Chance| u32::try_from(1 + chance.below(40)).unwrap_or(1);
    let (width, height) = (side(chance), side(chance));
    let image = RgbaImage::from_fn(width, height, |_, _| {
        image::Rgba(chance.bits().to_le_bytes()[..4].try_into().unwrap_or_default())
    });
    let mut out = Cursor::new(Vec::new());
    match chance.below(4) {
        0 => DynamicImage::ImageRgba8(image).into_rgb8().write_with_encoder(JpegEncoder::new(&mut out))?,
        1 => image.write_with_encoder(WebPEncoder::new_lossless(&mut out))?,
        2 => GifEncoder::new(&mut out).encode_frame(image::Frame::new(image))?,
        _ => image.write_to(&mut out, ImageFormat::Png)?,
    }
    Ok(out.into_inner())
}
