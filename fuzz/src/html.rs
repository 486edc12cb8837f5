//! Pages, broken at random: whatever comes in, a detection comes out, and what it hands on is harmless.

use giftos::page::detect_html;

use crate::sound::sound;
use crate::splice::break_up;
use crate::{Chance, Outcome};

const URL: &str = "https://shop.example/p/1?b=2";

const PAGES: [&str; 4] = [
    include_str!("../../tests/pages/demo-kettle/page.html"),
    include_str!("../../tests/pages/demo-headphones/page.html"),
    include_str!("../../tests/pages/necklace-il/page.html"),
    include_str!("../../tests/pages/chair-se/page.html"),
];

/// One broken page.
///
/// # Errors
/// What a detection must never hold.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let broken = break_up(chance, PAGES);
    judge(&broken, *chance.of(&[None, Some("text/html; charset=utf-7"), Some("text/html;charset=utf-16"), Some("x")]))
}

/// Reads a page on the server and looks at what comes of it.
pub(crate) fn judge(bytes: &[u8], content_type: Option<&str>) -> Outcome {
    let detection = detect_html(bytes, URL, content_type);
    sound(&detection).map_err(|why| format!("{why} for {:?}", String::from_utf8_lossy(bytes)))
}
