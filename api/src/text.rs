//! What people type: how long it may be, and which characters no field takes.
//!
//! Lengths count Unicode scalar values, so that both engines and every client agree. Control characters are refused
//! (PostgreSQL cannot hold NUL, and the others only disturb lists and mails); what is kept is kept as it was typed.

use shared::wire::problem::FieldError;

/// Characters that show nothing although they are no white space: a name of these alone would be empty to the eye.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a person would see anything of this text.
#[must_use]
pub fn shows_something(text: &str) -> bool {
    !text.chars().all(is_invisible)
}

/// One line that must show something: trimmed, 1 to `most` characters. What is wrong goes to `errors`.
#[must_use]
pub fn required_line(field: &str, text: &str, most: usize, errors: &mut Vec<FieldError>) -> String {
    let text = text.trim();
    if !shows_something(text) {
        errors.push(refusal(field, "is empty"));
    }
    line(field, text, most, errors)
}

/// One line that may be empty: trimmed, at most `most` characters.
#[must_use]
pub fn line(field: &str, text: &str, most: usize, errors: &mut Vec<FieldError>) -> String {
    let text = text.trim();
    check(field, text, most, char::is_control, errors);
    text.to_owned()
}

/// Several lines: at most `most` characters; tabs and line breaks are allowed.
#[must_use]
pub fn lines(field: &str, text: &str, most: usize, errors: &mut Vec<FieldError>) -> String {
    check(field, text, most, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'), errors);
    text.to_owned()
}

fn check(field: &str, text: &str, most: usize, refused: impl Fn(char) -> bool, errors: &mut Vec<FieldError>) {
    if text.chars().count() > most {
        errors.push(refusal(field, format!("has more than {most} characters")));
    }
    if text.chars().any(refused) {
        errors.push(refusal(field, "holds a control character"));
    }
}

fn refusal(field: &str, detail: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> bool {
        let mut errors = Vec::new();
        drop(required_line("name", text, 10, &mut errors));
        !errors.is_empty()
    }

    #[test]
    fn what_shows_nothing_is_empty() {
        for text in ["", " ", "\u{3164}", "\u{200b}\u{feff}", "\u{2800} \u{ad}", "\t\r\n"] {
            assert!(refused(text), "{text:?}");
        }
        for text in ["a", "ß", "👪", "0", "\u{fdfa}"] {
            assert!(!refused(text), "{text:?}");
        }
    }

    #[test]
    fn lengths_count_scalar_values() {
        assert!(!refused(&"😀".repeat(10)));
        assert!(refused(&"😀".repeat(11)));
    }

    #[test]
    fn control_characters_are_refused_and_line_breaks_only_where_there_are_lines() {
        assert!(refused("a\0b") && refused("a\nb"));
        let mut errors = Vec::new();
        assert_eq!(lines("note", "a\n\tb", 10, &mut errors), "a\n\tb");
        assert!(errors.is_empty());
        drop(lines("note", "a\u{1b}b", 10, &mut errors));
        assert_eq!(errors.len(), 1);
    }
}
