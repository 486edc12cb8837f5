//! Who asks, and what they are to what they ask for. `data/roles.json` names both.

/// Everybody who can ask today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Nobody signed in, without any link.
    Anonymous,
    /// An account that is in nothing of this.
    Stranger,
    /// Nobody signed in, with a board's link, and the ids of what lies behind it.
    Visitor,
    /// The same, with a link that was drawn anew since.
    RevokedVisitor,
    /// A member of the group.
    Giver,
    /// One who gives the wish.
    Claimer,
    /// Has the code of an invite.
    Invited,
    /// Was in the group.
    Removed,
    /// Looks after the group.
    Admin,
    /// The list is theirs.
    Owner,
    /// The list is theirs, and they look after the group.
    OwnerAdmin,
    /// The list is for them too.
    CoOwner,
    /// A member of another group.
    OtherMember,
    /// An operator shut them out.
    Suspended,
    /// A member whose mail address is not confirmed.
    Unconfirmed,
    /// An operator of the server.
    Operator,
    /// May change the list, and is not in the group.
    Editor,
    /// May invite to the group.
    Organiser,
}

/// Each role that can ask, with its row and the person who plays it; without a person, nobody is signed in.
pub const ROLES: [(Role, &str, Option<&str>); 18] = [
    (Role::Anonymous, "anonymous", None),
    (Role::Stranger, "stranger with account", Some("eve")),
    (Role::Visitor, "share-link visitor, unverified", None),
    (Role::RevokedVisitor, "visitor with revoked link", None),
    (Role::Giver, "group member (giver)", Some("bo")),
    (Role::Claimer, "group member who claimed", Some("cy")),
    (Role::Invited, "group member invited, not accepted", Some("ivy")),
    (Role::Removed, "group member removed", Some("rem")),
    (Role::Admin, "group admin, not recipient", Some("adam")),
    (Role::Owner, "list owner (recipient)", Some("ana")),
    (Role::OwnerAdmin, "list owner who is group admin", Some("olga")),
    (Role::CoOwner, "co-recipient", Some("co")),
    (Role::OtherMember, "member of another group", Some("mel")),
    (Role::Suspended, "suspended user", Some("sue")),
    (Role::Unconfirmed, "user with unverified email", Some("uma")),
    (Role::Operator, "operator/admin", Some("boss")),
    (Role::Editor, "board editor, not in the group", Some("ed")),
    (Role::Organiser, "group organiser", Some("orla")),
];

/// Roles that cannot ask yet, and why.
pub const NOT_YET: [(&str, &str); 8] = [
    ("share-link visitor, verified email", "a link shows a list and lets nobody give an address"),
    ("visitor with expired link", "a link has no end but being drawn anew"),
    ("group member who contributed", "nobody gives together yet"),
    ("parent/manager of a child recipient", "no list is kept for somebody without an account"),
    ("blocked user", "nobody can block anybody"),
    ("deleted user's token", "an account cannot be deleted"),
    ("worker/service identity", "workers are part of the server and ask nothing over HTTP"),
    ("webhook sender", "the server takes no webhooks"),
];

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The family's: most roles are something to it.
    SameGroup,
    /// What nothing has as its id.
    Missing,
    /// What has this id is something else.
    OtherType,
    /// The family's, put away.
    Archived,
    /// The family's, after the lock date.
    Locked,
    /// The family's, in the bin, given back, taken back.
    Deleted,
    /// Another group's.
    OtherGroup,
    /// The asker's own, in a group of their own.
    Own,
}

/// Each with its row.
pub const RELATIONS: [(Relation, &str); 8] = [
    (Relation::SameGroup, "object of same group"),
    (Relation::Missing, "id does not exist"),
    (Relation::OtherType, "id of other type"),
    (Relation::Archived, "object archived"),
    (Relation::Locked, "object behind lock date"),
    (Relation::Deleted, "object deleted"),
    (Relation::OtherGroup, "object of other group"),
    (Relation::Own, "own object"),
];
