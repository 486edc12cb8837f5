//! A group as it is kept, with what its reader is to it.

use shared::id::GroupId;
use shared::time::Timestamp;
use shared::wire::groups::MemberRole;

/// One row of `gift_group`, read for one of its people.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) version: i64,
    /// From then on the lists that it is shown stay as they are.
    pub(crate) locks_at: Option<Timestamp>,
    /// What the reader is to it.
    pub(crate) role: MemberRole,
    /// How many people it has.
    pub(crate) member_count: i64,
}
