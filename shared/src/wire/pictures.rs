//! Uploaded pictures on the wire.

use serde::{Deserialize, Serialize};

use crate::id::PictureId;
use crate::time::Timestamp;

/// A picture as the account sees it that uploaded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PictureView {
    /// Its id. Where the account has had these bytes before, that of the first upload.
    pub id: PictureId,
    /// Where this server shows it, to whoever knows the address: `/api/v1/pictures/…`, smaller with `?size=thumb`. It is what the `image`
    /// of an item, the `cover_image` of a board and the `avatar` of an account take.
    pub path: String,
    /// What it was written anew as: `image/jpeg`, or `image/png` where parts of it are transparent.
    pub content_type: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What it takes of the account's room, its smaller size with it.
    pub bytes: i64,
    /// When it was uploaded.
    pub created_at: Timestamp,
}
