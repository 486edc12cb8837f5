//! Groups on their way to the bin, back within 30 days, and out of it for good.
//! So that a family is not lost by a slip: its people, lists and what they gave are there again.
//! It never takes away a list: a board whose groups are gone is its owners' alone.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::GroupId;
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::event::Event;
use shared::wire::groups::GroupView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::edit::{Tagged, answer};
use super::store::{self, Which};
use super::{Group, edit, may_manage, tell};
use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{Db, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, OptionalIfMatch, Paging, Path, Query, Signed, page_of};
use crate::{claims, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(bin_group)).routes(routes!(restore_group)).routes(routes!(list_binned_groups))
}

/// The group, held, for one of its admins; in the bin too, where it exists for nobody else.
async fn kept(tx: &mut Tx, signed: &Signed, id: GroupId) -> Answer<Group> {
    store::hold(tx, id).await?;
    let group = store::by_id(tx, signed.account_id, id).await?.ok_or_else(ApiError::not_found)?;
    match (may_manage(group.role), group.deleted_at) {
        (true, _) => Ok(group),
        (false, None) => Err(ApiError::forbidden("Only an admin of the group may do that.")),
        (false, Some(_)) => Err(ApiError::not_found()),
    }
}

/// Puts a group into the bin: from then on nobody sees a list through it. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the bin."), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group for this viewer."), (status = 412, description = "It was changed meanwhile.")))]
async fn bin_group(
    app: State<App>,
    signed: Signed,
    version: OptionalIfMatch,
    Path(id): Path<GroupId>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let group = kept(&mut tx, &signed, id).await?;
    if group.deleted_at.is_none() {
        version.check(group.version)?;
        store::bin(&mut tx, id, now).await?;
        tell(&mut tx, id, Vec::new(), Event::GroupRemoved { group_id: id }, now).await?;
    }
    // With nothing to do as well: what it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a group back from the bin, with its people and the lists that were shown to it.
#[utoipa::path(post, path = "/api/v1/groups/{id}/restore", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = GroupView), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group for this viewer."), (status = 409, description = "The account is in 100 groups.")))]
async fn restore_group(app: State<App>, signed: Signed, Path(id): Path<GroupId>) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let group = kept(&mut tx, &signed, id).await?;
    if group.deleted_at.is_some() {
        edit::bounded(&mut tx, signed.account_id).await?;
        store::restore(&mut tx, id, now).await?;
        tell(&mut tx, id, Vec::new(), Event::GroupAdded { group_id: id }, now).await?;
    }
    answer(tx, signed.account_id, id).await
}

/// The groups in the bin that the person may bring back, those that go first first.
#[utoipa::path(get, path = "/api/v1/bin/groups", tag = "groups", params(Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<GroupView>)))]
async fn list_binned_groups(
    app: State<App>,
    signed: Signed,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<GroupView>>> {
    let limit = paging.limit()?;
    let after = paging.after::<(i64, String)>()?.unwrap_or((0, String::new()));
    let rows = store::list(&app.db, (signed.account_id, Which::Binned), after, limit as i64 + 1).await?;
    let key = |group: &Group| (group.deleted_at.map_or(0, Timestamp::as_millis), group.id.to_string());
    let page = page_of(rows, limit, key, visibility::group);
    Ok(Json(Page { entries: page.entries.into_iter().flatten().collect(), next_cursor: page.next_cursor }))
}

/// Removes for good what went to the bin 30 days before `now`, at most `most` groups; gives how many. Until then what its people
/// give is theirs, since the group may come back; from now on what they have not bought and do not see any more is free for others.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let before = now.plus_millis(-KEPT_MILLIS);
    let people = store::purged_from(&mut tx, before, most).await?;
    let gone = store::purge(&mut tx, before, most).await?;
    for account in people {
        claims::left(&mut tx, account, now).await?;
    }
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
