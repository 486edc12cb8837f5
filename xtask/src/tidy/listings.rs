//! The texts for the stores must match the manifest, in every language.

use std::collections::BTreeSet;

use super::forbid;
use crate::manifest::{BROWSERS, Browser};
use crate::store::{Asked, KINDS, LANGUAGES, declared, kinds_of, listing_for, manifest_of, texts_in};

fn names(entries: &[(String, String)]) -> BTreeSet<String> {
    entries.iter().map(|(name, _)| name.clone()).collect()
}

#[test]
fn every_permission_has_one_reason_in_every_language_and_no_reason_is_left_over() {
    let asked: BTreeSet<String> =
        BROWSERS.iter().flat_map(|&browser| Asked::read(&manifest_of(browser).unwrap()).permissions).collect();
    assert!(asked.len() > 4, "the rule reads the manifest wrongly");
    for language in LANGUAGES {
        // A reason that is there twice is an error of reading.
        assert_eq!(
            names(&texts_in(language).unwrap().permissions),
            asked,
            "{language}: reasons, and what is asked for"
        );
    }
}

#[test]
fn every_kind_of_data_is_explained_in_every_language_and_no_other() {
    let page = std::fs::read_to_string(super::root().join("docs/PRIVACY.md")).unwrap();
    let kinds: BTreeSet<String> = kinds_of(&declared(&page).unwrap()).iter().map(|kind| kind.key.to_owned()).collect();
    for language in LANGUAGES {
        assert_eq!(names(&texts_in(language).unwrap().data), kinds, "{language}: kinds of data");
    }
}

#[test]
fn every_listing_is_whole_and_within_what_the_stores_take() {
    for browser in BROWSERS {
        for language in LANGUAGES {
            let form = listing_for(browser, language).unwrap();
            let permissions = Asked::read(&manifest_of(browser).unwrap()).permissions;
            let reasons = form.lines().filter(|line| line.starts_with("=== Why ")).count();
            assert_eq!(reasons, permissions.len(), "{language} {}", browser.name());
            let boxes =
                KINDS.iter().filter_map(|kind| kind.in_chrome).filter(|name| form.contains(&format!("Data: {name} (")));
            assert_eq!(boxes.count() > 0, browser == Browser::Chrome, "{language}: the words of Chrome's dashboard");
        }
    }
}

#[test]
fn listings_do_not_shout() {
    let loud = BROWSERS.iter().flat_map(|&browser| LANGUAGES.map(|language| (browser, language))).flat_map(
        |(browser, language)| {
            let form = listing_for(browser, language).unwrap();
            let lines: Vec<String> =
                form.lines().filter(|line| line.contains('!')).map(|line| format!("{language}: {line}")).collect();
            lines
        },
    );
    forbid("no exclamation marks in a listing", loud.collect());
}
