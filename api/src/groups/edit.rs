//! Making a group and changing its settings.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::{AccountId, GroupId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::groups::{GroupPatch, GroupView, MemberRole, NewGroup};
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Group, MOST_GROUPS, lock, managed, store, tell};
use crate::App;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, Path, Signed, etag};
use crate::fields::Fields;
use crate::{accounts, boards, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create_group)).routes(routes!(patch_group))
}

pub(super) type Tagged = ([(HeaderName, HeaderValue); 1], Json<GroupView>);

/// The group as its person sees it now, and the transaction's end.
pub(super) async fn answer(mut tx: Tx, account: AccountId, id: GroupId) -> Answer<Tagged> {
    let group = store::by_id(&mut tx, account, id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    let tag = etag(group.version);
    let view = visibility::group(group).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}

/// Refuses one more group where the account is in as many as it may.
///
/// # Errors
/// A conflict that says so.
pub(super) async fn bounded(tx: &mut Tx, account: AccountId) -> Answer<()> {
    // Two that join at once would both be let in.
    accounts::hold(tx, account).await?;
    if store::count(&mut *tx, account).await? >= MOST_GROUPS {
        return Err(ApiError::conflict("One can be in 100 groups at most; leave one first."));
    }
    Ok(())
}

/// Makes a group; who makes it is its admin, and has a list in it. The same id and body again answers 200.
#[utoipa::path(post, path = "/api/v1/groups", tag = "groups", request_body = NewGroup, security(("bearer" = [])),
    responses((status = 201, body = GroupView), (status = 200, body = GroupView, description = "It was made before, by this very request."),
        (status = 409, description = "The id is taken by another group, or the account is in 100 groups or has 500 boards."),
        (status = 422, description = "A field breaks a rule.")))]
async fn create_group(app: State<App>, signed: Signed, Json(new): Json<NewGroup>) -> Answer<(StatusCode, Tagged)> {
    let digest = of_body(&new)?;
    let (account, now) = (signed.account_id, app.clock.now());
    let mut group = Group {
        id: new.id,
        name: new.name,
        description: new.description,
        created_at: now,
        updated_at: now,
        deleted_at: None,
        version: 1,
        locks_at: None,
        role: MemberRole::Admin,
        member_count: 1,
    };
    check(&mut group)?;
    let mut tx = app.db.begin().await?;
    if store::digest(&mut tx, new.id).await?.is_none() {
        bounded(&mut tx, account).await?;
    }
    if !store::insert(&mut tx, &group, account, &digest).await? {
        if store::digest(&mut tx, new.id).await? != Some((account, digest)) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return Ok((StatusCode::OK, answer(tx, account, new.id).await?));
    }
    store::join(&mut tx, new.id, (account, MemberRole::Admin), now).await?;
    let list = boards::make_for_group(&mut tx, account, (new.id, &group.name), now).await?;
    let told = vec![(account, Event::GroupAdded { group_id: new.id }), (account, Event::BoardAdded { board_id: list })];
    crate::events::append(&mut tx, told, now).await?;
    Ok((StatusCode::CREATED, answer(tx, account, new.id).await?))
}

/// Changes the group's settings. Everybody in it sees who moved the lock date.
#[utoipa::path(patch, path = "/api/v1/groups/{id}", tag = "groups", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = GroupPatch, security(("bearer" = [])),
    responses((status = 200, body = GroupView), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group for this viewer."), (status = 412, description = "It was changed meanwhile."),
        (status = 422, description = "A field breaks a rule."), (status = 428, description = "If-Match is missing.")))]
async fn patch_group(
    app: State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<GroupId>,
    Json(patch): Json<GroupPatch>,
) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let mut group = managed(&mut tx, signed.account_id, id).await?;
    version.check(group.version)?;
    let GroupPatch { name, description, locks_at } = patch;
    let before = group.locks_at;
    group.name = name.unwrap_or(group.name);
    group.description = description.unwrap_or(group.description);
    group.locks_at = locks_at.unwrap_or(before);
    check(&mut group)?;
    write(&mut tx, &group, now).await?;
    if group.locks_at != before {
        let moved = (before, group.locks_at);
        lock::keep(&mut tx, (id, group.version + 1), signed.account_id, moved, now).await?;
    }
    tell(&mut tx, id, Vec::new(), Event::GroupChanged { group_id: id }, now).await?;
    answer(tx, signed.account_id, id).await
}

async fn write(tx: &mut Tx, group: &Group, now: Timestamp) -> Answer<()> {
    if store::update(tx, group, now).await? {
        return Ok(());
    }
    Err(ApiError::new(ProblemKind::Changed).detail("Read it again and decide anew."))
}

fn check(group: &mut Group) -> Answer<()> {
    let mut fields = Fields::default();
    fields.title("name", &mut group.name, 200);
    fields.lines("description", &mut group.description, 2000);
    fields.moment("locks_at", group.locks_at);
    fields.finish()
}
