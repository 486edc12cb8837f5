//! Bytes to text, nearly in the order that browsers keep: byte order mark, header, `<meta>`, then a guess from the bytes.
//! One step more stands before `<meta>`: saved pages have lost the header, and a page that is whole UTF-8 is UTF-8
//! whatever its `<meta>` says, as text of an old charset is next to never valid UTF-8.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much a browser looks through for `<meta charset>` (HTML Standard, 1,024 bytes); shops write it later too.
const META_BYTES: usize = 8 * 1024;
/// How much the guess looks at.
const GUESS_BYTES: usize = 64 * 1024;

/// Decodes a page; bytes that are none of the charset become U+FFFD.
#[must_use]
pub fn decode<'b>(bytes: &'b [u8], content_type: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    let declared = content_type.and_then(charset_of).or_else(|| is_utf8(bytes).then_some(UTF_8)).or_else(|| {
        let head = bytes.get(..META_BYTES.min(bytes.len())).unwrap_or_default();
        // A `<meta>` that can be read as ASCII is not in UTF-16, whatever it says.
        meta_charset(head).map(|found| if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
    });
    let encoding = declared.unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0
}

/// Valid UTF-8 with letters beyond ASCII, enough of them not to be so by chance; the last letter may be cut.
fn is_utf8(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(odd) if odd.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..odd.valid_up_to()).unwrap_or_default()).unwrap_or_default()
        }
        Err(_) => return false,
    };
    valid.chars().filter(|c| !c.is_ascii()).take(8).count() >= 8
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let head = bytes.get(..GUESS_BYTES).unwrap_or(bytes);
    detector.feed(head, head.len() == bytes.len());
    detector.guess(None, Utf8Detection::Allow)
}

fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let after = lower.split_once("charset")?.1.trim_start().strip_prefix('=')?.trim_start();
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find([';', '"', '\'', ' ', '>', '/']).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.trim().as_bytes())
}

/// The charset of the first `<meta>` that names one.
fn meta_charset(head: &[u8]) -> Option<&'static Encoding> {
    let text: String = head.iter().map(|b| char::from(b.to_ascii_lowercase())).collect();
    let mut rest = text.as_str();
    while let Some(start) = rest.find("<meta") {
        rest = rest.get(start + 5..)?;
        let tag = rest.get(..rest.find('>').unwrap_or(rest.len()))?;
        if let Some(found) = charset_of(tag) {
            return Some(found);
        }
    }
    None
}
