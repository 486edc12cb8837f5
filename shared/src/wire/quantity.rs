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
