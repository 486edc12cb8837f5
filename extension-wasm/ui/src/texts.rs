//! The language and direction of our pages: the browser's where our texts speak it.

use browser::texts::message;
use leptos::prelude::document;

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
