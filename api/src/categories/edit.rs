//! Making, changing and ordering the categories of a group, and their bin.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::{AccountId, CategoryId, GroupId};
use shared::wire::categories::{CategoryOrder, CategoryPatch, CategoryView, NewCategory};
use shared::wire::event::Event;
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Category, MOST_CATEGORIES, store};
use crate::App;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, OptionalIfMatch, Path, Signed, etag};
use crate::fields::Fields;
use crate::{groups, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_category))
        .routes(routes!(patch_category, bin_category))
        .routes(routes!(restore_category))
        .routes(routes!(order_categories))
}

type Tagged = ([(HeaderName, HeaderValue); 1], Json<CategoryView>);

/// The category as the group's admin sees it now, and the transaction's end.
async fn answer(mut tx: Tx, id: CategoryId) -> Answer<Tagged> {
    let category = store::by_id(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok(([(ETAG, etag(category.version))], Json(visibility::category(category))))
}

/// The category, held with its group, for one of the group's admins; in the bin too.
async fn managed(tx: &mut Tx, account: AccountId, (group, id): (GroupId, CategoryId)) -> Answer<Category> {
    groups::managed(tx, account, group).await?;
    store::hold(tx, id).await?;
    let category = store::by_id(&mut *tx, id).await?.filter(|category| category.group_id == group);
    category.ok_or_else(ApiError::not_found)
}

async fn tell(tx: &mut Tx, group_id: GroupId, app: &App) -> Answer<()> {
    Ok(groups::tell(tx, group_id, Vec::new(), Event::GroupChanged { group_id }, app.clock.now()).await?)
}

fn check(category: &mut Category) -> Answer<()> {
    let mut fields = Fields::default();
    fields.title("name", &mut category.name, 100);
    fields.money("spending_limit", category.spending_limit);
    fields.money("highest_item_price", category.highest_price);
    if let (Some(limit), Some(highest)) = (category.spending_limit, category.highest_price)
        && limit.currency != highest.currency
    {
        fields.refuse("highest_item_price", "is of another currency than the spending limit");
    }
    fields.finish()
}

/// Makes a category, behind the others. The same id and body again answers 200.
#[utoipa::path(post, path = "/api/v1/groups/{id}/categories", tag = "categories", params(("id" = String, Path)), request_body = NewCategory,
    security(("bearer" = [])),
    responses((status = 201, body = CategoryView), (status = 200, body = CategoryView, description = "It was made before, by this very request."),
        (status = 403, description = "Only an admin may do that."), (status = 404, description = "No such group for this viewer."),
        (status = 409, description = "The id is taken, or the group has 50 categories."), (status = 422, description = "A field breaks a rule.")))]
async fn create_category(
    app: State<App>,
    signed: Signed,
    Path(group): Path<GroupId>,
    Json(new): Json<NewCategory>,
) -> Answer<(StatusCode, Tagged)> {
    let digest = of_body(&(group, &new))?;
    let NewCategory { id, name, spending_limit, highest_item_price: highest_price } = new;
    let created_at = app.clock.now();
    let group_id = group;
    let mut category =
        Category { id, group_id, name, spending_limit, highest_price, created_at, deleted_at: None, version: 1 };
    check(&mut category)?;
    let mut tx = app.db.begin().await?;
    groups::managed(&mut tx, signed.account_id, group).await?;
    if let Some(before) = store::digest(&mut tx, id).await? {
        if before != (signed.account_id, group, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return Ok((StatusCode::OK, answer(tx, id).await?));
    }
    let open = store::of_group(&mut tx, group).await?.into_iter().filter(|category| category.deleted_at.is_none());
    if open.count() >= MOST_CATEGORIES {
        return Err(ApiError::conflict("A group has at most 50 categories; delete one first."));
    }
    if !store::insert(&mut tx, &category, signed.account_id, &digest).await? {
        return Err(ApiError::conflict("This id is taken; draw another one."));
    }
    tell(&mut tx, group, &app).await?;
    Ok((StatusCode::CREATED, answer(tx, id).await?))
}

/// Changes a category. A limit that is lowered takes nothing away: what is over it is shown.
#[utoipa::path(patch, path = "/api/v1/groups/{id}/categories/{category_id}", tag = "categories",
    params(("id" = String, Path), ("category_id" = String, Path), ("If-Match" = String, Header)), request_body = CategoryPatch,
    security(("bearer" = [])),
    responses((status = 200, body = CategoryView), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group or category for this viewer."), (status = 409, description = "It is in the bin."),
        (status = 412, description = "It was changed meanwhile."), (status = 422, description = "A field breaks a rule."),
        (status = 428, description = "If-Match is missing.")))]
