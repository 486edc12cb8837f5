//! Texts made comparable: entities decoded, NFKC, lower case, words; scripts without spaces word for word by sign.

use scraper::Html;
use unicode_normalization::UnicodeNormalization;

/// Decodes HTML entities and nothing else.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().skip(1).take(33).find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '#');
        let end = end.map_or(rest.len(), |(at, c)| if c == ';' { at + 1 } else { at });
        out.extend(Html::parse_fragment(&rest[..end]).root_element().text());
        rest = &rest[end..];
    }
    out + rest
}

fn plain(text: &str) -> String {
    unescape(text).nfkc().collect::<String>().to_lowercase()
}

fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{0e00}'..='\u{0e7f}')
}

fn words(text: &str) -> Vec<String> {
    let text = plain(text);
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let spread = |word: &str| -> Vec<String> {
        if word.chars().any(stands_alone) { word.chars().map(String::from).collect() } else { vec![word.to_owned()] }
    };
    words.flat_map(spread).collect()
}

/// F1 of two texts' words.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, mut left) = (words(a), words(b));
    let all = a.len() + left.len();
    if a.is_empty() || left.is_empty() {
        return 0.0;
    }
    let mut common = 0u32;
    for word in a {
        if let Some(at) = left.iter().position(|other| *other == word) {
            left.remove(at);
            common += 1;
        }
    }
    2.0 * f64::from(common) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

/// Letters and digits alone.
pub(super) fn letters(text: &str) -> String {
    plain(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_case_width_and_marks_do_not_tell_texts_apart() {
        assert_eq!(unescape("Tea &amp; Pot&#39;s &copy &unknown; R&D"), "Tea & Pot's © &unknown; R&D");
        assert!((likeness("Red &amp; Blue TEAPOT", "red & blue teapot") - 1.0).abs() < 1e-9);
        assert!((likeness("ＡＢＣ １２", "abc 12") - 1.0).abs() < 1e-9);
        assert!((likeness("羊肉餐盒", "羊肉") - 2.0 * 2.0 / 6.0).abs() < 1e-9);
        assert!((likeness("a b", "a c") - 0.5).abs() < 1e-9 && likeness("", "a").abs() < 1e-9);
        assert_eq!(letters("L.L. Bean_"), "llbean");
    }
}
