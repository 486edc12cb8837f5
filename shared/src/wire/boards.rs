//! Boards on the wire.

use serde::{Deserialize, Serialize};

use super::items::ItemView;
use super::present;
use crate::id::{AccountId, BoardId};
use crate::time::Timestamp;

/// What a board is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BoardKind {
    /// Wishes of its owners.
    WishList,
    /// Ideas for somebody else.
    Ideas,
    /// A registry for an occasion.
    Registry,
}

/// Who may see a board besides its owners and editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Audience {
    /// Nobody.
    Private,
    /// The groups it is shared with.
    Groups,
    /// Whoever has its link.
    Link,
    /// Everybody.
    Public,
}

/// Body of `POST /api/v1/boards`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewBoard {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: BoardId,
    /// 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// At most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: Option<String>,
    /// Address of a picture (http or https, at most 2,048 characters), or the `path` of one that this account uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub cover_image: Option<String>,
    /// What it is for.
    pub kind: BoardKind,
    /// Who may see it; private unless said.
    #[serde(default = "private")]
    pub audience: Audience,
}

fn private() -> Audience {
    Audience::Private
}

/// Body of `PATCH /api/v1/boards/{id}`; an absent field stays, `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardPatch {
    /// 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// At most 2,000 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub description: Option<Option<String>>,
    /// Address of a picture, or the `path` of one that this account uploaded.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2048))]
    pub cover_image: Option<Option<String>>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<BoardKind>,
    /// Who may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// The version that the person saw. With `If-Match: *` it tells what of other devices they knew when they made this edit (see
    /// `conflicts` of a board).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<i64>,
}

/// A field of a board that was edited on two devices which did not know of each other, as [`ConflictView`](super::items::ConflictView)
/// of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardConflictView {
    /// The field, as [`BoardPatch`] names it.
    pub field: String,
    /// What the board has: the later one. The patch has this field alone.
    pub kept: BoardPatch,
    /// When that was edited.
    pub kept_at: Timestamp,
    /// What the other device said: the patch that makes it so.
    pub other: BoardPatch,
    /// When that was edited.
    pub other_at: Timestamp,
    /// What the other device is called, where it is one of the viewer's own and has a name.
    pub device: Option<String>,
}

/// What the viewer is to a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BoardRelation {
    /// One of those it is for.
    Owner,
    /// May change it.
    Editor,
    /// May look.
    Viewer,
}

/// A board as the viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardView {
    /// Its id.
    pub id: BoardId,
    /// Its name.
    pub name: String,
    /// What it says about itself.
    pub description: Option<String>,
    /// Address of its picture, or the path of one on this server.
    pub cover_image: Option<String>,
    /// What it is for.
    pub kind: BoardKind,
    /// Who may see it besides owners and editors.
    pub audience: Audience,
    /// What the viewer is to it.
    pub relation: BoardRelation,
    /// It is the viewer's *My wishes*: where a save goes that names no board.
    pub is_default: bool,
    /// The token of its link; only for owners and editors, only with audience `link`.
    pub link_token: Option<String>,
    /// How many items are on it (those in the bin do not count).
    pub item_count: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the owner or an editor last changed it.
    pub updated_at: Timestamp,
    /// Since when it is in the bin; `null` while it is not.
    pub deleted_at: Option<Timestamp>,
    /// Rises with each change; the ETag is made of it.
    pub version: i64,
    /// From then on it stays as it is: the earliest date of the groups that it is shown to.
    #[serde(default)]
    pub locks_at: Option<Timestamp>,
    /// What was edited on two devices and is not settled yet; only for owners and editors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BoardConflictView>,
}

/// Body of `PUT /api/v1/boards/{id}/occasion`; what is absent or `null` is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OccasionChoice {
    /// When its day begins.
    #[serde(default)]
    pub occasion_at: Option<Timestamp>,
    /// When those the board is for see who gave what; a day after the occasion unless said.
    #[serde(default)]
    pub reveals_at: Option<Timestamp>,
}

/// When a board's day is, and when it turns over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OccasionView {
    /// When its day begins; `null` where none is set.
    pub occasion_at: Option<Timestamp>,
    /// When those it is for see who gave what; `null`, never, where no date is set.
    pub reveals_at: Option<Timestamp>,
}

/// Somebody who may change a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditorView {
    /// Who.
    pub account_id: AccountId,
    /// The name that others see.
    pub display_name: String,
    /// The path of the picture that others see beside it.
    #[serde(default)]
    pub avatar: Option<String>,
    /// Since when.
    pub added_at: Timestamp,
}

/// Body of `POST /api/v1/boards/{id}/editors`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEditor {
    /// Mail address of an account on this server.
    #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254))]
    pub email: String,
}

/// An item where it lies on a board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacedItemView {
    /// The item.
    #[serde(flatten)]
    pub item: ItemView,
    /// Sorts the board: smaller lies further up.
    pub position: i64,
    /// Since when it lies here.
    pub placed_at: Timestamp,
}

/// Body of `PUT /api/v1/boards/{id}/order/{item_id}`: where an item goes on its board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceAfter {
    /// The item that comes right before it; `null` puts it first.
    pub after: Option<crate::id::ItemId>,
}

/// Body of `POST /api/v1/items/{id}/move`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveItem {
    /// Off this board.
    pub from: BoardId,
    /// Onto this one.
    pub to: BoardId,
}
