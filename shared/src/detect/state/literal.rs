//! An object as a program writes it, made JSON: bare keys, single quotes, comments, expressions that only a run would know.

use crate::find::Find;
use crate::json::{ToJson, Value};

/// Reads an object of program text; what is no literal in it becomes null.
pub(super) fn read(text: &str) -> Option<Value> {
    Value::parse(text).or_else(|| Value::parse(&to_json(text)))
}

/// One pass: each value is kept if it is a literal, and the rest of its expression is left out.
fn to_json(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    // Parentheses that are open, and whether the value at this place is written already.
    let (mut calls, mut done) = (0usize, false);
    while let Some(&b) = bytes.get(at) {
        match b {
            b'"' | b'\'' | b'`' => {
                let end = string_end(bytes, at);
                if !done && calls == 0 {
                    unescape(text.get(at + 1..end).unwrap_or("")).write(&mut out);
                    done = true;
                }
                at = end;
            }
            b'(' => calls += 1,
            b')' => calls = calls.saturating_sub(1),
            _ if calls > 0 => {}
            b'{' | b'[' if !done => out.push(char::from(b)),
            b'}' | b']' => {
                if out.ends_with(":") {
                    out.push_str("null");
                }
                if out.ends_with(",") {
                    out.pop();
                }
                out.push(char::from(b));
                done = true;
            }
            b':' => {
                out.push(':');
                done = false;
            }
            b',' => {
                if out.ends_with(":") {
                    out.push_str("null");
                }
                if !out.ends(|sign| matches!(sign, ',' | '{' | '[')) {
                    out.push(',');
                }
                done = false;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += bytes.iter().skip(at).take_while(|b| **b != b'\n').count();
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = text.get(at..).and_then(|rest| rest.first_place("*/")).map_or(bytes.len(), |end| at + end + 1);
            }
            b if !done && (b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'-' | b'.' | b'!')) => {
                let length = bytes
                    .iter()
                    .skip(at)
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'-' | b'.' | b'!'))
                    .count();
                word(text, at, length, &mut out);
                done = true;
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// A key, a number, a truth value or a name.
fn word(text: &str, at: usize, length: usize, out: &mut String) {
    let word = text.get(at..at + length).unwrap_or("");
    let is_key = text.get(at + length..).is_some_and(|rest| rest.trim_start().starts_with(":"));
    let number = word.strip_prefix('-').unwrap_or(word);
    if is_key && !out.ends_with(":") {
        word.write(out);
    } else if matches!(word, "true" | "!0") {
        out.push_str("true");
    } else if matches!(word, "false" | "!1") {
        out.push_str("false");
    } else if matches!(Value::parse(word), Some(Value::Number(_))) {
        out.push_str(word);
    } else if number.strip_prefix('.').is_some_and(|tail| !tail.is_empty() && tail.bytes().all(|b| b.is_ascii_digit()))
    {
        out.push('0');
        out.push_str(number);
    } else {
        out.push_str("null");
    }
}

fn string_end(bytes: &[u8], open: usize) -> usize {
    let quote = bytes.get(open).copied().unwrap_or(b'"');
    let mut at = open + 1;
    while let Some(&b) = bytes.get(at) {
        if b == b'\\' {
            at += 1;
        } else if b == quote {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// The text of a string literal (ECMAScript, 12.9.4).
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.clone().next() {
            Some('u') => {
                chars.next();
                let first = code(&mut chars, 4);
                out.extend(first.and_then(|first| pair(first, &mut chars)));
            }
            Some('x') => {
                chars.next();
                out.extend(code(&mut chars, 2).and_then(char::from_u32));
            }
            Some('n' | 'r' | 't' | 'b' | 'f' | 'v' | '\n') => {
                chars.next();
                out.push(' ');
            }
            Some(other) => {
                chars.next();
                out.push(other);
            }
            None => {}
        }
    }
    out
}

/// The number that the next digits write.
fn code(chars: &mut std::str::Chars<'_>, count: usize) -> Option<u32> {
    let digits = chars.as_str().get(..count)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    *chars = chars.as_str().get(count..)?.chars();
    Some(code)
}

/// A character, of which some take two numbers (UTF-16).
fn pair(first: u32, chars: &mut std::str::Chars<'_>) -> Option<char> {
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    let mut ahead = chars.as_str().strip_prefix("\\u")?.chars();
    let second = code(&mut ahead, 4).filter(|second| (0xdc00..0xe000).contains(second))?;
    *chars = ahead;
    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn literals_of_programs_become_json() {
        for (text, want) in [
            (r#"{"a":1}"#, json!({"a":1})),
            ("{a: 'x', \"b\": .5, c: -2,}", json!({"a":"x","b":0.5,"c":-2})),
            ("{a: !0, b: undefined, c: f(1, {x:2}), d: 3}", json!({"a":true,"b":null,"c":null,"d":3})),
            ("{a: b.c || 'x', d: [1,,2], e: {}}", json!({"a":null,"d":[1,2],"e":{}})),
            ("{/* one */ a: 'it\\'s', // two\n b: `t`}", json!({"a":"it's","b":"t"})),
            (r"{name: '\u00e9\ud83d\ude00\x41'}", json!({"name":"é😀A"})),
            ("{a: \"x\" + y, b: 1}", json!({"a":"x","b":1})),
        ] {
            assert_eq!(read(text), Value::parse(&want.to_string()), "{text}");
        }
    }

    #[test]
    fn broken_text_is_nothing_and_never_a_panic() {
        for text in ["", "{", "{a", "{a:", "}{", "{'", "\\", "{a:'\\u12'}", "{a:'\\ud83d\\u0041'}", "(((", "é{ü:'ß'}"]
        {
            let _ = read(text);
            let _ = unescape(text);
        }
        assert_eq!(read("{a"), None);
    }
}
