//! What becomes of files: each kind, each way a camera was held, and files that are made to do harm. No server is needed.

use fuzz::Chance;
use giftos::pictures::{Kind, Refusal, Rendered, render};
use giftos_tests::uploads::{
    CORNERS, SECRET, announced_png, chunk, cut_out, exif, gif, jpeg, packed, photo, pixels, png, png_rgba, png_with,
    resized_jpeg, talkative_jpeg, talkative_png, webp, webp_with_exif,
};
use image::DynamicImage;

fn rendered(bytes: &[u8]) -> Result<Rendered, Refusal> {
    render(bytes, Kind::of(bytes).unwrap())
}

/// The colours of its corners, from the upper left to the lower right, each as one of [`CORNERS`].
fn corners(image: &DynamicImage) -> [usize; 4] {
    let image = image.to_rgb8();
    let (right, low) = (image.width() - 1 - image.width() / 8, image.height() - 1 - image.height() / 8);
    let (left, high) = (image.width() / 8, image.height() / 8);
    [(left, high), (right, high), (left, low), (right, low)].map(|(x, y)| {
        let seen = image.get_pixel(x, y).0;
        let off = |corner: &[u8; 3]| corner.iter().zip(seen).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>();
        (0..4)
            .min_by_key(|n| off(&CORNERS[*n]))
            .filter(|n| off(&CORNERS[*n]) < 60)
            .unwrap_or_else(|| panic!("{seen:?}"))
    })
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn each_kind_comes_out_as_it_looks() {
    let image = photo(400, 200);
    let frame = DynamicImage::ImageRgb8(image.clone()).into_rgba8();
    let other_frame = image::RgbaImage::from_pixel(400, 200, image::Rgba([9, 9, 9, 255]));
    let files =
        [jpeg(&image), png(&image), webp(&image), gif(std::slice::from_ref(&frame)), gif(&[frame, other_frame])];
    for (n, file) in files.iter().enumerate() {
        let kept = rendered(file).unwrap();
        assert_eq!((kept.content_type, kept.width, kept.height), ("image/jpeg", 400, 200), "{n}");
        assert_eq!(corners(&pixels(&kept.full)), [0, 1, 2, 3], "{n}");
        let thumb = pixels(&kept.thumb);
        assert_eq!((thumb.width(), thumb.height()), (320, 160), "{n}");
        assert_eq!(corners(&thumb), [0, 1, 2, 3], "{n}");
    }
}

#[test]
fn what_is_transparent_stays_so_and_what_only_could_be_is_a_photo() {
    let kept = rendered(&png_rgba(&cut_out(2000, 1000))).unwrap();
    assert_eq!((kept.content_type, kept.width, kept.height), ("image/png", 1600, 800));
    let full = pixels(&kept.full).into_rgba8();
    assert_eq!(full.get_pixel(800, 400).0[3], 0);
    assert_eq!(full.get_pixel(10, 10).0, [255, 0, 0, 255]);
    // Nothing of the colour under what is transparent is seen at its edge.
    for x in 380..420 {
        let [_, _, blue, opaque] = full.get_pixel(x, 300).0;
        assert!(opaque == 0 || blue < 8, "{x}: {:?}", full.get_pixel(x, 300));
    }
    assert_eq!(pixels(&kept.thumb).into_rgba8().get_pixel(160, 80).0[3], 0);
    let solid = DynamicImage::ImageRgb8(photo(64, 64)).into_rgba8();
    assert_eq!(rendered(&png_rgba(&solid)).unwrap().content_type, "image/jpeg");
}

#[test]
fn large_ones_are_made_smaller_and_small_ones_are_left() {
    for ((width, height), full, thumb) in [
        ((4000, 3000), (1600, 1200), (320, 240)),
        ((1000, 2500), (640, 1600), (128, 320)),
        ((1601, 1), (1600, 1), (320, 1)),
        ((1600, 1600), (1600, 1600), (320, 320)),
        ((31, 17), (31, 17), (31, 17)),
        ((1, 1), (1, 1), (1, 1)),
    ] {
        let kept = rendered(&jpeg(&photo(width, height))).unwrap();
        let small = pixels(&kept.thumb);
        assert_eq!(((kept.width, kept.height), (small.width(), small.height())), (full, thumb), "{width} x {height}");
    }
}

/// What stands in each corner, by Exif's own words of where the first row and column belong.
#[test]
fn however_the_camera_was_held_it_comes_out_upright() {
    let image = photo(80, 40);
    for (orientation, wanted) in [
        (1, [0, 1, 2, 3]),
        (2, [1, 0, 3, 2]),
        (3, [3, 2, 1, 0]),
        (4, [2, 3, 0, 1]),
        (5, [0, 2, 1, 3]),
        (6, [2, 0, 3, 1]),
        (7, [3, 1, 2, 0]),
        (8, [1, 3, 0, 2]),
        // Nonsense is shown as it lies.
        (0, [0, 1, 2, 3]),
        (9, [0, 1, 2, 3]),
    ] {
        for file in [talkative_jpeg(&image, orientation), webp_with_exif(&image, exif(orientation))] {
            let kept = rendered(&file).unwrap();
            let size = if (5..=8).contains(&orientation) { (40, 80) } else { (80, 40) };
            assert_eq!((kept.width, kept.height), size, "{orientation}");
            assert_eq!(corners(&pixels(&kept.full)), wanted, "{orientation}");
            assert_eq!(corners(&pixels(&kept.thumb)), wanted, "{orientation}");
        }
    }
}

#[test]
fn nothing_but_pixels_gets_through() {
    let image = photo(64, 64);
    let files = [
        talkative_jpeg(&image, 6),
        talkative_png(&png(&image)),
        talkative_png(&png_rgba(&cut_out(64, 64))),
        webp_with_exif(&image, exif(3)),
    ];
    for (n, file) in files.iter().enumerate() {
        assert!(holds(file, SECRET.as_bytes()), "{n}: it tells nothing to begin with");
        let kept = rendered(file).unwrap();
        for bytes in [&kept.full, &kept.thumb] {
            for word in
                [SECRET, "Exif", "eXIf", "xmpmeta", "ICC_PROFILE", "iCCP", "8BIM", "tEXt", "iTXt", "zTXt", "script"]
            {
                assert!(!holds(bytes, word.as_bytes()), "{n}: {word}");
            }
            // Nothing stands behind the end.
            assert!(bytes.ends_with(b"\xff\xd9") || bytes.ends_with(b"IEND\xaeB`\x82"), "{n}");
        }
    }
}

#[test]
fn what_announces_too_much_is_refused_before_it_is_decoded() {
    let small = jpeg(&photo(16, 16));
    let mut wide_gif = gif(&[cut_out(8, 8)]);
    wide_gif[6..10].copy_from_slice(&[0xff; 4]);
    for (n, file) in [
        announced_png((20_001, 1), (8, 0), b""),
        announced_png((1, 20_001), (8, 0), b""),
        announced_png((10_000, 5_001), (8, 0), b""),
        announced_png((u32::MAX >> 1, u32::MAX >> 1), (8, 6), b""),
        // So many pixels would do, but not with eight bytes each.
        announced_png((7000, 7000), (16, 6), b""),
        resized_jpeg(&small, 65_000, 65_000),
        resized_jpeg(&small, 20_000, 2_501),
        wide_gif,
    ]
    .iter()
    .enumerate()
    {
        assert!(file.len() < 10_000, "{n}");
        assert_eq!(rendered(file), Err(Refusal::TooManyPixels), "{n}");
    }
    // A WebP of the largest size that its head can tell.
    let mut webp = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0".to_vec();
    webp.extend([0xff, 0x3f, 0, 0xff, 0x3f, 0]);
    webp.extend(b"ALPH\0\0\0\0");
    assert!(rendered(&webp).is_err());
}

#[test]
fn fifty_million_pixels_in_a_small_file_are_taken() {
    let rows = packed(&vec![0; 7000 * 7001]);
    let file = announced_png((7000, 7000), (8, 0), &rows);
    assert!(file.len() < 100_000);
    let kept = rendered(&file).unwrap();
    assert_eq!((kept.width, kept.height), (1600, 1600));
}

/// Texts and profiles may unpack to more than the picture has.
#[test]
fn what_unpacks_without_end_beside_the_pixels_takes_no_room() {
    let much = packed(&vec![b'a'; 60_000_000]);
    for kind in [b"zTXt", b"iCCP"] {
        let file = png_with(&png(&photo(16, 16)), &[chunk(kind, &[b"x\0\0", &much[..]].concat())]);
        assert!(file.len() < 100_000);
        // Taken or not: it ends, and nothing of it is kept.
        if let Ok(kept) = rendered(&file) {
            assert_eq!((kept.width, kept.height), (16, 16));
        }
    }
}

#[test]
fn whatever_breaks_off_or_is_damaged_is_a_picture_or_none() {
    let image = photo(48, 32);
    let frames = [cut_out(20, 10), cut_out(20, 10)];
    let files = [
        talkative_jpeg(&image, 6),
        talkative_png(&png_rgba(&cut_out(48, 32))),
        webp(&image),
        gif(&frames),
        jpeg(&image),
    ];
    for file in &files {
        for length in (0..file.len()).step_by(7) {
            let part = &file[..length];
            if let Ok(kind) = Kind::of(part) {
                drop(render(part, kind));
            }
        }
        let mut chance = Chance::new(20_261_128);
        for _ in 0..400 {
            let mut broken = file.clone();
            for _ in 0..=chance.below(6) {
                let at = chance.below(broken.len());
                broken[at] = chance.bits().to_le_bytes()[0];
            }
            if let Ok(kept) = Kind::of(&broken).map_err(|_| Refusal::Broken).and_then(|kind| render(&broken, kind)) {
                assert!(kept.width.max(kept.height) <= 1600);
            }
        }
    }
    let whole = png(&image);
    assert_eq!(rendered(&whole[..whole.len() / 2]), Err(Refusal::Broken));
}
