//! What the people of a group are to it, and their going.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, GroupId};
use shared::wire::event::Event;
use shared::wire::groups::{MemberRole, MemberView, RoleChoice};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Member};
use super::{leave, managed, may_manage, may_wish, seen, tell};
use crate::App;
use crate::db::Tx;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::{boards, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set_member_role, remove_member))
}

async fn member(tx: &mut Tx, id: GroupId, account: AccountId) -> Answer<Member> {
    let members = store::members(&mut *tx, id).await?;
    members.into_iter().find(|member| member.account_id == account).ok_or_else(ApiError::not_found)
}

/// Makes a member something else. Lists of who becomes giver-only are no longer shown to the group. A group always has an admin.
#[utoipa::path(put, path = "/api/v1/groups/{id}/members/{account_id}", tag = "groups",
    params(("id" = String, Path), ("account_id" = String, Path)), request_body = RoleChoice, security(("bearer" = [])),
    responses((status = 200, body = MemberView), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group for this viewer, or no such member."), (status = 409, description = "It would leave the group without an admin.")))]
async fn set_member_role(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(GroupId, AccountId)>,
    Json(RoleChoice { role }): Json<RoleChoice>,
) -> Answer<Json<MemberView>> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    managed(&mut tx, signed.account_id, id).await?;
    let mut changed = member(&mut tx, id, account).await?;
    if changed.role != role {
        let admins = store::members(&mut tx, id).await?.into_iter().filter(|member| may_manage(member.role)).count();
        if changed.role == MemberRole::Admin && admins == 1 {
            return Err(ApiError::conflict("The group would be without an admin; make somebody else one first."));
        }
        store::set_role(&mut tx, id, account, role).await?;
        if !may_wish(role) {
            boards::hide_from_group(&mut tx, id, account).await?;
        }
        changed.role = role;
        tell(&mut tx, id, Vec::new(), Event::GroupChanged { group_id: id }, now).await?;
    }
    tx.commit().await?;
    Ok(Json(visibility::member(changed)))
}

/// Takes somebody out of the group: an admin anybody, everybody themselves. Their lists are no longer shown to it. Where the
/// last admin goes, who has been there longest becomes one; where the last person goes, the group lies in the bin, for them to
/// bring back. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/members/{account_id}", tag = "groups",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They are not in it."), (status = 403, description = "Only an admin and they themselves may do that."),
        (status = 404, description = "No such group for this viewer.")))]
async fn remove_member(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(GroupId, AccountId)>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    if account == signed.account_id {
        store::hold(&mut tx, id).await?;
        seen(&mut tx, signed.account_id, id).await?;
    } else {
        managed(&mut tx, signed.account_id, id).await?;
    }
    leave::leave(&mut tx, id, account, app.clock.now()).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}
