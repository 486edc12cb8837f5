//! Beginning a pool, changing it, and giving it up.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ClaimId};
use shared::wire::pools::{PoolChoice, PoolState, PoolView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Pledge, answer, pledged, store, tell};
use crate::App;
use crate::claims::change::held;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(choose_pool, cancel_pool))
}

/// Everybody who pays.
pub(super) fn paying(pledges: &[Pledge]) -> Vec<AccountId> {
    pledges.iter().map(|pledge| pledge.account_id).collect()
}

/// Begins a pool for what one claimed, which one then organises, or changes it; one that was cancelled begins anew.
#[utoipa::path(put, path = "/api/v1/claims/{id}/pool", tag = "pools", params(("id" = String, Path)), request_body = PoolChoice,
    security(("bearer" = [])),
    responses((status = 200, body = PoolView), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "It was given back, is completed, or more than the target is pledged, or in another currency."),
        (status = 422, description = "A field breaks a rule, or the deadline has passed.")))]
async fn choose_pool(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ClaimId>,
    Json(PoolChoice { target, deadline_at, mut note }): Json<PoolChoice>,
) -> Answer<Json<PoolView>> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut fields = Fields::default();
    fields.money("target", Some(target));
    if target.amount_minor < 1 {
        fields.refuse("target", "is 1 or more of the smallest unit");
    }
    fields.moment("deadline_at", Some(deadline_at));
    if deadline_at <= now {
        fields.refuse("deadline_at", "has passed");
    }
    fields.lines("note", &mut note, 2000);
    fields.finish()?;
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_some() {
        return Err(ApiError::conflict("You gave it back; take it up again first."));
    }
    let mut pledges = store::pledges(&mut tx, id).await?;
    if let Some(before) = store::by_claim(&mut tx, id).await? {
        match before.state_at(&pledges, now) {
            PoolState::Completed => return Err(ApiError::conflict("It is completed; settle it.")),
            // What was pledged to what came to nothing is pledged to nothing else.
            PoolState::Cancelled => {
                store::release(&mut tx, id).await?;
                pledges.clear();
            }
            PoolState::Active | PoolState::Funded => {}
        }
        if !pledges.is_empty() && before.target.currency != target.currency {
            return Err(ApiError::conflict("Something is pledged in the currency that it has."));
        }
        if pledged(&pledges) > target.amount_minor {
            return Err(ApiError::conflict("More than that is pledged already."));
        }
    }
    store::choose(&mut tx, id, (target, deadline_at), note.as_deref(), now).await?;
    let pool = store::by_claim(&mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    if pool.state_at(&pledges, now) == PoolState::Funded {
        store::set_state(&mut tx, id, PoolState::Funded, None).await?;
    }
    tell(&mut tx, &pool, &paying(&pledges), now).await?;
    Ok(Json(answer(tx, account, id, now).await?))
}

/// Gives the pool up: nobody owes anything, and who would have paid is told. One's claim stays. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/claims/{id}/pool", tag = "pools", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "There is none that anybody pays into."), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "It is completed.")))]
async fn cancel_pool(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    held(&mut tx, account, id).await?;
    if let Some(pool) = store::by_claim(&mut tx, id).await? {
        match pool.state {
            PoolState::Completed => return Err(ApiError::conflict("It is completed; settle it.")),
            PoolState::Cancelled => {}
            PoolState::Active | PoolState::Funded => {
                let pledges = store::pledges(&mut tx, id).await?;
                store::release(&mut tx, id).await?;
                store::set_state(&mut tx, id, PoolState::Cancelled, None).await?;
                tell(&mut tx, &pool, &paying(&pledges), now).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
