//! Groups and people, as others may see them.

use shared::wire::groups::{GroupView, InviteView, MemberView, OpenInviteView, PersonView};

use crate::boards;
use crate::groups::{Group, Invite, Member, may_manage};

/// The group as the member that it was read for sees it. In the bin it exists for its admins alone.
pub(crate) fn group(group: Group) -> Option<GroupView> {
    (group.deleted_at.is_none() || may_manage(group.role)).then_some(GroupView {
        id: group.id,
        name: group.name,
        description: group.description,
        role: group.role,
        member_count: group.member_count,
        locks_at: group.locks_at,
        created_at: group.created_at,
        updated_at: group.updated_at,
        deleted_at: group.deleted_at,
        version: group.version,
    })
}

/// One of a group's people, for the others.
pub(crate) fn member(member: Member) -> MemberView {
    let Member { account_id, role, joined_at, display_name, avatar } = member;
    MemberView { person: PersonView { account_id, display_name, avatar }, role, joined_at }
}

/// One of those whom a board is for, for those who see the board.
pub(crate) fn owner(person: boards::Person) -> PersonView {
    PersonView { account_id: person.account_id, display_name: person.display_name, avatar: person.avatar }
}

/// The invite for those who may invite.
pub(crate) fn invite(invite: Invite) -> InviteView {
    InviteView {
        id: invite.id,
        code: invite.code,
        role: invite.role,
        invited_by: invite.invited_by,
        created_at: invite.created_at,
        expires_at: invite.expires_at,
    }
}

/// The invite for whoever opens it: nobody in the group but who invites.
pub(crate) fn open_invite(invite: Invite) -> OpenInviteView {
    OpenInviteView {
        group_name: invite.group_name,
        invited_by: invite.invited_by,
        role: invite.role,
        expires_at: invite.expires_at,
    }
}
