//! Several requests in one: `POST /api/v1/batch`.

use serde::{Deserialize, Serialize};

/// Body of `POST /api/v1/batch`: 1 to 50 parts, carried out in order, each on its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Batch {
    /// The parts.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub parts: Vec<BatchPart>,
}

/// One request of a batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchPart {
    /// GET, POST, PUT, PATCH or DELETE.
    #[cfg_attr(feature = "openapi", schema(max_length = 6))]
    pub method: String,
    /// Path and query below `/api/v1`, as `/items?limit=10`; not `/batch` itself.
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub path: String,
    /// `If-Match` of this part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub if_match: Option<String>,
    /// JSON body of this part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub body: Option<serde_json::Value>,
}

/// What a batch answers: as many answers as parts, in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchAnswers {
    /// The answers.
    pub answers: Vec<BatchAnswer>,
}

/// One answer of a batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchAnswer {
    /// HTTP status.
    pub status: u16,
    /// `ETag` of this part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// JSON body, a problem where the part failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub body: Option<serde_json::Value>,
}
