//! Mail addresses: which texts are one, and which two are the same.

use shared::wire::problem::FieldError;
use unicode_normalization::UnicodeNormalization;

/// A mail address as typed, and the form it is compared in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Email {
    /// As typed, trimmed.
    pub(crate) typed: String,
    /// NFC and lower case, folded here and not by the database: SQLite folds ASCII alone.
    pub(crate) key: String,
}

impl Email {
    /// Looks only for what cannot be an address (RFC 5321 lengths, one `@`, a domain): whether it reaches somebody only a mail can tell.
    pub(crate) fn read(text: &str, errors: &mut Vec<FieldError>) -> Self {
        let typed = text.trim().to_owned();
        if !is_address(&typed) {
            errors.push(FieldError { field: "email".to_owned(), detail: "is no mail address".to_owned() });
        }
        let key = typed.nfc().collect::<String>().to_lowercase().nfc().collect();
        Self { typed, key }
    }
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let fine =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | '<' | '>' | '"' | ',' | ';' | '(' | ')');
    let labels =
        |label: &str| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && local.chars().all(fine)
        && domain.chars().all(fine)
        && domain.split('.').all(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for (text, good) in [
            ("ana@example.org", true),
            ("ana+gifts@localhost", true),
            ("añá@exämple.org", true),
            ("", false),
            ("ana", false),
            ("@example.org", false),
            ("ana@", false),
            ("a@b@c", false),
            ("ana@exa mple.org", false),
            ("ana@example..org", false),
            ("ana\0@example.org", false),
            ("ana\r\nBcc: x@example.org", false),
        ] {
            let mut errors = Vec::new();
            drop(Email::read(text, &mut errors));
            assert_eq!(errors.is_empty(), good, "{text:?}");
        }
    }

    #[test]
    fn case_and_composition_do_not_make_another_address() {
        let key = |text| Email::read(text, &mut Vec::new()).key;
        assert_eq!(key("Ana@Example.ORG"), key(" ana@example.org"));
        assert_eq!(key("e\u{301}@example.org"), key("É@example.org"));
    }
}
