//! Making an invite, taking it back, looking at it and joining by it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use shared::id::{GroupId, InviteId};
use shared::wire::groups::{GroupView, InviteView, NewInvite, OpenInviteView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::MOST_INVITES;
use super::join::join;
use super::store::{self, Invite};
use crate::App;
use crate::chance;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, MaybeSigned, Path, Signed};
use crate::fields::Fields;
use crate::groups::edit::{self, Tagged};
use crate::groups::store as groups;
use crate::groups::{Group, may_invite, seen};
use crate::visibility;

const DAY_MILLIS: i64 = 86_400_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_invites, create_invite))
        .routes(routes!(revoke_invite))
        .routes(routes!(open_invite, join_group))
}

/// The group, held, for one of those who may let people in.
pub(super) async fn inviting(tx: &mut Tx, signed: &Signed, id: GroupId) -> Answer<Group> {
    groups::hold(tx, id).await?;
    let group = seen(tx, signed.account_id, id).await?;
    if may_invite(group.role) {
        return Ok(group);
    }
    Err(ApiError::forbidden("Only admins and organisers of the group may do that."))
}

/// The group's open invites, for those who may invite.
#[utoipa::path(get, path = "/api/v1/groups/{id}/invites", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [InviteView]), (status = 403, description = "Only admins and organisers may see that."),
        (status = 404, description = "No such group for this viewer.")))]
async fn list_invites(app: State<App>, signed: Signed, Path(id): Path<GroupId>) -> Answer<Json<Vec<InviteView>>> {
    let group = seen(&app.db, signed.account_id, id).await?;
    if !may_invite(group.role) {
        return Err(ApiError::forbidden("Only admins and organisers of the group may see that."));
    }
    let invites = store::list(&app.db, id, app.clock.now()).await?;
    Ok(Json(invites.into_iter().map(visibility::invite).collect()))
}

/// Makes a way into the group. The same id and body again answers 200 with the same code.
#[utoipa::path(post, path = "/api/v1/groups/{id}/invites", tag = "groups", params(("id" = String, Path)), request_body = NewInvite,
    security(("bearer" = [])),
    responses((status = 201, body = InviteView), (status = 200, body = InviteView, description = "It was made before, by this very request."),
        (status = 403, description = "Only admins and organisers may do that."), (status = 404, description = "No such group for this viewer."),
        (status = 409, description = "The id is taken, or the group has 50 open invites."), (status = 422, description = "A field breaks a rule.")))]
async fn create_invite(
    app: State<App>,
    signed: Signed,
    Path(id): Path<GroupId>,
    Json(new): Json<NewInvite>,
) -> Answer<(StatusCode, Json<InviteView>)> {
    let body_digest = of_body(&(id, &new))?;
    let mut fields = Fields::default();
    if !(1..=90).contains(&new.days) {
        fields.refuse("days", "is 1 to 90");
    }
    fields.finish()?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let group = inviting(&mut tx, &signed, id).await?;
    if let Some(invite) = store::by_id(&mut tx, new.id).await? {
        if (invite.made_by, &invite.body_digest) != (signed.account_id, &body_digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        tx.commit().await?;
        return Ok((StatusCode::OK, Json(visibility::invite(invite))));
    }
    if store::list(&mut tx, id, now).await?.len() >= MOST_INVITES {
        return Err(ApiError::conflict("A group has at most 50 open invites; take one back first."));
    }
    let invite = Invite {
        id: new.id,
        group_id: id,
        group_name: group.name,
        made_by: signed.account_id,
        invited_by: String::new(),
        body_digest,
        code: chance::token(),
        role: new.role.into(),
        created_at: now,
        expires_at: now.plus_millis(i64::from(new.days) * DAY_MILLIS),
    };
    if !store::insert(&mut tx, &invite).await? {
        return Err(ApiError::conflict("This id is taken; draw another one."));
    }
    let invite = store::by_id(&mut tx, new.id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(visibility::invite(invite))))
}

/// Takes an invite back; its code opens nothing any more. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/invites/{invite_id}", tag = "groups",
    params(("id" = String, Path), ("invite_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It opens nothing."), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such group for this viewer.")))]
async fn revoke_invite(
    app: State<App>,
    signed: Signed,
    Path((id, invite)): Path<(GroupId, InviteId)>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    inviting(&mut tx, &signed, id).await?;
    store::revoke(&mut tx, id, invite).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an invite opens, for whoever has its code: no account is needed to look.
#[utoipa::path(get, path = "/api/v1/invites/{code}", tag = "groups", params(("code" = String, Path, max_length = 64)),
    security((), ("bearer" = [])),
    responses((status = 200, body = OpenInviteView), (status = 404, description = "The code opens nothing (any more).")))]
async fn open_invite(
    app: State<App>,
    _viewer: MaybeSigned,
    Path(code): Path<String>,
) -> Answer<([(axum::http::HeaderName, &'static str); 2], Json<OpenInviteView>)> {
    let invite = store::by_code(&app.db, &code, app.clock.now()).await?.ok_or_else(ApiError::not_found)?;
    // The address is the key: no cache keeps it, and no other page learns it.
    let closed = [(CACHE_CONTROL, "private, no-store"), (REFERRER_POLICY, "no-referrer")];
    Ok((closed, Json(visibility::open_invite(invite))))
}

/// Joins the group that the code opens. Whoever may wish there gets a list of their own, shown to the group. Who is in it
/// already stays what they are.
#[utoipa::path(post, path = "/api/v1/invites/{code}", tag = "groups", params(("code" = String, Path, max_length = 64)),
    security(("bearer" = [])),
    responses((status = 200, body = GroupView), (status = 404, description = "The code opens nothing (any more)."),
        (status = 409, description = "The group has 500 people, or the account is in 100 groups or has 500 boards.")))]
async fn join_group(app: State<App>, signed: Signed, Path(code): Path<String>) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let id = join(&mut tx, account, &code, now).await?;
    edit::answer(tx, account, id).await
}
