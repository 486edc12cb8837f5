//! Making a child, the list of those one acts for, and who else does.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::AccountId;
use shared::wire::children::{ChildView, NewChild};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;
use crate::locale::Locale;
use crate::{App, accounts};

/// Children that somebody acts for at most.
const MOST_CHILDREN: i64 = 20;

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_children, create_child)).routes(routes!(add_guardian, remove_guardian))
}

/// The child as those see it who act for it; `None` for everybody else.
async fn view(tx: &mut Tx, account: AccountId, child: AccountId) -> Answer<Option<ChildView>> {
    let children = store::children(&mut *tx, account).await?;
    let Some((person, created_at)) = children.into_iter().find(|(person, _)| person.account_id == child) else {
        return Ok(None);
    };
    Ok(Some(ChildView { person, guardians: store::guardians(tx, child).await?, created_at }))
}

/// The children that the person acts for, the oldest first. To ask as one of them, a request names it in `GiftOS-Acts-For`.
#[utoipa::path(get, path = "/api/v1/children", tag = "children", security(("bearer" = [])),
    responses((status = 200, body = [ChildView])))]
async fn list_children(app: State<App>, signed: Signed) -> Answer<Json<Vec<ChildView>>> {
    let mut views = Vec::new();
    for (person, created_at) in store::children(&app.db, signed.account_id).await? {
        let guardians = store::guardians(&app.db, person.account_id).await?;
        views.push(ChildView { person, guardians, created_at });
    }
    Ok(Json(views))
}

/// Makes a child that the person acts for. Nobody can sign in to it. The same id and body again answers 200.
#[utoipa::path(post, path = "/api/v1/children", tag = "children", request_body = NewChild, security(("bearer" = [])),
    responses((status = 201, body = ChildView), (status = 200, body = ChildView, description = "It was made before, by this very request."),
        (status = 403, description = "A child acts for nobody."),
        (status = 409, description = "The id is taken, or they act for 20 children."), (status = 422, description = "A field breaks a rule.")))]
async fn create_child(
    app: State<App>,
    signed: Signed,
    Json(mut new): Json<NewChild>,
) -> Answer<(StatusCode, Json<ChildView>)> {
    let digest = of_body(&new)?;
    let mut fields = Fields::default();
    fields.title("display_name", &mut new.display_name, 100);
    fields.finish()?;
    let (account, now) = (signed.account_id, app.clock.now());
    if store::is_child(&app.db, account).await? {
        return Err(ApiError::forbidden("A child acts for nobody."));
    }
    let mut tx = app.db.begin().await?;
    // Two at once would both be let in.
    accounts::hold(&mut tx, account).await?;
    let mut status = StatusCode::CREATED;
    if let Some(before) = store::digest(&mut tx, new.id).await? {
        if before != (account, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        status = StatusCode::OK;
    } else {
        if store::count(&mut tx, account).await? >= MOST_CHILDREN {
            return Err(ApiError::conflict("One acts for 20 children at most."));
        }
        let locale: Locale = accounts::writer(&mut tx, account).await?.1;
        if !accounts::make_child(&mut tx, new.id, &new.display_name, locale, now).await? {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        store::insert(&mut tx, new.id, account, &digest).await?;
        store::add(&mut tx, new.id, account, now).await?;
    }
    let made = view(&mut tx, account, new.id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok((status, Json(made)))
}

/// Lets somebody else act for the child as well: somebody who is in a group with the person. They find it in their list. Doing it
/// again changes nothing.
#[utoipa::path(put, path = "/api/v1/children/{id}/guardians/{account_id}", tag = "children",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They act for it."), (status = 404, description = "No such child of this person, or nobody of that id is in a group with them."),
        (status = 409, description = "They act for 20 children already.")))]
async fn add_guardian(
    app: State<App>,
    signed: Signed,
    Path((child, guardian)): Path<(AccountId, AccountId)>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, child).await?;
    if !store::acts_for(&mut tx, signed.account_id, child).await? {
        return Err(ApiError::not_found());
    }
    if !store::acts_for(&mut tx, guardian, child).await? {
        if !store::meet(&mut tx, signed.account_id, guardian).await? {
            return Err(ApiError::not_found());
        }
        accounts::hold(&mut tx, guardian).await?;
        if store::count(&mut tx, guardian).await? >= MOST_CHILDREN {
            return Err(ApiError::conflict("They act for 20 children already."));
        }
        store::add(&mut tx, child, guardian, app.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends that somebody acts for the child: oneself or another. Somebody always does. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/children/{id}/guardians/{account_id}", tag = "children",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They do not act for it."), (status = 404, description = "No such child of this person."),
        (status = 409, description = "Nobody would act for it.")))]
async fn remove_guardian(
    app: State<App>,
    signed: Signed,
    Path((child, guardian)): Path<(AccountId, AccountId)>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, child).await?;
    if !store::acts_for(&mut tx, signed.account_id, child).await? {
        return Err(ApiError::not_found());
    }
    let guardians = store::guardians(&mut tx, child).await?;
    if guardians.len() == 1 && guardians.iter().any(|one| one.account_id == guardian) {
        return Err(ApiError::conflict("Nobody would act for the child; let somebody else do so first."));
    }
    store::remove(&mut tx, child, guardian).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
