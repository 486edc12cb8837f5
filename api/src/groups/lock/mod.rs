//! The lock date of a group: from then on the lists that it is shown stay as they are, and givers go on.
//! So that nobody wishes for something else when it is bought already; and that who moves the date is seen by all.
//! It never decides what a locked list refuses: that is asked of `boards`.

pub(crate) mod store;

use axum::extract::State;
use shared::id::GroupId;
use shared::wire::Page;
use shared::wire::groups::LockChangeView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::store::LockChange;
use super::seen;
use crate::App;
use crate::error::Answer;
use crate::extract::{Json, Paging, Path, Query, Signed, page_of};

pub(super) use store::keep;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_lock_changes))
}

/// Who moved the lock date, the last time first; for everybody in the group.
#[utoipa::path(get, path = "/api/v1/groups/{id}/lock-changes", tag = "groups", params(("id" = String, Path), Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<LockChangeView>), (status = 404, description = "No such group for this viewer.")))]
async fn list_lock_changes(
    app: State<App>,
    signed: Signed,
    Path(id): Path<GroupId>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<LockChangeView>>> {
    let limit = paging.limit()?;
    let before = paging.after::<i64>()?.unwrap_or(i64::MAX);
    seen(&app.db, signed.account_id, id).await?;
    let rows = store::list(&app.db, id, before, limit as i64 + 1).await?;
    Ok(Json(page_of(rows, limit, |change: &LockChange| change.version, |change| change.view)))
}
