//! JSON as the extension's programs read and write it (RFC 8259): one small path in and one out, for all types.
//! What serde writes for each type, with its errors in words, weighs more than all that the worker does; here a field is a call.
//! It never holds a float, and never tells what is wrong: what is not as it should be is refused whole.

mod check;
mod fields;
mod list;
mod map;
#[macro_use]
mod record;
mod scalar;
mod text;
mod value;
mod write;

pub use fields::{Fields, InOrder};
pub use list::Items;
pub use map::Map;
pub use value::{Number, Value};
pub use write::{Object, Record, ToJson, object, to_text, write_record};

/// Values nested deeper are refused, as `serde_json` refuses them.
const MAX_DEPTH: u32 = 127;

/// The text of one JSON value that was checked: what lies inside is looked up when it is asked for.
/// What only passes through stays the text that it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<'t>(&'t str);

/// A type that is read from JSON.
pub trait FromJson: Sized {
    /// The value, or `None` where it is no such thing.
    fn from_json(json: Json<'_>) -> Option<Self>;
}

/// Reads a type from text.
#[must_use]
pub fn parse<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(Json::parse(text)?)
}

impl<'t> Json<'t> {
    /// `null`.
    pub const NULL: Json<'static> = Json("null");

    /// A list without values.
    pub const EMPTY_LIST: Json<'static> = Json("[]");

    /// Checks a text: one value and nothing else.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        check::value(text).map(Self)
    }

    /// A text that was checked before.
    pub(crate) fn checked(text: &'t str) -> Self {
        Self(text)
    }

    /// Checks the first value of a text, and gives what follows it. `None` where the text is empty or begins with none.
    #[must_use]
    pub fn first(text: &'t str) -> Option<(Self, &'t str)> {
        check::first(text).map(|(value, rest)| (Self(value), rest))
    }

    /// The text of the value.
    #[must_use]
    pub fn as_text(self) -> &'t str {
        self.0
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.0 == Self::NULL.0
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// The value of a field; `None` where this is no object or has no such field.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Json<'t>> {
        self.fields().find(|(found, _)| found.is_text(name)).map(|(_, value)| value)
    }

    /// A field as a type; one that is missing is read as `null`.
    #[must_use]
    pub fn field<T: FromJson>(self, name: &str) -> Option<T> {
        T::from_json(self.get(name).unwrap_or(Json::NULL))
    }

    /// A field as a type; one that is missing has the first value of its type.
    #[must_use]
    pub fn field_or_default<T: FromJson + Default>(self, name: &str) -> Option<T> {
        self.get(name).map_or_else(|| Some(T::default()), T::from_json)
    }

    /// Whether every field has one of these names, and none is there twice.
    #[must_use]
    pub fn has_only(self, names: &[&str]) -> bool {
        let known = names.iter().filter(|name| self.get(name).is_some()).count();
        self.fields().count() == known
    }
}

#[cfg(test)]
mod tests;
