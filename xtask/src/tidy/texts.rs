//! Texts that people read: every key is there in every language, with the same placeholders, and none is left over.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{forbid, root, sources};

const LANGUAGES: [&str; 3] = ["en", "de", "he"];
/// What `counted!` adds to a key, as the languages of ours count.
const FORMS: [&str; 3] = ["_one", "_two", "_other"];

fn messages(language: &str) -> BTreeMap<String, Value> {
    let path = root().join("extension/_locales").join(language).join("messages.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Every word in quotes in the extension's programs and manifest that could be a key; a plural stands for its forms.
fn words_in_code() -> BTreeSet<String> {
    let mut texts: Vec<String> = sources("extension-wasm", &[".rs"]).into_iter().map(|file| file.text).collect();
    texts.push(std::fs::read_to_string(root().join("manifest.json")).unwrap());
    let mut words = BTreeSet::new();
    for text in &texts {
        for word in text.split('"').skip(1).step_by(2).chain(text.split("__").skip(1).step_by(2)) {
            let word = word.trim_start_matches("__MSG_").trim_start_matches("MSG_").trim_end_matches("__");
            words.insert(word.to_owned());
            words.extend(FORMS.map(|form| format!("{word}{form}")));
        }
    }
    words
}

/// The keys that code asks for by `t!("…")` and `counted!("…")`, with where.
fn keys_asked_for() -> Vec<(String, String)> {
    let mut keys = Vec::new();
    for file in sources("extension-wasm", &[".rs"]) {
        for (call, forms) in [("t!(", &[""][..]), ("counted!(", &FORMS[..])] {
            for part in file.text.split(call).skip(1) {
                // A macro's own definition and its description hold no key.
                let Some(rest) = part.trim_start().strip_prefix('"') else { continue };
                let Some((key, _)) = rest.split_once('"') else { continue };
                if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
                    keys.extend(forms.iter().map(|form| (format!("{key}{form}"), file.path.clone())));
                }
            }
        }
    }
    keys
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let english = messages("en");
    let asked = keys_asked_for();
    assert!(asked.len() > 100, "the walk through the code found only {} keys", asked.len());
    let missing = asked.into_iter().filter(|(key, _)| !english.contains_key(key));
    forbid("a text without words", missing.map(|(key, path)| format!("{path}: {key}")).collect());
}

#[test]
fn no_text_is_left_over() {
    let words = words_in_code();
    let unused = messages("en").into_keys().filter(|key| !words.contains(key)).collect();
    forbid("a text that nothing shows", unused);
}

#[test]
fn all_languages_say_the_same_with_the_same_placeholders() {
    let english = messages("en");
    let mut differences = Vec::new();
    for language in LANGUAGES {
        let own = messages(language);
        let keys: BTreeSet<&String> = english.keys().chain(own.keys()).collect();
        for key in keys {
            let (Some(one), Some(other)) = (english.get(key), own.get(key)) else {
                differences.push(format!("{language}: {key} is not in both"));
                continue;
            };
            let text = other["message"].as_str().unwrap_or_default();
            if text.trim().is_empty() {
                differences.push(format!("{language}: {key} is empty"));
            }
            let slots = |entry: &Value| -> BTreeMap<String, String> {
                let places = entry["placeholders"].as_object().into_iter().flatten();
                places.map(|(name, place)| (name.clone(), place["content"].to_string())).collect()
            };
            if slots(one) != slots(other) {
                differences.push(format!("{language}: {key} has other placeholders"));
            }
            let used: BTreeSet<String> = text.split('$').skip(1).step_by(2).map(str::to_lowercase).collect();
            if used != slots(other).into_keys().collect() {
                differences.push(format!("{language}: {key} uses {used:?}"));
            }
        }
    }
    forbid("languages differ", differences);
}

#[test]
fn nobody_shouts() {
    // "!" and its relatives in the languages of ours; a text that asks for attention so is rewritten.
    let loud = LANGUAGES.iter().flat_map(|language| {
        let texts = messages(language).into_iter();
        texts
            .filter(|(_, entry)| entry["message"].as_str().unwrap_or_default().contains('!'))
            .map(move |(key, _)| format!("{language}: {key}"))
    });
    forbid("no exclamation marks", loud.collect());
}
