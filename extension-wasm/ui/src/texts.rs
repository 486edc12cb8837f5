//! The words a person reads, by key. They stand in `extension/_locales`; a test holds keys and files together.

use browser::texts::message;
use leptos::prelude::document;

/// The text under this key, with its placeholders filled in order: `t!("saved_on", board)`.
macro_rules! t {
    ($key:literal) => {
        browser::texts::message($key, &[])
    };
    ($key:literal, $($value:expr),+) => {
        browser::texts::message($key, &[$(AsRef::<str>::as_ref(&$value)),+])
    };
}

/// The text for so many: the key with `_one`, `_two` or `_other` as the language counts, the number as its placeholder.
macro_rules! counted {
    ($key:literal, $count:expr) => {
        $crate::texts::counted($key, $count)
    };
}

/// See the macro of this name, which the test of the keys looks for.
pub(crate) fn counted(key: &str, count: u32) -> String {
    let form = match crate::intl::plural(count).as_str() {
        "one" => "one",
        "two" => "two",
        _ => "other",
    };
    message(&format!("{key}_{form}"), &[&crate::intl::count(count)])
}

/// The language for numbers and dates: the browser's own with its region where our texts speak it, else that of our texts.
pub(crate) fn language() -> String {
    let ours = t!("language");
    let browsers = message("@@ui_locale", &[]).replace('_', "-");
    if base(&browsers) == base(&ours) { browsers } else { ours }
}

/// "de" of "de-AT"; Hebrew also under its old code.
fn base(locale: &str) -> &str {
    match locale.split('-').next().unwrap_or(locale) {
        "iw" => "he",
        base => base,
    }
}

/// Right to left exactly where our own texts run so. `@@bidi_dir` tells of the browser's language, which may be one we do not speak.
fn direction() -> String {
    let browsers = message("@@ui_locale", &[]).replace('_', "-");
    if base(&browsers) == base(&t!("language")) { message("@@bidi_dir", &[]) } else { "ltr".to_owned() }
}

/// Tells the page its language and direction.
pub(crate) fn set_language() {
    if let Some(root) = document().document_element() {
        // Setting these two attributes cannot fail.
        let _ = root.set_attribute("lang", &language());
        let _ = root.set_attribute("dir", &direction());
    }
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_region_and_the_old_code_of_hebrew_are_the_same_language() {
        assert_eq!((base("de-AT"), base("iw"), base("iw-IL"), base("he")), ("de", "he", "he", "he"));
    }
}
