//! Groups on the wire: people who give to each other, what each of them is there, and how somebody joins.

use serde::{Deserialize, Serialize};

use super::boards::BoardView;
use super::present;
use crate::id::{AccountId, GroupId, InviteId};
use crate::time::Timestamp;

/// What somebody is to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MemberRole {
    /// Looks after the group: its settings, its members and what they are. Gives and wishes like a member.
    Admin,
    /// Gives and wishes, and may invite people.
    Organiser,
    /// Gives and wishes.
    Member,
    /// Gives, and has no list here.
    GiverOnly,
}

/// What somebody can become by an invite: nobody becomes more by a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitedRole {
    /// Gives and wishes.
    Member,
    /// Gives, and has no list here.
    GiverOnly,
}

impl From<InvitedRole> for MemberRole {
    fn from(role: InvitedRole) -> Self {
        match role {
            InvitedRole::Member => Self::Member,
            InvitedRole::GiverOnly => Self::GiverOnly,
        }
    }
}

/// Body of `POST /api/v1/groups`. Who makes a group is its first admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: GroupId,
    /// 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// At most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: Option<String>,
}

/// Body of `PATCH /api/v1/groups/{id}`; an absent field stays, `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupPatch {
    /// 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// At most 2,000 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub description: Option<Option<String>>,
    /// From when on the lists that the group is shown stay as they are; until the year 9999.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub locks_at: Option<Option<Timestamp>>,
}

/// A group as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupView {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it says about itself.
    pub description: Option<String>,
    /// What the viewer is to it.
    pub role: MemberRole,
    /// How many people it has.
    pub member_count: i64,
    /// From then on the lists that it is shown stay as they are; `null` where no date is set.
    pub locks_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its settings last changed.
    pub updated_at: Timestamp,
    /// Since when it is in the bin; `null` while it is not. Only its admins see one there.
    pub deleted_at: Option<Timestamp>,
    /// Rises with each change of its settings; the ETag is made of it.
    pub version: i64,
}

/// Somebody as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// Who.
    pub account_id: AccountId,
    /// The name that others see.
    pub display_name: String,
    /// The path of the picture that others see beside it.
    pub avatar: Option<String>,
}

/// One of a group's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberView {
    /// Who.
    #[serde(flatten)]
    pub person: PersonView,
    /// What they are to the group.
    pub role: MemberRole,
    /// Since when.
    pub joined_at: Timestamp,
}

/// Body of `PUT /api/v1/groups/{id}/members/{account_id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleChoice {
    /// What they shall be.
    pub role: MemberRole,
}

/// Body of `POST /api/v1/groups/{id}/invites`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvite {
    /// Made by the client (UUIDv7), so that a repeated request is recognised.
    pub id: InviteId,
    /// What who joins by it becomes; `member` unless said.
    #[serde(default = "member")]
    pub role: InvitedRole,
    /// For how many days it opens the group, 1 to 90; 14 unless said.
    #[serde(default = "two_weeks")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 90))]
    pub days: u16,
}

fn member() -> InvitedRole {
    InvitedRole::Member
}

fn two_weeks() -> u16 {
    14
}

/// Body of what is sent by mail to one address: an invite, a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailTo {
    /// The mail address.
    #[cfg_attr(feature = "openapi", schema(format = "email", min_length = 3, max_length = 254))]
    pub email: String,
}

/// An invite as those see it who may invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteView {
    /// Its id.
    pub id: InviteId,
    /// 192 bits of chance: whoever has it, and an account, may join.
    pub code: String,
    /// What who joins by it becomes.
    pub role: MemberRole,
    /// The name of who made it.
    pub invited_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
}

/// What an invite says to whoever opens it, before they join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenInviteView {
    /// The group's name.
    pub group_name: String,
    /// The name of who invites.
    pub invited_by: String,
    /// What who joins by it becomes.
    pub role: MemberRole,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
}

/// A board that is shared with a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupBoardView {
    /// The board.
    #[serde(flatten)]
    pub board: BoardView,
    /// Those it is for.
    pub owners: Vec<PersonView>,
}

/// The lock date was moved: for everybody in the group to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LockChangeView {
    /// The name of who moved it; `null` where they have no account any more.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What it was; `null` where there was none.
    pub before: Option<Timestamp>,
    /// What it was made; `null` where it was taken away.
    pub after: Option<Timestamp>,
}
