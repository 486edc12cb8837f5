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
        let rest = self.0.trim_start_matches([',', ':', ' ', '\n', '\r', '\t']);
        let (value, rest) = rest.split_at_checked(end_of_value(rest.as_bytes()))?;
        self.0 = rest;
        (!value.is_empty()).then_some(Json(value))
    }
}

/// How long the value is that stands at the start of this text; 0 at the end of a list or an object.
fn end_of_value(bytes: &[u8]) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        if quoted {
            quoted = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            if !quoted && depth == 0 {
                return at + 1;
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return at + usize::from(depth == 1),
            b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return at,
            _ => {}
        }
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