async fn patch_category(
    app: State<App>,
    signed: Signed,
    version: IfMatch,
    Path((group, id)): Path<(GroupId, CategoryId)>,
    Json(patch): Json<CategoryPatch>,
) -> Answer<Tagged> {
    let mut tx = app.db.begin().await?;
    let mut category = managed(&mut tx, signed.account_id, (group, id)).await?;
    if category.deleted_at.is_some() {
        return Err(ApiError::conflict("The category is in the bin; restore it first."));
    }
    version.check(category.version)?;
    let CategoryPatch { name, spending_limit, highest_item_price } = patch;
    category.name = name.unwrap_or(category.name);
    category.spending_limit = spending_limit.unwrap_or(category.spending_limit);
    category.highest_price = highest_item_price.unwrap_or(category.highest_price);
    check(&mut category)?;
    if !store::update(&mut tx, &category).await? {
        return Err(ApiError::new(ProblemKind::Changed).detail("Read it again and decide anew."));
    }
    tell(&mut tx, group, &app).await?;
    answer(tx, id).await
}

/// Puts a category into the bin. Its wishes stay on their lists, in no category of the group; they are in it again when it comes
/// back, unless they were put into another one. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/categories/{category_id}", tag = "categories",
    params(("id" = String, Path), ("category_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the bin."), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group or category for this viewer."), (status = 412, description = "It was changed meanwhile.")))]
async fn bin_category(
    app: State<App>,
    signed: Signed,
    version: OptionalIfMatch,
    Path((group, id)): Path<(GroupId, CategoryId)>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    let category = managed(&mut tx, signed.account_id, (group, id)).await?;
    if category.deleted_at.is_none() {
        version.check(category.version)?;
        store::bin(&mut tx, id, app.clock.now()).await?;
        tell(&mut tx, group, &app).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a category back from the bin, with the wishes that were in it.
#[utoipa::path(post, path = "/api/v1/groups/{id}/categories/{category_id}/restore", tag = "categories",
    params(("id" = String, Path), ("category_id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = CategoryView), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group or category for this viewer."), (status = 409, description = "The group has 50 categories.")))]
async fn restore_category(
    app: State<App>,
    signed: Signed,
    Path((group, id)): Path<(GroupId, CategoryId)>,
) -> Answer<Tagged> {
    let mut tx = app.db.begin().await?;
    let category = managed(&mut tx, signed.account_id, (group, id)).await?;
    if category.deleted_at.is_some() {
        let all = store::of_group(&mut tx, group).await?;
        if all.iter().filter(|category| category.deleted_at.is_none()).count() >= MOST_CATEGORIES {
            return Err(ApiError::conflict("A group has at most 50 categories; delete one first."));
        }
        store::restore(&mut tx, id).await?;
        tell(&mut tx, group, &app).await?;
    }
    answer(tx, id).await
}

/// Puts the categories of a group in order.
#[utoipa::path(put, path = "/api/v1/groups/{id}/category-order", tag = "categories", params(("id" = String, Path)), request_body = CategoryOrder,
    security(("bearer" = [])),
    responses((status = 204, description = "They are in this order."), (status = 403, description = "Only an admin may do that."),
        (status = 404, description = "No such group for this viewer."), (status = 409, description = "The group has other categories than these.")))]
async fn order_categories(
    app: State<App>,
    signed: Signed,
    Path(group): Path<GroupId>,
    Json(CategoryOrder { order }): Json<CategoryOrder>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    groups::managed(&mut tx, signed.account_id, group).await?;
    let open = store::of_group(&mut tx, group).await?.into_iter().filter(|category| category.deleted_at.is_none());
    let open: Vec<CategoryId> = open.map(|category| category.id).collect();
    let same = |ids: &[CategoryId]| ids.iter().copied().collect::<BTreeSet<_>>();
    if order.len() != open.len() || same(&order) != same(&open) {
        return Err(ApiError::conflict("The group has other categories than these; read them again."));
    }
    if order != open {
        store::set_order(&mut tx, &order).await?;
        tell(&mut tx, group, &app).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
