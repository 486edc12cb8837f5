//! Making a picture smaller: box by box as long as that is fast and loses nothing, then by a good filter.
//!
//! What is transparent has a colour that nobody sees. So that it does not bleed into what is seen, colours are weighed
//! by how opaque they are before anything is mixed, and made whole again afterwards.

use image::imageops::FilterType;
use image::{DynamicImage, RgbaImage};

/// Fits it into a square; what fits is left as it is.
pub(super) fn fit(image: DynamicImage, side: u32) -> DynamicImage {
    let longest = |image: &DynamicImage| image.width().max(image.height());
    if longest(&image) <= side {
        return image;
    }
    let near = if longest(&image) > 2 * side {
        let near = image.thumbnail(2 * side, 2 * side);
        // Here and not at the end: the largest part of all memory is free before more is taken.
        drop(image);
        near
    } else {
        image
    };
    near.resize(side, side, FilterType::Lanczos3)
}

/// Weighs colours by how opaque they are, in place: the largest pictures have no room for a second copy.
pub(super) fn weigh(image: &mut DynamicImage) {
    match image {
        DynamicImage::ImageLumaA8(image) => weigh_all(image, 2, u8::MAX),
        DynamicImage::ImageRgba8(image) => weigh_all(image, 4, u8::MAX),
        DynamicImage::ImageLumaA16(image) => weigh_all(image, 2, u16::MAX),
        DynamicImage::ImageRgba16(image) => weigh_all(image, 4, u16::MAX),
        // None of our decoders gives another kind with transparency.
        _ => {}
    }
}

fn weigh_all<T: Copy + PartialEq + TryFrom<u32>>(samples: &mut [T], of_pixel: usize, most: T)
where
    u32: From<T>,
{
    let whole = u32::from(most);
    for pixel in samples.chunks_exact_mut(of_pixel) {
        if let Some((opaque, colours)) = pixel.split_last_mut().filter(|(opaque, _)| **opaque != most) {
            for colour in colours {
                let weighed = (u32::from(*colour) * u32::from(*opaque) + whole / 2) / whole;
                *colour = T::try_from(weighed).unwrap_or(*colour);
            }
        }
    }
}

/// Makes colours whole again.
pub(super) fn unweigh(image: &mut RgbaImage) {
    for pixel in image.pixels_mut() {
        let [colours @ .., opaque] = &mut pixel.0;
        for colour in colours {
            let whole = (u32::from(*colour) * 255 + u32::from(*opaque) / 2).checked_div(u32::from(*opaque));
            *colour = u8::try_from(whole.unwrap_or(0)).unwrap_or(u8::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_does_not_bleed() {
        // Columns of opaque white beside fully transparent black.
        let striped = RgbaImage::from_fn(900, 40, |x, _| image::Rgba(if x % 2 == 0 { [255; 4] } else { [0; 4] }));
        let mut striped = DynamicImage::ImageRgba8(striped);
        weigh(&mut striped);
        let mut small = fit(striped, 200).into_rgba8();
        unweigh(&mut small);
        assert_eq!(small.width(), 200);
        let middle = small.get_pixel(100, 4).0;
        assert!(middle[0] > 250 && (100..155).contains(&middle[3]), "{middle:?}");
    }

    #[test]
    fn opaque_colours_stay_as_they_are() {
        let plain =
            RgbaImage::from_fn(16, 16, |x, y| image::Rgba([u8::try_from(x * 16 + y).unwrap_or(0), 7, 200, 255]));
        let mut same = DynamicImage::ImageRgba8(plain.clone());
        weigh(&mut same);
        let mut same = same.into_rgba8();
        unweigh(&mut same);
        assert_eq!(same, plain);
    }

    #[test]
    fn it_fits_however_long_and_thin_it_is() {
        for (width, height, fitted) in [(20_000, 1, (1600, 1)), (3, 5000, (1, 1600)), (1600, 900, (1600, 900))] {
            let small = fit(DynamicImage::new_rgb8(width, height), 1600);
            assert_eq!((small.width(), small.height()), fitted);
        }
    }
}
