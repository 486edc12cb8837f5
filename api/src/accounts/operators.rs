//! What the server's operators may do: find accounts, deactivate and restore them. They see no boards of others.

use axum::extract::State;
use shared::id::AccountId;
use shared::wire::Page;
use shared::wire::accounts::{OperatorAccountView, ServerRole};
use shared::wire::problem::Problem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::email::Email;
use super::sessions;
use super::store::{self, AccountRow};
use crate::App;
use crate::db::{Db, StoreError};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Operator, Paging, Path, Query, page_of};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_accounts))
        .routes(routes!(deactivate_account))
        .routes(routes!(restore_account))
}

fn view(row: &AccountRow) -> OperatorAccountView {
    OperatorAccountView {
        id: row.id(),
        email: row.email.clone(),
        display_name: row.display_name.clone(),
        role: row.role(),
        created_at: row.created_at(),
        deactivated_at: row.deactivated_at(),
    }
}

/// All accounts, the oldest first.
#[utoipa::path(get, path = "/api/v1/operator/accounts", tag = "operator", params(Paging), responses(
    (status = 200, description = "A page of accounts", body = Page<OperatorAccountView>),
    (status = 403, description = "The account is no operator's", body = Problem),
))]
async fn list_accounts(
    State(app): State<App>,
    _: Operator,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<OperatorAccountView>>> {
    let limit = paging.limit()?;
    let rows = store::list(&app.db, paging.after::<AccountId>()?, limit + 1).await?;
    Ok(Json(page_of(rows, limit, AccountRow::id, |row| view(&row))))
}

/// Deactivate an account: it cannot sign in, and all its sessions end at once.
#[utoipa::path(post, path = "/api/v1/operator/accounts/{id}/deactivate", tag = "operator",
    params(("id" = AccountId, Path, description = "The account")), responses(
    (status = 200, description = "The account as it is now", body = OperatorAccountView),
    (status = 403, description = "The account is no operator's", body = Problem),
    (status = 409, description = "It is the operator's own account", body = Problem),
))]
async fn deactivate_account(
    State(app): State<App>,
    Operator(signed): Operator,
    Path(id): Path<AccountId>,
) -> Answer<Json<OperatorAccountView>> {
    if id == signed.account_id {
        return Err(ApiError::conflict("Nobody can lock themselves out; another operator must do that."));
    }
    let mut tx = app.db.begin().await?;
    if !store::deactivate(&mut tx, id, app.clock.now()).await? {
        return Err(ApiError::not_found());
    }
    sessions::end_all(&mut tx, id, app.clock.now()).await?;
    let account = store::by_id(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    sessions::commit_endings(&app, tx).await?;
    Ok(Json(view(&account)))
}

/// Let an account sign in again.
#[utoipa::path(post, path = "/api/v1/operator/accounts/{id}/restore", tag = "operator",
    params(("id" = AccountId, Path, description = "The account")), responses(
    (status = 200, description = "The account as it is now", body = OperatorAccountView),
    (status = 403, description = "The account is no operator's", body = Problem),
))]
async fn restore_account(
    State(app): State<App>,
    _: Operator,
    Path(id): Path<AccountId>,
) -> Answer<Json<OperatorAccountView>> {
    let mut tx = app.db.begin().await?;
    if !store::restore(&mut tx, id).await? {
        return Err(ApiError::not_found());
    }
    let account = store::by_id(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok(Json(view(&account)))
}

/// Gives an account the operator's role, or takes it; for the command line, because the first operator has nobody to ask.
/// False where nobody has that mail address.
///
/// # Errors
/// Those of the database.
pub async fn set_role(db: &Db, email: &str, role: ServerRole) -> Result<bool, StoreError> {
    let key = Email::read(email, &mut Vec::new()).key;
    let mut tx = db.begin().await?;
    let changed = store::set_role(&mut tx, &key, role).await?;
    tx.commit().await?;
    Ok(changed)
}
