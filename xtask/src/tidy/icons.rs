//! The icons of the package are what the manifest and the stores take them for.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;
use serde_json::Value;

use super::root;
use crate::manifest::BROWSERS;
use crate::store::manifest_of;

/// A PNG's width, height and colour type, and the alpha of its first pixel.
fn look(bytes: &[u8]) -> (u32, u32, u8, u8) {
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut pixels = Vec::new();
    let mut at = 8;
    while at < bytes.len() {
        let length = number(at) as usize;
        if &bytes[at + 4..at + 8] == b"IDAT" {
            pixels.extend_from_slice(&bytes[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    // Before the first pixel of a row stands how the row is filtered; the very first pixel is itself with every filter.
    let mut start = [0; 5];
    ZlibDecoder::new(&pixels[..]).read_exact(&mut start).unwrap();
    (number(16), number(20), bytes[25], start[4])
}

#[test]
fn icons_have_their_size_and_transparent_corners() {
    const RED_GREEN_BLUE_ALPHA: u8 = 6;
    let mut sizes = BTreeSet::new();
    for browser in BROWSERS {
        let manifest = manifest_of(browser).unwrap();
        let lists: [&Value; 3] =
            [&manifest["icons"], &manifest["action"]["default_icon"], &manifest["sidebar_action"]["default_icon"]];
        for (size, file) in lists.iter().flat_map(|list| list.as_object().into_iter().flatten()) {
            let size: u32 = size.parse().unwrap();
            let bytes = std::fs::read(root().join("extension").join(file.as_str().unwrap())).unwrap();
            let (width, height, colours, alpha) = look(&bytes);
            assert_eq!((width, height, colours), (size, size, RED_GREEN_BLUE_ALPHA), "{file}");
            // The round corner of the smallest touches the outermost pixel.
            assert!(alpha < 8, "{file}: its corner has the alpha {alpha}");
            sizes.insert(size);
        }
    }
    assert_eq!(sizes, BTreeSet::from([16, 32, 48, 128]), "toolbars, lists of extensions, and both stores");
}
