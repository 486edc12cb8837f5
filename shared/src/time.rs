//! Moments. The clock itself lives with the caller: nothing in `shared` asks what time it is.

use serde::{Deserialize, Serialize};

use crate::json::{FromJson, Json, ToJson};

/// A moment as milliseconds since 1970-01-01T00:00:00Z (leap seconds smeared, as everywhere on the web).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = i64))]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This moment and `millis` more (or fewer); stays at the ends of the range rather than wrap.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

impl FromJson for Timestamp {
    fn from_json(json: Json<'_>) -> Option<Self> {
        i64::from_json(json).map(Self)
    }
}

impl ToJson for Timestamp {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }
}
