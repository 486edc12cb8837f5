//! JSON as a tree of its own, for what is looked through more than once, put together or turned round: the markup of shops.

use std::fmt;

use super::Json;
use super::map::Map;

/// A JSON value.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object.
    Object(Map),
}

/// A number as it was written, so that no digit of a price is lost; without an exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(String);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Number {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, where it is whole and not negative.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn of(text: &str) -> Self {
        Self(match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => moved(digits, exponent.parse().unwrap_or(i32::MAX)),
            None => text.to_owned(),
        })
    }
}

/// A decimal with its point moved; empty where it goes so far that it is no amount of anything.
fn moved(digits: &str, places: i32) -> String {
    if places.unsigned_abs() > 30 {
        return String::new();
    }
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut whole: Vec<char> = whole.chars().collect();
    let mut fraction: Vec<char> = fraction.chars().collect();
    for _ in 0..places.unsigned_abs() {
        if places > 0 {
            let digit = if fraction.is_empty() { '0' } else { fraction.remove(0) };
            whole.push(digit);
        } else {
            fraction.insert(0, whole.pop().unwrap_or('0'));
        }
    }
    let kept = whole.iter().position(|digit| *digit != '0').unwrap_or(whole.len());
    let mut out = sign.to_owned();
    out.extend(whole.get(kept..).unwrap_or_default());
    if kept == whole.len() {
        out.push('0');
    }
    if !fraction.is_empty() {
        out.push('.');
        out.extend(fraction);
    }
    out
}

impl Value {
    /// Reads a text that is one value and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Json::parse(text).map(Self::of)
    }

    /// The tree of a checked text.
    #[must_use]
    pub fn of(json: Json<'_>) -> Self {
        if let Some(items) = json.items() {
            return Self::Array(items.map(Self::of).collect());
        }
        if json.is_object() {
            let fields = json.fields().map(|(name, value)| (name.text().unwrap_or_default(), Self::of(value)));
            return Self::Object(fields.collect());
        }
        match json.as_text() {
            "null" => Self::Null,
            "true" => Self::Bool(true),
            "false" => Self::Bool(false),
            text => json.text().map_or_else(|| Self::Number(Number::of(text)), Self::String),
        }
    }

    /// The text of a text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// A whole number that is not negative.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = self { number.as_u64() } else { None }
    }

    /// The values of a list.
    #[must_use]
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        if let Self::Array(many) = self { Some(many) } else { None }
    }

    /// The fields of an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Map> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// Whether it is a list.
    #[must_use]
    pub fn is_array(&self) -> bool {
        self.as_array().is_some()
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.as_object().is_some()
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// A field of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The value, and `null` in its place.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(text: &str) -> String {
        match Value::parse(text) {
            Some(Value::Number(number)) => number.to_string(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn numbers_stay_as_they_were_written() {
        for text in ["0", "-7", "19.90", "1299.0", "12345678901234567890.123456789"] {
            assert_eq!(number(text), text);
        }
    }

    #[test]
    fn exponents_are_written_out() {
        for (text, plain) in [
            ("1e3", "1000"),
            ("1.5E+2", "150"),
            ("19.995e1", "199.95"),
            ("5e-2", "0.05"),
            ("-12.5e-1", "-1.25"),
            ("0.01e2", "1"),
            ("0e0", "0"),
            ("1e31", ""),
            ("1e-999999999999", ""),
        ] {
            assert_eq!(number(text), plain, "{text}");
        }
    }

    #[test]
    fn a_tree_is_what_the_text_says() {
        let value = Value::parse(r#"{"b":[1,{"c":null}],"a":"x\n","t":true,"f":false}"#).unwrap();
        assert_eq!(value.get("a").and_then(Value::as_str), Some("x\n"));
        let many = value.get("b").and_then(Value::as_array).unwrap();
        assert!(many[1].get("c").is_some_and(Value::is_null) && many[1].is_object() && !many[0].is_array());
        assert_eq!((value.get("t"), value.get("f")), (Some(&Value::Bool(true)), Some(&Value::Bool(false))));
        assert_eq!((value.get("none"), many[0].get("b"), Value::parse("{")), (None, None, None));
    }
}
