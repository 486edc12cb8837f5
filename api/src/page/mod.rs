//! A page as bytes to a Detection, with the very rules that the extension uses: decode, parse once, collect, detect.
//! It is a pure call: for the command line, the benches and the links that people paste.
//! It never fetches, and no input makes it fail, recurse or grow without a bound.

mod decode;
mod parse;
mod tree;

use shared::detect::Detection;
use shared::page::PageEvidence;

pub use decode::decode;
pub use tree::HtmlDom;

/// No more of a page is read, in bytes before decoding.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// Looks at a page as it came over the wire. `url` is its address, empty where unknown; `content_type` its header.
#[must_use]
pub fn detect_html(bytes: &[u8], url: &str, content_type: Option<&str>) -> Detection {
    shared::detect::detect(&evidence(bytes, url, content_type))
}

/// What detection may see of a page as it came over the wire.
#[must_use]
pub fn evidence(bytes: &[u8], url: &str, content_type: Option<&str>) -> PageEvidence {
    let (head, whole) = match bytes.get(..MAX_BYTES) {
        Some(head) if bytes.len() > MAX_BYTES => (head, false),
        _ => (bytes, true),
    };
    let text = decode(head, content_type);
    seen(&text, url, whole, content_type.is_some_and(is_xml))
}

/// What detection may see of a decoded page; `whole` says that there was no more of it.
#[must_use]
pub fn evidence_of_text(text: &str, url: &str, whole: bool) -> PageEvidence {
    seen(text, url, whole, false)
}

fn seen(text: &str, url: &str, whole: bool, is_xml: bool) -> PageEvidence {
    let (html, all) = parse::parse(text, is_xml);
    shared::page::collect(&HtmlDom::new(&html, url, !(whole && all)))
}

/// `application/xhtml+xml`: browsers read such a page as XML, whatever its doctype.
fn is_xml(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim_end().to_ascii_lowercase().ends_with("xml"))
}

#[cfg(test)]
mod tests;
