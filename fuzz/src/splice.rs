//! Texts broken at random: pieces put in, taken out, doubled, nested; sometimes bytes that are no text.

use crate::Chance;

/// What markup, JSON and prices are made of, and what breaks them.
const PIECES: [&str; 48] = [
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<script type=application/ld+json>",
    "<meta property=og:price:amount content=",
    "<table>",
    "<svg>",
    "<template>",
    "<p",
    "<div itemscope itemtype=https://schema.org/Product>",
    "itemprop=price",
    "\"",
    "'",
    "=",
    "&#0;",
    "&amp",
    "&#x110000;",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\u0000",
    "\\ud800",
    "1e999",
    "-0",
    "99999999999999999999",
    "null",
    "{\"@id\":\"#p\"}",
    "\"@graph\":[",
    "\"offers\":",
    "\"image\":\"javascript:alert(1)\"",
    "\"image\":\"file:///etc/passwd\"",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{fffd}",
    "€",
    "1.299,00 €",
    "١٢٣",
    "<base href=//x>",
    "<plaintext>",
    "<frameset>",
];

/// One of the seeds, broken.
pub(crate) fn break_up<const N: usize>(chance: &mut Chance, seeds: [&str; N]) -> Vec<u8> {
    let mut bytes = chance.of(&seeds).as_bytes().to_vec();
    for _ in 0..=chance.below(12) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(7) {
            0 => drop(bytes.splice(at..(at + chance.below(40)).min(bytes.len()), [])),
            1 => {
                let piece = bytes[at..(at + chance.below(200)).min(bytes.len())].to_vec();
                let to = chance.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            2 => {
                let piece = chance.of(&PIECES).repeat(1 + chance.below(300));
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
            3 if at < bytes.len() => bytes[at] = chance.bits().to_le_bytes()[0],
            4 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, chance.of(&PIECES).bytes())),
        }
    }
    bytes
}
