//! Reading groups and who is in them.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue};
use shared::id::GroupId;
use shared::wire::Page;
use shared::wire::groups::{GroupView, MemberView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Which};
use super::{Group, seen};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Paging, Path, Query, Signed, etag, page_of};
use crate::visibility;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_groups)).routes(routes!(read_group)).routes(routes!(list_members))
}

/// The groups that the person is in, the oldest first.
#[utoipa::path(get, path = "/api/v1/groups", tag = "groups", params(Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<GroupView>)))]
async fn list_groups(app: State<App>, signed: Signed, Query(paging): Query<Paging>) -> Answer<Json<Page<GroupView>>> {
    let limit = paging.limit()?;
    let after = paging.after::<(i64, String)>()?.unwrap_or((0, String::new()));
    let rows = store::list(&app.db, (signed.account_id, Which::Open), after, limit as i64 + 1).await?;
    let key = |group: &Group| (group.created_at.as_millis(), group.id.to_string());
    let page = page_of(rows, limit, key, visibility::group);
    Ok(Json(Page { entries: page.entries.into_iter().flatten().collect(), next_cursor: page.next_cursor }))
}

/// One group, for its people; its admins see it in the bin too.
#[utoipa::path(get, path = "/api/v1/groups/{id}", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = GroupView), (status = 404, description = "No such group for this viewer.")))]
async fn read_group(
    app: State<App>,
    signed: Signed,
    Path(id): Path<GroupId>,
) -> Answer<([(HeaderName, HeaderValue); 1], Json<GroupView>)> {
    let group = store::by_id(&app.db, signed.account_id, id).await?.ok_or_else(ApiError::not_found)?;
    let tag = etag(group.version);
    let view = visibility::group(group).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}

/// The group's people, who came first first.
#[utoipa::path(get, path = "/api/v1/groups/{id}/members", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [MemberView]), (status = 404, description = "No such group for this viewer.")))]
async fn list_members(app: State<App>, signed: Signed, Path(id): Path<GroupId>) -> Answer<Json<Vec<MemberView>>> {
    seen(&app.db, signed.account_id, id).await?;
    let members = store::members(&app.db, id).await?;
    Ok(Json(members.into_iter().map(visibility::member).collect()))
}
