//! How many of a wish are wanted: a number, or any.

use std::fmt;

use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// How many are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Quantity {
    /// So many, 1 to 9,999.
    Count(u16),
    /// Any number (`"any"`).
    Any(AnyNumber),
}

/// The word `"any"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AnyNumber {
    /// `"any"`.
    Any,
}

// By hand: what serde derives for an untagged enum buffers the value and reads it with a second reader, in every program.
impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Quantity;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 to 65535 or \"any\"")
            }
            fn visit_u64<E: de::Error>(self, count: u64) -> Result<Quantity, E> {
                u16::try_from(count)
                    .map(Quantity::Count)
                    .map_err(|_| E::invalid_value(Unexpected::Unsigned(count), &self))
            }
            // Readers that do not know JSON (the browser's own values) give every whole number as signed.
            fn visit_i64<E: de::Error>(self, count: i64) -> Result<Quantity, E> {
                u16::try_from(count)
                    .map(Quantity::Count)
                    .map_err(|_| E::invalid_value(Unexpected::Signed(count), &self))
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Quantity, E> {
                match word {
                    "any" => Ok(Quantity::Any(AnyNumber::Any)),
                    other => Err(E::invalid_value(Unexpected::Str(other), &self)),
                }
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl Default for Quantity {
    fn default() -> Self {
        Self::Count(1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, I64Deserializer, StrDeserializer, U64Deserializer};

    use super::*;

    #[test]
    fn a_number_is_read_however_the_reader_gives_it() {
        let signed: I64Deserializer<Error> = 3i64.into_deserializer();
        let unsigned: U64Deserializer<Error> = 3u64.into_deserializer();
        let word: StrDeserializer<Error> = "any".into_deserializer();
        assert_eq!(Quantity::deserialize(signed).unwrap(), Quantity::Count(3));
        assert_eq!(Quantity::deserialize(unsigned).unwrap(), Quantity::Count(3));
        assert_eq!(Quantity::deserialize(word).unwrap(), Quantity::Any(AnyNumber::Any));
        let negative: I64Deserializer<Error> = (-1i64).into_deserializer();
        assert!(Quantity::deserialize(negative).is_err());
    }
}
