//! Typed ids. One type for each thing, so that a board's id can never be passed for an item's.
//! On the wire and in the database an id is a UUIDv7 as lower-case text (RFC 9562).
//! Nothing is drawn here: [`v7`] takes the time and the random bytes as values.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::json::{FromJson, Json, ToJson};
use crate::time::Timestamp;

/// The text was no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is a UUID, such as 01936f3e-0000-7000-8000-000000000000")
    }
}

impl std::error::Error for InvalidId {}

/// A UUIDv7 of this moment. `random` fills the bits that the standard leaves to chance.
#[must_use]
pub fn v7(now: Timestamp, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(now.as_millis()).unwrap_or(0).to_be_bytes();
    let mut bytes = [0u8; 16];
    bytes[..6].copy_from_slice(&millis[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
        pub struct $name(Uuid);

        impl $name {
            /// An id of this moment, see [`v7`].
            #[must_use]
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                Self(v7(now, random))
            }

            /// Its text, as it stands on the wire.
            #[must_use]
            pub fn text(&self) -> String {
                self.0.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
            }

            /// The id itself.
            #[must_use]
            pub fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromJson for $name {
            fn from_json(json: Json<'_>) -> Option<Self> {
                json.text()?.parse().ok()
            }
        }

        impl ToJson for $name {
            fn write(&self, out: &mut String) {
                let mut text = Uuid::encode_buffer();
                self.0.as_hyphenated().encode_lower(&mut text).write(out);
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    )+};
}

ids! {
    /// A person's account.
    AccountId,
    /// One sign-in on one device; its refresh tokens form a family.
    SessionId,
    /// A collection of items.
    BoardId,
    /// A wish.
    ItemId,
    /// What a thing is.
    ProductId,
    /// A shop's listing of a product.
    OfferId,
    /// One sighting of an offer's price.
    ObservationId,
    /// A row of work for later.
    JobId,
    /// A picture that somebody uploaded.
    PictureId,
    /// People who give to each other.
    GroupId,
    /// A way into a group.
    InviteId,
    /// "I give this."
    ClaimId,
    /// What the lists of a group are sorted by.
    CategoryId,
    /// A draw of who gives to whom.
    ExchangeId,
    /// What a giver thinks of for somebody's list.
    SuggestionId,
    /// Somebody without an account whom a giver lets see a list.
    GuestId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v7_sorts_by_time_and_reads_back() {
        let early = ItemId::new(Timestamp::from_millis(1_700_000_000_000), [255; 10]);
        let late = ItemId::new(Timestamp::from_millis(1_700_000_000_001), [0; 10]);
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!(early.as_uuid().get_version_num(), 7);
    }

    #[test]
    fn text_that_is_no_uuid_is_refused() {
        assert_eq!("1; drop table items".parse::<ItemId>(), Err(InvalidId));
    }
}
