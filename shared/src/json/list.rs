//! The values of a list, one after the other.

use super::Json;

/// See [`Json::items`].
#[derive(Debug, Clone)]
pub struct Items<'t>(Walk<'t>);

/// What is left of the inside of an object or a list that was checked.
#[derive(Debug, Clone)]
pub(super) struct Walk<'t>(&'t str);

impl<'t> Walk<'t> {
    /// Over the inside of this value, where it opens so; else over nothing.
    pub(super) fn inside(json: Json<'t>, open: char) -> Self {
        Self(json.0.strip_prefix(open).unwrap_or(""))
    }

    /// The next value, past the sign before it; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Json<'t>> {
        let before = self.0.bytes().take_while(|byte| is_between(*byte)).count();
        let rest = self.0.get(before..)?;
        let (value, rest) = rest.split_at_checked(end_of_value(rest.as_bytes()))?;
        self.0 = rest;
        (!value.is_empty()).then_some(Json(value))
    }
}

/// It stands between values.
fn is_between(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b' ' | b'\n' | b'\r' | b'\t')
}

/// How long the value is that stands at the start of this text; 0 at the end of a list or an object.
fn end_of_value(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0u32, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => {
                at = end_of_text(bytes, at);
                if depth == 0 {
                    return at;
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return at - usize::from(depth == 0),
            byte if depth == 0 && is_between(*byte) => return at - 1,
            _ => {}
        }
    }
    bytes.len()
}

/// Behind the quote that closes a text. A summary of a page is mostly texts.
fn end_of_text(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

impl<'t> Iterator for Items<'t> {
    type Item = Json<'t>;
    fn next(&mut self) -> Option<Json<'t>> {
        self.0.next()
    }
}

impl<'t> Json<'t> {
    /// The values of a list; `None` where this is none.
    #[must_use]
    pub fn items(self) -> Option<Items<'t>> {
        self.0.starts_with('[').then(|| Items(Walk::inside(self, '[')))
    }
}
