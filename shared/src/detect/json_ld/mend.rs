//! Broken JSON made whole where that is safe: the meaning of what is there is never changed.

use crate::find::Find;
use crate::json::{Json, Value};

/// Reads JSON as it should be, else mended. The note says what was mended.
pub(super) fn read(text: &str) -> Option<(Value, Option<&'static str>)> {
    let text = unwrap(text);
    if let Some(value) = Value::parse(text) {
        return Some((value, None));
    }
    if !text.holds("\"") && text.holds("&quot;") {
        let decoded = replaced(&replaced(text, "&quot;", "\""), "&amp;", "&");
        if let Some(value) = Value::parse(&decoded) {
            return Some((value, Some("entities around strings")));
        }
    }
    // Several values one after another, or something behind the end.
    let mut values = Vec::new();
    let mut rest = text;
    while let (Some((value, after)), true) = (Json::first(rest), values.len() < 50) {
        values.push(Value::of(value));
        rest = after;
    }
    if values.iter().any(|value| value.is_object() || value.is_array()) {
        return Some((Value::Array(values), Some("text behind the end")));
    }
    Value::parse(&rewrite(text)).map(|value| (value, Some("commas, quotes or ends")))
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    let (mut rest, mut out) = (text, String::with_capacity(text.len()));
    while let Some((before, behind)) = rest.parted(old) {
        out.push_str(before);
        out.push_str(new);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Takes off comments, CDATA marks and a semicolon around the value.
fn unwrap(text: &str) -> &str {
    let mut text = text.shorn(|c| c.is_whitespace() || c == '\u{feff}' || c == ';');
    loop {
        let before = text;
        for start in ["<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/", "// <![CDATA[", "/* <![CDATA[ */", "//\n"] {
            text = text.strip_prefix(start).unwrap_or(text);
        }
        for end in ["-->", "//]]>", "]]>", "/*]]>*/", "// ]]>", "/* ]]> */", "//"] {
            text = text.strip_suffix(end).unwrap_or(text);
        }
        text = text.shorn(|c| c.is_whitespace() || c == ';');
        if text == before {
            return text;
        }
    }
}

/// One pass over the text: raw line breaks and bad escapes in strings, quotes inside strings, commas before an end or
/// missing between members, comments, and brackets that were never closed.
fn rewrite(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    let mut in_string = false;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        if in_string {
            match c {
                '\\' => match next {
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => {
                        out.push('\\');
                        out.extend(next);
                        at += 1;
                    }
                    Some('u') if (2..6).all(|ahead| chars.get(at + ahead).is_some_and(char::is_ascii_hexdigit)) => {
                        out.push('\\')
                    }
                    Some(_) => {}
                    None => break,
                },
                '"' if closes(&chars, at, &open) => {
                    in_string = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                c if (c as u32) < 0x20 => out.push(' '),
                c => out.push(c),
            }
            at += 1;
            continue;
        }
        match c {
            '"' => {
                if out.trim_end().ends(|sign| matches!(sign, '"' | '}' | ']')) {
                    out.push(',');
                }
                in_string = true;
                out.push('"');
            }
            '{' | '[' => {
                if out.trim_end().ends(|sign| matches!(sign, '}' | ']')) {
                    out.push(',');
                }
                open.push(c);
                out.push(c);
                if open.len() > 120 {
                    return String::new();
                }
            }
            '}' | ']' => {
                drop_comma(&mut out);
                let wanted = if c == '}' { '{' } else { '[' };
                if open.last() == Some(&wanted) {
                    open.pop();
                    out.push(c);
                }
            }
            ',' => {
                if !out.trim_end().ends(|sign| matches!(sign, ',' | '{' | '[' | ':')) {
                    out.push(',');
                }
            }
            '/' if next == Some('/') => {
                while chars.get(at).is_some_and(|c| *c != '\n') {
                    at += 1;
                }
            }
            '/' if next == Some('*') => {
                at += 2;
                while chars.get(at).is_some() && !(chars.get(at) == Some(&'*') && chars.get(at + 1) == Some(&'/')) {
                    at += 1;
                }
                at += 1;
            }
            c => out.push(c),
        }
        at += 1;
    }
    if in_string {
        out.push('"');
    }
    drop_comma(&mut out);
    if out.ends_with(":") {
        out.push_str("null");
    }
    while let Some(bracket) = open.pop() {
        drop_comma(&mut out);
        out.push(if bracket == '{' { '}' } else { ']' });
    }
    out
}

fn drop_comma(out: &mut String) {
    while out.ends(|c| c.is_whitespace() || c == ',') {
        out.pop();
    }
}

/// A quote ends its string if what follows could follow a string: `:` or `,` and a new member, or a closing bracket.
fn closes(chars: &[char], at: usize, open: &[char]) -> bool {
    let mut rest = chars.iter().skip(at + 1).filter(|c| !c.is_whitespace());
    match rest.next() {
        None | Some(':' | '}' | ']') => true,
        Some(',') => match rest.next() {
            None | Some('"' | '}' | ']' | '{' | '[') => true,
            Some(c) => open.last() == Some(&'[') && (c.is_ascii_digit() || matches!(c, '-' | 't' | 'f' | 'n')),
        },
        Some('/') => matches!(rest.next(), Some('/' | '*')),
        // A missing comma: a new member begins on the next line.
        Some('"') => chars.iter().skip(at + 1).take_while(|c| c.is_whitespace()).any(|c| *c == '\n'),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn name(text: &str) -> String {
        let value = read(text).unwrap().0;
        let object = value.as_array().map_or(&value, |all| &all[0]);
        object.get("name").and_then(Value::as_str).unwrap().to_owned()
    }

    #[test]
    fn what_is_broken_in_a_safe_way_is_mended() {
        for (text, want) in [
            (r#"{"name":"Lamp",}"#, "Lamp"),
            (r#"{"a":[1,2,],"name":"Lamp"}"#, "Lamp"),
            ("{\"name\":\"Lamp\n with\tfoot\"}", "Lamp  with foot"),
            (r#"{"name":"24" screen","b":1}"#, "24\" screen"),
            (r#"{"name":"It\'s","b":1}"#, "It's"),
            (r#"<!-- {"name":"Lamp"} -->"#, "Lamp"),
            ("//<![CDATA[\n{\"name\":\"Lamp\"}\n//]]>", "Lamp"),
            // What a browser leaves of such marks in XML.
            ("//\n{\"name\":\"Lamp\"}\n//", "Lamp"),
            (r#"{"name":"Lamp"};"#, "Lamp"),
            (r#"{"name":"Lamp"}{"name":"Other"}"#, "Lamp"),
            (r#"{"name":"Lamp","offers":{"price":"3""#, "Lamp"),
            ("{\"a\":\"x\"\n\"name\":\"Lamp\"}", "Lamp"),
            ("{&quot;name&quot;:&quot;Lamp&quot;}", "Lamp"),
            ("{/* made by hand */\"name\":\"Lamp\" // end\n}", "Lamp"),
        ] {
            assert_eq!(name(text), want, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_left() {
        for text in ["", "function(){}", "{name:Lamp}", "{{product}}", "\"", "[[[["] {
            assert!(read(text).is_none_or(|(value, _)| value.get("name").is_none()), "{text}");
        }
    }
}
