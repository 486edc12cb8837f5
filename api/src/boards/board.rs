//! A board as it is kept, with what its reader is to it.

use shared::id::{AccountId, BoardId};
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardKind, BoardRelation};

use super::lock::unlocked;
use crate::error::Answer;
use crate::merge::Conflict;
use crate::visibility::Standing;

/// One row of `board`, read for one viewer.
#[derive(Debug, Clone)]
pub(crate) struct Board {
    pub(crate) id: BoardId,
    /// Who made it.
    pub(crate) account_id: AccountId,
    /// Whose *My wishes* it is.
    pub(crate) default_for: Option<AccountId>,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) cover_image: Option<String>,
    pub(crate) kind: BoardKind,
    pub(crate) audience: Audience,
    pub(crate) link_token: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) version: i64,
    /// What was edited on two devices and is not settled yet.
    pub(crate) conflicts: Vec<Conflict>,
    /// What the viewer is to it by a row of theirs: owner, editor, or viewer as a member of a group that it is shown to.
    /// `None` for everybody else.
    pub(crate) person: Option<BoardRelation>,
    /// Items on it that are not in the bin.
    pub(crate) item_count: i64,
    /// The earliest lock date of the groups that it is shown to with the audience `groups`, whatever its audience is now.
    pub(crate) group_lock: Option<Timestamp>,
    /// Who made it was shut out. Only read where others might see it: false on a private board.
    pub(crate) maker_shut_out: bool,
}

impl Board {
    /// A new board of this account, with nothing on it yet.
    pub(crate) fn new(
        id: BoardId,
        account_id: AccountId,
        (name, kind, audience): (String, BoardKind, Audience),
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            account_id,
            default_for: None,
            name,
            description: None,
            cover_image: None,
            kind,
            audience,
            link_token: None,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            version: 1,
            conflicts: Vec::new(),
            person: Some(BoardRelation::Owner),
            item_count: 0,
            group_lock: None,
            maker_shut_out: false,
        }
    }

    /// From when on it stays as it is.
    pub(crate) fn locks_at(&self) -> Option<Timestamp> {
        self.group_lock.filter(|_| self.audience == Audience::Groups)
    }

    /// Lets it be changed, and what lies on it.
    ///
    /// # Errors
    /// `Locked`, from its lock date on.
    pub(crate) fn unlocked(&self, now: Timestamp) -> Answer<()> {
        unlocked(self.locks_at(), now)
    }

    /// Whether it stands open to its audience.
    pub(crate) fn standing(&self) -> Standing {
        match (self.deleted_at, self.maker_shut_out) {
            (Some(_), _) => Standing::Binned,
            (None, true) => Standing::MakerShutOut,
            (None, false) => Standing::Open,
        }
    }
}
