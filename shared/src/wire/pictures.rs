//! Uploaded pictures on the wire, and those that wait on a device until they can be uploaded.

use serde::{Deserialize, Serialize};

use crate::find::Find;
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

/// What the path of an uploaded picture begins with, on whichever server it lies.
pub const UPLOADED: &str = "/api/v1/pictures/";

/// How many characters an id is as text. The key behind [`UPLOADED`] is of another length.
const ID_LENGTH: usize = 36;

/// A picture on its way to the server; its bytes as whoever sends it holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture<Bytes> {
    /// Drawn on the device; the same one at each try.
    pub id: PictureId,
    /// The bytes of a JPEG, PNG, WebP or GIF.
    pub bytes: Bytes,
}

/// Stands where the path of a picture goes, while that picture waits on this device. No server gives such a path.
#[must_use]
pub fn waiting_path(id: PictureId) -> String {
    [UPLOADED, &id.text()].concat()
}

/// The picture of this device that a text speaks of by its [`waiting_path`]: the first one, where there are several.
#[must_use]
pub fn waiting_in(text: &str) -> Option<PictureId> {
    let mut rest = text;
    while let Some((_, behind)) = rest.parted(UPLOADED) {
        if let Some(id) = behind.get(..ID_LENGTH).and_then(|id| id.parse().ok()) {
            return Some(id);
        }
        rest = behind;
    }
    None
}

/// The text with the path that the server gave, wherever it speaks of the picture that waited.
#[must_use]
pub fn arrived(text: &str, id: PictureId, path: &str) -> String {
    super::outbox::replaced(text, &waiting_path(id), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_waits_is_known_in_any_text_and_becomes_its_path() {
        let id = PictureId::new(Timestamp::from_millis(1), [7; 10]);
        let uploaded = "/api/v1/pictures/abcdefghijklmnopqrstuvwxyz-_0123";
        let body = format!(r#"{{"title":"{uploaded}","image":"{}"}}"#, waiting_path(id));
        assert_eq!(waiting_in(&body), Some(id));
        assert_eq!(arrived(&body, id, uploaded), format!(r#"{{"title":"{uploaded}","image":"{uploaded}"}}"#));
        for other in ["", uploaded, "/api/v1/pictures/", "/api/v1/pictures/ä123456789012345678901234567890123456"] {
            assert_eq!(waiting_in(other), None, "{other}");
        }
    }
}
