//! Reading the categories of a group, and what of them somebody uses.

use axum::extract::State;
use shared::id::{AccountId, GroupId};
use shared::wire::categories::{CategoryUseView, CategoryView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store;
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::{groups, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_categories)).routes(routes!(list_category_uses))
}

/// The categories of a group in their order. Its admins see those in the bin too.
#[utoipa::path(get, path = "/api/v1/groups/{id}/categories", tag = "categories", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [CategoryView]), (status = 404, description = "No such group for this viewer.")))]
async fn list_categories(app: State<App>, signed: Signed, Path(id): Path<GroupId>) -> Answer<Json<Vec<CategoryView>>> {
    let role = groups::role(&app.db, signed.account_id, id).await?.ok_or_else(ApiError::not_found)?;
    let all = store::of_group(&app.db, id).await?.into_iter();
    let seen = all.filter(|category| category.deleted_at.is_none() || groups::may_manage(role));
    Ok(Json(seen.map(visibility::category).collect()))
}

/// What of each category somebody uses by the wishes that are theirs or on lists for them: what counts, what does not and why, and
/// what is over a limit by now. It is made of what is listed alone: claims never enter it. Others see what the group is shown of it.
#[utoipa::path(get, path = "/api/v1/groups/{id}/members/{account_id}/categories", tag = "categories",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [CategoryUseView]), (status = 404, description = "No such group for this viewer, or no such member.")))]
async fn list_category_uses(
    app: State<App>,
    signed: Signed,
    Path((id, person)): Path<(GroupId, AccountId)>,
) -> Answer<Json<Vec<CategoryUseView>>> {
    groups::role(&app.db, signed.account_id, id).await?.ok_or_else(ApiError::not_found)?;
    if !groups::people(&app.db, id).await?.contains(&person) {
        return Err(ApiError::not_found());
    }
    let mut uses = Vec::new();
    for category in store::of_group(&app.db, id).await? {
        if category.deleted_at.is_none() {
            let shown = person != signed.account_id;
            let wishes = store::of_person(&app.db, category.id, person, shown).await?;
            uses.push(visibility::category_use(category, &wishes));
        }
    }
    Ok(Json(uses))
}
