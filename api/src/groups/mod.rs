//! Groups: people who give to each other, what each of them is there, and how they join and leave.
//! So that a list is shown to a family by one word, and to nobody any more who left it.
//! It never reads boards or claims; what becomes of them where somebody leaves is asked of their own capabilities.

mod bin;
mod edit;
pub(crate) mod found;
mod group;
pub(crate) mod invites;
mod leave;
pub(crate) mod lock;
mod members;
mod read;
pub(crate) mod stats;
pub(crate) mod store;

use shared::id::{AccountId, GroupId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::groups::{GroupView, MemberRole};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use bin::purge;
pub(crate) use group::Group;
pub(crate) use invites::Invite;
pub(crate) use invites::pages;
pub(crate) use invites::purge as purge_invites;
pub(crate) use store::Member;

use crate::App;
use crate::db::{At, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::{events, visibility};

/// Groups that somebody may be in at most, those in the bin left out.
const MOST_GROUPS: i64 = 100;
/// People of a group at most.
const MOST_MEMBERS: i64 = 500;

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(read::routes())
        .merge(edit::routes())
        .merge(bin::routes())
        .merge(members::routes())
        .merge(lock::routes())
        .merge(invites::routes())
        .merge(found::routes())
        .merge(stats::routes())
}

/// Looks after the group: its settings, its people, what they are, the bin.
pub(crate) fn may_manage(role: MemberRole) -> bool {
    role == MemberRole::Admin
}

/// May let people in.
pub(crate) fn may_invite(role: MemberRole) -> bool {
    matches!(role, MemberRole::Admin | MemberRole::Organiser)
}

/// May show lists to the group.
pub(crate) fn may_wish(role: MemberRole) -> bool {
    role != MemberRole::GiverOnly
}

/// What somebody is to a group; `None` where it does not exist for them, or lies in the bin.
///
/// # Errors
/// Those of the database.
pub(crate) async fn role(
    at: impl Into<At<'_>>,
    account: AccountId,
    id: GroupId,
) -> Result<Option<MemberRole>, StoreError> {
    let group = store::by_id(at, account, id).await?;
    Ok(group.filter(|group| group.deleted_at.is_none()).map(|group| group.role))
}

/// The group, for one of its people.
///
/// # Errors
/// `NotFound` for everybody else, and for a group in the bin.
async fn seen(at: impl Into<At<'_>>, account: AccountId, id: GroupId) -> Answer<Group> {
    let group = store::by_id(at, account, id).await?.filter(|group| group.deleted_at.is_none());
    group.ok_or_else(ApiError::not_found)
}

/// The group, held until the transaction ends, for one of its admins.
///
/// # Errors
/// `NotFound` for whoever is not in it, `Forbidden` for who is no admin.
pub(crate) async fn managed(tx: &mut Tx, account: AccountId, id: GroupId) -> Answer<Group> {
    store::hold(tx, id).await?;
    let group = seen(tx, account, id).await?;
    if may_manage(group.role) {
        return Ok(group);
    }
    Err(ApiError::forbidden("Only an admin of the group may do that."))
}

/// The group as this person sees it; `None` where they do not.
///
/// # Errors
/// Those of the database.
pub(crate) async fn view(
    at: impl Into<At<'_>>,
    account: AccountId,
    id: GroupId,
) -> Result<Option<GroupView>, StoreError> {
    Ok(store::by_id(at, account, id).await?.and_then(visibility::group))
}

/// Lets nobody else change who is in the group until the transaction ends. Hold it before any board.
///
/// # Errors
/// Those of the database.
pub(crate) async fn hold(tx: &mut Tx, id: GroupId) -> Result<(), StoreError> {
    store::hold(tx, id).await
}

/// Everybody who is in the group.
///
/// # Errors
/// Those of the database.
pub(crate) async fn people(at: impl Into<At<'_>>, id: GroupId) -> Result<Vec<AccountId>, StoreError> {
    Ok(store::members(at, id).await?.into_iter().map(|member| member.account_id).collect())
}

/// Tells all of them the same, beside what others are told. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell(
    tx: &mut Tx,
    id: GroupId,
    mut told: Vec<(AccountId, Event)>,
    event: Event,
    now: Timestamp,
) -> Result<(), StoreError> {
    // Who left is told that, and not what became of the group without them.
    let people = people(&mut *tx, id).await?;
    let left = |account: &AccountId| told.contains(&(*account, Event::GroupRemoved { group_id: id }));
    let rest: Vec<_> = people.into_iter().filter(|account| !left(account)).collect();
    told.extend(rest.into_iter().map(|account| (account, event)));
    events::append(tx, told, now).await
}
