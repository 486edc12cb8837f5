//! Hygiene of texts: entities, tags and white space out; words compared.

use crate::find::Find;
use crate::lower_case::lower_case;
use crate::script::is_cjk;
pub(super) use crate::script::word_starts;

/// Decodes the entities that shops leave in strings, twice if they were escaped twice, drops tags, collapses white space,
/// and cuts at `limit` bytes.
pub(super) fn clean(text: &str, limit: usize) -> String {
    let mut decoded = if text.holds("&") { decode_entities(text) } else { text.to_owned() };
    if decoded.holds("&") && decoded.holds(";") {
        decoded = decode_entities(&decoded);
    }
    let mut out = String::with_capacity(decoded.len().min(limit));
    let (mut in_tag, mut space) = (false, false);
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '<' && chars.peek().is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!')) {
            in_tag = true;
        }
        if in_tag {
            in_tag = c != '>';
            space = true;
            continue;
        }
        if c.is_whitespace() || c.is_control() || c == '\u{feff}' {
            space = true;
            continue;
        }
        if matches!(c, '\u{200b}' | '\u{00ad}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        out.push(c);
        if out.len() >= limit {
            break;
        }
    }
    crate::page::cut(&mut out, limit);
    out.truncate(out.trim_end().len());
    out
}

/// [`clean`], or `None` if nothing is left.
pub(super) fn clean_some(text: &str, limit: usize) -> Option<String> {
    let out = clean(text, limit);
    (!out.is_empty()).then_some(out)
}

fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.parted("&") {
        out.push_str(before);
        let end = entity.char_indices().take(11).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let name = end.and_then(|end| entity.get(..end));
        let decoded = name.and_then(decode_entity);
        out.push(decoded.unwrap_or('&'));
        let behind = name.filter(|_| decoded.is_some()).and_then(|name| entity.get(name.len() + 1..));
        rest = behind.unwrap_or(entity);
    }
    out.push_str(rest);
    out
}

/// Names of entities, each with its sign behind it.
const NAMED: &str = "\
    amp&|lt<|gt>|quot\"|apos'|rsquo'|nbsp |lsquo‘|ldquo“|rdquo”|ndash–|mdash—|hellip…|euro€|pound£|yen¥|trade™|\
    reg®|copy©|deg°|eacuteé|egraveè|agraveà|aumlä|oumlö|uumlü|AumlÄ|OumlÖ|UumlÜ|szligß|ccedilç|ntildeñ|oacuteó|\
    aacuteá|iacuteí|uacuteú|atildeã|otildeõ|times×";

fn decode_entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    NAMED.parts("|").find_map(|named| {
        let mut sign = named.strip_prefix(name)?.chars();
        sign.next().filter(|c| !c.is_ascii_alphabetic() && sign.next().is_none())
    })
}

/// Lower-case words of a text; scripts without spaces give a word for each character. At most 60.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in lower_case(text).chars() {
        if is_cjk(c) {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            out.push(c.to_string());
        } else if c.is_alphanumeric() {
            word.push(c);
        } else if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if out.len() >= 60 {
            return out;
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// How many words of `a` are among those of `b`, counted as often as they stand there.
fn common(a: &[String], b: &[String]) -> usize {
    let mut left: Vec<&String> = b.iter().collect();
    a.iter()
        .filter(|word| match left.iter().position(|other| other == word) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            None => false,
        })
        .count()
}

/// 0 to 1000: the F1 measure of two texts' words.
pub(super) fn likeness(a: &str, b: &str) -> usize {
    likeness_words(&words(a), &words(b))
}

/// [`likeness`] for words that are at hand already.
pub(super) fn likeness_words(a: &[String], b: &[String]) -> usize {
    if a.is_empty() || b.is_empty() { 0 } else { 2000 * common(a, b) / (a.len() + b.len()) }
}

/// 0 to 1000: how many words of `a` are found again in `b`.
pub(super) fn contained_words(a: &[String], b: &[String]) -> usize {
    if a.is_empty() { 0 } else { 1000 * common(a, b) / a.len() }
}
