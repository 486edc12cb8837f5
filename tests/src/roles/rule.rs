//! What each cell of the matrix is declared to be: a few rules over who is what to what.

use super::role::{Relation, Role};
use super::rows::{Door, Row, Subject};

/// What somebody is to something, from nothing to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// To them it does not exist.
    Nobody,
    /// They may look. Of a group: they are in it.
    Sees,
    /// They may change it. Of a group: they may invite.
    Changes,
    /// It is theirs. Of a group: they look after it; of a wish: they may give it, where that is what is asked.
    Owns,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// 2xx.
    Done,
    /// 401: there is no good token.
    SignIn,
    /// 401: what was shown instead of a token opens nothing.
    Refused,
    /// 403: they see it, and may not.
    Forbidden,
    /// 404, and byte for byte what is answered where nothing is.
    Absent,
    /// 409: they may, and it cannot be done to it as it is.
    Conflict,
    /// 409: the list stays as it is.
    Locked,
    /// 422: what they sent breaks a rule.
    Unprocessable,
}

/// How the asker's token is.
fn token(role: Role) -> Option<bool> {
    match role {
        Role::Anonymous | Role::Visitor | Role::RevokedVisitor => None,
        Role::Suspended => Some(false),
        _ => Some(true),
    }
}

/// Whether somebody is in the family's group.
fn in_group(role: Role) -> bool {
    let givers = [Role::Giver, Role::Claimer, Role::Unconfirmed, Role::Admin, Role::Organiser];
    givers.contains(&role) || [Role::Owner, Role::OwnerAdmin, Role::CoOwner].contains(&role)
}

/// Those whom the family's list is for: never told of claims.
pub(super) fn receives(role: Role) -> bool {
    matches!(role, Role::Owner | Role::OwnerAdmin | Role::CoOwner)
}

/// What the role is to the family's things.
fn in_family(role: Role, subject: Subject) -> Standing {
    use Standing::{Changes, Nobody, Owns, Sees};
    let seen = if in_group(role) { Sees } else { Nobody };
    match (subject, role) {
        (Subject::Board | Subject::Item | Subject::Product, Role::Owner | Role::OwnerAdmin) => Owns,
        (Subject::Board, Role::CoOwner) => Owns,
        (Subject::Item, Role::CoOwner) | (Subject::Board | Subject::Item, Role::Editor) => Changes,
        (Subject::Board | Subject::Item, _) => seen,
        (Subject::Give | Subject::Suggest | Subject::Guests, Role::Editor) => Sees,
        (Subject::Give | Subject::Suggest | Subject::Guests, _) if receives(role) => Sees,
        (Subject::Give | Subject::Suggest | Subject::Guests, _) => {
            if in_group(role) {
                Owns
            } else {
                Nobody
            }
        }
        (Subject::Claim | Subject::Offer, Role::Claimer) | (Subject::Offer | Subject::Offered, Role::Giver) => Owns,
        (Subject::Suggestion | Subject::Pool, Role::Claimer) => Owns,
        (Subject::Suggestion | Subject::Pool, _) => {
            if receives(role) {
                Nobody
            } else {
                seen
            }
        }
        (Subject::Mark, _) => Owns,
        (Subject::Person, _) => seen,
        (Subject::Group | Subject::Category | Subject::Exchange, Role::Admin | Role::OwnerAdmin) => Owns,
        (Subject::Group | Subject::Category | Subject::Exchange, Role::Organiser) => Changes,
        (Subject::Group | Subject::Category | Subject::Exchange, _) => seen,
        (Subject::Link, Role::RevokedVisitor) => Nobody,
        (Subject::Claim | Subject::Offer | Subject::Offered | Subject::Product, _) => Nobody,
        (Subject::Account, Role::Operator) => Owns,
        // Whoever has the address of a picture, the code of an invite or a link sees what it opens.
        _ => Sees,
    }
}

