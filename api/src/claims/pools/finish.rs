//! Completing a pool once all of it is pledged, and settling up.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ClaimId};
use shared::money::Money;
use shared::wire::pools::{PoolCost, PoolState, PoolView, Settled};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change::paying;
use super::rule::{Paid, dues};
use super::{answer, pledged, store, tell};
use crate::App;
use crate::claims::change::held;
use crate::claims::handing;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(complete_pool)).routes(routes!(settle_pledge))
}

/// Says that it was bought, and what it cost: from then on everybody knows what they owe, their part of that, to the last unit.
#[utoipa::path(post, path = "/api/v1/claims/{id}/pool/complete", tag = "pools", params(("id" = String, Path)), request_body = PoolCost,
    security(("bearer" = [])),
    responses((status = 200, body = PoolView), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "There is no pool, not all of it is pledged, or it is completed."),
        (status = 422, description = "It cost more than is pledged, or in another currency.")))]
async fn complete_pool(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ClaimId>,
    Json(PoolCost { cost }): Json<PoolCost>,
) -> Answer<Json<PoolView>> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    held(&mut tx, account, id).await?;
    let pledges = store::pledges(&mut tx, id).await?;
    let funded = store::by_claim(&mut tx, id).await?.filter(|pool| pool.state_at(&pledges, now) == PoolState::Funded);
    let pool = funded.ok_or_else(|| ApiError::conflict("It is no pool of which all is pledged."))?;
    let cost = cost.unwrap_or(pool.target);
    let mut fields = Fields::default();
    fields.money("cost", Some(cost));
    if cost.currency != pool.target.currency || cost.amount_minor > pledged(&pledges) {
        fields.refuse("cost", "is more than what is pledged, or in another currency");
    }
    fields.finish()?;
    let pays = |pays: Money| pays.amount_minor;
    let paid: Vec<Paid> =
        pledges.iter().map(|pledge| Paid { amount: pledge.amount.amount_minor, pays: pledge.pays.map(pays) }).collect();
    for (pledge, due) in pledges.iter().zip(dues(&paid, cost.amount_minor)) {
        let settled_at = (pledge.account_id == account).then_some(now);
        store::owe(&mut tx, (id, pledge.account_id), due, settled_at).await?;
    }
    store::set_state(&mut tx, id, PoolState::Completed, Some(cost)).await?;
    // What is owed is owed to who bought it: nobody else takes it over now.
    handing::take_back(&mut tx, id).await?;
    tell(&mut tx, &pool, &paying(&pledges), now).await?;
    Ok(Json(answer(tx, account, id, now).await?))
}

/// Says whether somebody gave what they owe. Who organises it says so, and who owes it is told.
#[utoipa::path(put, path = "/api/v1/claims/{id}/pool/settled/{account_id}", tag = "pools",
    params(("id" = String, Path), ("account_id" = String, Path)), request_body = Settled, security(("bearer" = [])),
    responses((status = 204, description = "It is noted."), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "They owe nothing.")))]
async fn settle_pledge(
    app: State<App>,
    signed: Signed,
    Path((id, who)): Path<(ClaimId, AccountId)>,
    Json(Settled { settled }): Json<Settled>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    held(&mut tx, account, id).await?;
    let pool = store::by_claim(&mut tx, id).await?.filter(|pool| pool.state == PoolState::Completed && who != account);
    let nothing = || ApiError::conflict("They owe nothing to it.");
    let pool = pool.ok_or_else(nothing)?;
    if !store::settle(&mut tx, (id, who), settled.then_some(now)).await? {
        return Err(nothing());
    }
    store::set_state(&mut tx, id, PoolState::Completed, pool.cost).await?;
    tell(&mut tx, &pool, &[who], now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
