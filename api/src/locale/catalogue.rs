//! The texts of `api/locales`, a file for each language, read once. A text has slots, as `{host}`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Texts = BTreeMap<String, String>;

/// As they lie in the program. That they can be read, and say the same, is held by the tests below.
static CATALOGUES: LazyLock<BTreeMap<&'static str, Texts>> = LazyLock::new(|| {
    [
        ("en", include_str!("../../locales/en.json")),
        ("de", include_str!("../../locales/de.json")),
        ("he", include_str!("../../locales/he.json")),
    ]
    .into_iter()
    .map(|(code, text)| (code, serde_json::from_str(text).unwrap_or_default()))
    .collect()
});

/// A text of a language; empty where it is missing, which a test keeps from happening.
pub(super) fn text(code: &str, key: &str) -> &'static str {
    let found = CATALOGUES.get(code).and_then(|texts| texts.get(key));
    found.map_or("", String::as_str)
}

/// Fills the slots in one pass: what stands in a value is never looked at again.
pub(super) fn fill(
    template: &str,
    slots: &[(&str, &str)],
    own: impl Fn(&str) -> String,
    given: impl Fn(&str) -> String,
) -> String {
    let mut filled = String::new();
    for part in pieces(template) {
        match part {
            Piece::Words(words) => filled.push_str(&own(words)),
            Piece::Slot(name) => {
                let value = slots.iter().find(|(slot, _)| *slot == name).map(|(_, value)| *value);
                filled.push_str(&given(value.unwrap_or_default()));
            }
        }
    }
    filled
}

enum Piece<'a> {
    Words(&'a str),
    Slot(&'a str),
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let (mut found, mut rest) = (Vec::new(), template);
    while let Some((words, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        found.extend([Piece::Words(words), Piece::Slot(name)]);
        rest = behind;
    }
    found.push(Piece::Words(rest));
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn slots(template: &str) -> BTreeSet<&str> {
        let slot = |piece| match piece {
            Piece::Slot(name) => Some(name),
            Piece::Words(_) => None,
        };
        pieces(template).into_iter().filter_map(slot).collect()
    }

    #[test]
    fn all_languages_say_the_same_with_the_same_slots() {
        let english = &CATALOGUES["en"];
        assert!(english.len() > 10, "the English texts cannot be read");
        for (code, texts) in CATALOGUES.iter() {
            assert_eq!(texts.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{code}");
            for (key, text) in texts {
                assert!(!text.trim().is_empty(), "{code}: {key} is empty");
                assert_eq!(slots(text), slots(&english[key]), "{code}: {key}");
                assert!(!text.contains(['!', '\n', '<']), "{code}: {key} shouts, or is no single line of text");
            }
        }
    }

    /// A key is written out where it is used, but for those of letters, which begin with the letter's name.
    #[test]
    fn no_text_is_left_over_and_none_is_missing() {
        fn walk(folder: &std::path::Path, all: &mut String) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    walk(&entry.path(), all);
                } else {
                    all.push_str(&std::fs::read_to_string(entry.path()).unwrap_or_default());
                }
            }
        }
        let mut code = String::new();
        for folder in ["src", "templates"] {
            walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut code);
        }
        let of_letters: BTreeSet<String> = crate::mail::every_key().into_iter().collect();
        let english = &CATALOGUES["en"];
        for key in &of_letters {
            assert!(english.contains_key(key), "{key} has no words");
        }
        for key in english.keys() {
            assert!(of_letters.contains(key) || code.contains(&format!("\"{key}\"")), "{key} is shown nowhere");
        }
    }
}