/// What the role is to what the relation stands for.
pub(super) fn standing(role: Role, relation: Relation, subject: Subject) -> Standing {
    use Standing::{Nobody, Owns, Sees};
    let by_chance = matches!(subject, Subject::Code | Subject::Link | Subject::Picture | Subject::Account);
    let offer = matches!(subject, Subject::Offer | Subject::Offered);
    match relation {
        // What was given back is offered to nobody, and elsewhere nothing is.
        Relation::Deleted if offer && role == Role::Giver => Nobody,
        Relation::OtherGroup if offer => Nobody,
        _ if by_chance || subject == Subject::Mark || matches!(subject, Subject::Own | Subject::Server) => {
            in_family(role, subject)
        }
        Relation::OtherGroup if role == Role::OtherMember => in_family(Role::Giver, subject),
        Relation::OtherGroup => Nobody,
        // One's own wish is for oneself.
        Relation::Own if matches!(subject, Subject::Give | Subject::Suggest | Subject::Guests) => Sees,
        Relation::Own => Owns,
        Relation::Deleted => match in_family(role, subject) {
            // What lies in the bin is its person's alone; a category is its group's still.
            Owns if !matches!(subject, Subject::Give | Subject::Suggest | Subject::Guests) => Owns,
            standing if subject == Subject::Category => standing,
            // An exchange is also theirs who may invite.
            Standing::Changes if subject == Subject::Exchange => Standing::Changes,
            _ if subject == Subject::Give && in_family(role, Subject::Item) == Owns => Sees,
            _ if subject == Subject::Suggest && in_family(role, Subject::Board) == Owns => Sees,
            _ if subject == Subject::Guests && in_family(role, Subject::Board) == Owns => Sees,
            _ => Nobody,
        },
        _ => in_family(role, subject),
    }
}

/// Whether the cell is one, else why not.
///
/// # Errors
/// The reason.
pub fn cell(row: &Row, role: Role, relation: Relation) -> Result<(), &'static str> {
    use Relation::{Archived, Deleted, Locked, Own, SameGroup};
    use Subject::{
        Account, Board, Category, Claim, Give, Group, Item, Mark, Offer, Offered, Person, Picture, Pool, Product,
        Server, Suggestion,
    };
    let subject = row.subject;
    match relation {
        SameGroup => Ok(()),
        _ if matches!(subject, Server | Subject::Own) || !row.operation.contains('{') && subject != Board => {
            Err("it names nothing")
        }
        Archived if !matches!(subject, Item | Give | Claim | Offer | Offered | Pool) => {
            Err("only a wish can be put away")
        }
        Locked if !matches!(subject, Board | Item | Give | Claim | Offer | Offered | Pool | Group | Category) => {
            Err("no lock date holds it")
        }
        Deleted if matches!(subject, Account | Picture | Product | Mark | Person) => Err("it goes to no bin"),
        Own if matches!(subject, Claim | Offer | Offered | Pool | Suggestion) => {
            Err("one's own claim is on another's wish")
        }
        Own if token(role) != Some(true) => Err("who is not signed in has nothing"),
        _ => Ok(()),
    }
}

/// What the cell is declared to be.
pub fn expected(row: &Row, role: Role, relation: Relation) -> Answer {
    let missing = matches!(relation, Relation::Missing | Relation::OtherType);
    match (row.door, token(role)) {
        (Door::Signed, None) | (Door::Signed | Door::Maybe, Some(false)) => return Answer::SignIn,
        _ => {}
    }
    // Whose the server is not is told so, whatever they name.
    let told_first = matches!(row.subject, Subject::Account | Subject::Category);
    let is = standing(role, relation, row.subject);
    if missing && row.subject == Subject::Mark {
        return row.live;
    }
    if missing && !(told_first && is < row.least && (is > Standing::Nobody)) {
        return Answer::Absent;
    }
    if is == Standing::Nobody {
        return Answer::Absent;
    }
    if row.subject == Subject::Link && relation == Relation::Deleted {
        let own = matches!(role, Role::Owner | Role::OwnerAdmin);
        return if own { Answer::Done } else { Answer::Absent };
    }
    if is < row.least {
        return Answer::Forbidden;
    }
    if relation == Relation::Deleted {
        let gone = row.wish_first && in_family(role, Subject::Item) != Standing::Owns;
        return if gone { Answer::Absent } else { row.binned };
    }
    let own = relation == Relation::Own;
    if row.own_wish && !own && in_family(role, Subject::Item) != Standing::Owns {
        return Answer::Forbidden;
    }
    if row.own_group && !own && in_family(role, Subject::Group) == Standing::Nobody {
        return Answer::Absent;
    }
    // One claim each.
    if row.operation == "POST /api/v1/items/{id}/claims" && role == Role::Claimer && relation != Relation::OtherGroup {
        return Answer::Conflict;
    }
    match relation {
        Relation::Archived => row.archived,
        Relation::Locked if row.locks => Answer::Locked,
        _ => row.live,
    }
}
