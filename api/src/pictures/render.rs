//! From bytes that somebody sent to a picture that tells nothing but what it shows.
//!
//! Only pixels go from one to the other. What a file carries beside them (where and when it was taken, by which camera, a
//! smaller picture of before it was cut, texts, another file behind its end) has no way through. What it asks for is known
//! before anything is decoded.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, ImageResult, Limits, RgbaImage};

use super::kind::Kind;
use super::{jpeg, scale};

/// Pixels on the longer side of what is kept.
const SIDE: u32 = 1600;
/// Pixels on the longer side of the smaller size.
const THUMB_SIDE: u32 = 320;
/// Pixels that a file may announce, and on each side.
const MOST_PIXELS: u64 = 50_000_000;
const MOST_SIDE: u32 = 20_000;
/// Bytes that a decoder may take for pixels, and for what it works on before it has them.
const MOST_MEMORY: u64 = 320 * 1024 * 1024;
/// Nobody sees more, and a good deal smaller than 95.
const QUALITY: u8 = 85;

/// A picture as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Of both sizes.
    pub content_type: &'static str,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The picture.
    pub full: Vec<u8>,
    /// The smaller size; fits into a square of 320.
    pub thumb: Vec<u8>,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is damaged, or uses what our decoders do not know.
    Broken,
    /// It announces more pixels than are decoded here.
    TooManyPixels,
}

impl Refusal {
    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Broken => {
                "The picture is damaged, or made in a way that this server cannot read. Save it anew and send that."
            }
            Self::TooManyPixels => {
                "The picture has too many pixels: at most 50 million, 20,000 on a side, and fewer where each of them takes \
                 more memory. Make it smaller and send that."
            }
        }
    }
}

/// Reads a file of this kind and writes it anew. Takes up to [`MOST_MEMORY`] and seconds of a core.
///
/// # Errors
/// See [`Refusal`].
pub fn render(bytes: &[u8], kind: Kind) -> Result<Rendered, Refusal> {
    let (image, orientation) = decode(bytes, kind)?;
    let transparent = image.color().has_alpha();
    let mut full = shrink(image);
    // Turned when it is small: turning makes a second copy.
    full.apply_orientation(orientation);
    let (width, height) = (full.width(), full.height());
    let thumb = scale::fit(full.clone(), THUMB_SIDE);
    let written = if transparent { write_transparent(full, thumb) } else { write_opaque(full, thumb) };
    let (content_type, full, thumb) = written.map_err(|_| Refusal::Broken)?;
    Ok(Rendered { content_type, width, height, full, thumb })
}

fn decode(bytes: &[u8], kind: Kind) -> Result<(DynamicImage, Orientation), Refusal> {
    let beside = match kind {
        Kind::Jpeg => jpeg::coefficients(bytes).ok_or(Refusal::Broken)?,
        _ => 0,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind.format());
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let too_large = width.max(height) > MOST_SIDE || pixels > MOST_PIXELS;
    if too_large || decoder.total_bytes().saturating_add(beside) > MOST_MEMORY {
        return Err(Refusal::TooManyPixels);
    }
    // A file that says nonsense of how it is to be turned is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    Ok((image, orientation))
}

#[allow(clippy::needless_pass_by_value)]
fn refusal(error: image::ImageError) -> Refusal {
    if matches!(error, image::ImageError::Limits(_)) { Refusal::TooManyPixels } else { Refusal::Broken }
}

/// Down to what is kept, with 8 bits a colour, colours weighed by how opaque they are.
fn shrink(mut image: DynamicImage) -> DynamicImage {
    scale::weigh(&mut image);
    let small = scale::fit(image, SIDE);
    if small.color().has_alpha() {
        DynamicImage::ImageRgba8(small.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(small.into_rgb8())
    }
}

type Written = (&'static str, Vec<u8>, Vec<u8>);

fn write_opaque(full: DynamicImage, thumb: DynamicImage) -> ImageResult<Written> {
    let write = |image: DynamicImage| {
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&image.into_rgb8())?;
        ImageResult::Ok(out)
    };
    Ok(("image/jpeg", write(full)?, write(thumb)?))
}

/// A picture that could be transparent and nowhere is, is written as any other.
fn write_transparent(full: DynamicImage, thumb: DynamicImage) -> ImageResult<Written> {
    let full = full.into_rgba8();
    if full.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        return write_opaque(DynamicImage::ImageRgba8(full), thumb);
    }
    let write = |mut image: RgbaImage| {
        scale::unweigh(&mut image);
        let mut out = Vec::new();
        image.write_with_encoder(PngEncoder::new_with_quality(
            &mut out,
            CompressionType::Default,
            FilterType::Adaptive,
        ))?;
        ImageResult::Ok(out)
    };
    Ok(("image/png", write(full)?, write(thumb.into_rgba8())?))
}
