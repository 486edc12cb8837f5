//! Whom and what a person follows, and what happened, to be read by people.

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::groups::PersonView;
use crate::id::BoardId;
use crate::time::Timestamp;

/// What `GET /api/v1/follows` answers. What the person sees no longer is left out, and there again when they do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowsView {
    /// Boards, what was followed first first.
    pub boards: Vec<FollowedBoardView>,
    /// People, likewise.
    pub people: Vec<PersonView>,
}

/// A board that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowedBoardView {
    /// The board.
    pub board_id: BoardId,
    /// What it is called.
    pub name: String,
}

/// Something that happened, with the name of what it happened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityView {
    /// Its number in the viewer's log.
    pub number: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// What the board, wish or group is called now; `null` where the viewer sees it no longer.
    pub name: Option<String>,
}
