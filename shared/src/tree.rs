//! Reads our types from JSON by way of one tree, with errors that say nothing: what is not as it should be is refused whole.
//! In the extension's programs a reader of text for each type, with its messages, weighs more than all of detection;
//! the server, which tells its clients what is wrong, reads with `serde_json` itself.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde_json::Value;

/// Reads a type from text.
#[must_use]
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    read(serde_json::from_str(text).ok()?)
}

/// Reads a type from a tree.
#[must_use]
pub fn read<T: DeserializeOwned>(tree: Value) -> Option<T> {
    T::deserialize(Tree(tree)).ok()
}

/// It is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Odd;

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not as it should be")
    }
}

impl std::error::Error for Odd {}

// The provided methods would put a message together first.
impl Error for Odd {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

struct Tree(Value);

macro_rules! numbers {
    ($($method:ident: $as:ident, $visit:ident);+ $(;)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
            visitor.$visit(self.0.$as().ok_or(Odd)?)
        }
    )+};
}

macro_rules! likewise {
    ($($method:ident = $other:ident),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
            self.$other(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Odd;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => visitor.visit_f64(number.as_f64().ok_or(Odd)?),
            },
            Value::String(text) => visitor.visit_string(text),
            list @ Value::Array(_) => Self(list).deserialize_seq(visitor),
            fields @ Value::Object(_) => Self(fields).deserialize_map(visitor),
        }
    }

    numbers! {
        deserialize_bool: as_bool, visit_bool;
        deserialize_i64: as_i64, visit_i64;
        deserialize_u64: as_u64, visit_u64;
        deserialize_f64: as_f64, visit_f64;
    }

    likewise! {
        deserialize_i8 = deserialize_i64, deserialize_i16 = deserialize_i64, deserialize_i32 = deserialize_i64,
        deserialize_u8 = deserialize_u64, deserialize_u16 = deserialize_u64, deserialize_u32 = deserialize_u64,
        deserialize_f32 = deserialize_f64, deserialize_char = deserialize_string, deserialize_str = deserialize_string,
        deserialize_identifier = deserialize_string, deserialize_bytes = deserialize_any,
        deserialize_byte_buf = deserialize_any, deserialize_unit = deserialize_any,
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Odd),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Odd> {
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.0 {
            Value::Array(list) => visitor.visit_seq(List(list.into_iter())),
            _ => Err(Odd),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Odd> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Odd> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields { rest: fields.into_iter(), value: None }),
            _ => Err(Odd),
        }
    }

    // A struct is an object and nothing else: reading it from a list as well would double each type.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        let (name, content) = match self.0 {
            Value::String(name) => (name, Value::Null),
            Value::Object(fields) if fields.len() == 1 => fields.into_iter().next().ok_or(Odd)?,
            _ => return Err(Odd),
        };
        visitor.visit_enum(Variant { name, content })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_unit()
    }
}

struct List(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for List {
    type Error = Odd;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Odd> {
        self.0.next().map(|value| seed.deserialize(Tree(value))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Fields {
    rest: serde_json::map::IntoIter,
    value: Option<Value>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Odd;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Odd> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Tree(Value::String(name))).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Odd> {
        seed.deserialize(Tree(self.value.take().ok_or(Odd)?))
    }
}

struct Variant {
    name: String,
    content: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Odd;
    type Variant = Content;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Content), Odd> {
        Ok((seed.deserialize(self.name.into_deserializer())?, Content(self.content)))
    }
}

struct Content(Value);

impl<'de> VariantAccess<'de> for Content {
    type Error = Odd;

    fn unit_variant(self) -> Result<(), Odd> {
        if self.0.is_null() { Ok(()) } else { Err(Odd) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Odd> {
        seed.deserialize(Tree(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Odd> {
        Tree(self.0).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Odd> {
        Tree(self.0).deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests;
