//! Pledging, and taking a pledge back.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ClaimId};
use shared::time::Timestamp;
use shared::wire::pools::{NewPledge, PoolState, PoolView};
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Pledge, Pool, answer, pledged, seen, store, tell};
use crate::App;
use crate::claims::store as claims;
use crate::db::Tx;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(make_pledge, withdraw_pledge))
}

/// The pool with all that is pledged, the turn of its wish being this transaction's; still open at this moment.
async fn open(tx: &mut Tx, account: AccountId, id: ClaimId, now: Timestamp) -> Answer<(Pool, Vec<Pledge>)> {
    // Before its turn is taken: whoever may not pay never waits for those who do.
    let item = seen(&mut *tx, account, id).await?.pool.item_id;
    claims::turn(tx, item).await?;
    let pool = seen(&mut *tx, account, id).await?.pool;
    let pledges = store::pledges(&mut *tx, id).await?;
    match pool.state_at(&pledges, now) {
        PoolState::Active | PoolState::Funded => Ok((pool, pledges)),
        PoolState::Completed => Err(ApiError::conflict("It is completed; settle it.")),
        PoolState::Cancelled => Err(ApiError::conflict("It came to nothing; nobody pays anything.")),
    }
}

/// Whether less may be pledged: once its deadline has passed a funded pool stays so.
fn less(pool: &Pool, now: Timestamp) -> Answer<()> {
    if pool.deadline_at > now {
        Ok(())
    } else {
        Err(ApiError::conflict("Its deadline has passed, and all of it is pledged."))
    }
}

/// Writes whether it is funded by now, and tells everybody.
async fn changed(tx: &mut Tx, pool: &Pool, account: AccountId, now: Timestamp) -> Answer<()> {
    let pledges = store::pledges(&mut *tx, pool.claim_id).await?;
    store::set_state(tx, pool.claim_id, pool.state_at(&pledges, now), None).await?;
    let mut paying = super::change::paying(&pledges);
    paying.push(account);
    Ok(tell(tx, pool, &paying, now).await?)
}

/// Says what of the target one pays; what is said replaces what was. Together never more than the target, whoever pledges at the same
/// moment. Whoever pays in another currency says how much that is: nothing is converted.
#[utoipa::path(put, path = "/api/v1/claims/{id}/pool/pledge", tag = "pools", params(("id" = String, Path)), request_body = NewPledge,
    security(("bearer" = [])),
    responses((status = 200, body = PoolView), (status = 404, description = "No such pool for this viewer."),
        (status = 409, description = "So much is not left (taken), or it is completed or came to nothing."),
        (status = 422, description = "A field breaks a rule, or the amount is in another currency than the target.")))]
async fn make_pledge(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ClaimId>,
    Json(NewPledge { amount, pays }): Json<NewPledge>,
) -> Answer<Json<PoolView>> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let (pool, pledges) = open(&mut tx, account, id, now).await?;
    let mut fields = Fields::default();
    for (name, money) in [("amount", Some(amount)), ("pays", pays)] {
        fields.money(name, money);
        if money.is_some_and(|money| money.amount_minor < 1) {
            fields.refuse(name, "is 1 or more of the smallest unit");
        }
    }
    if amount.currency != pool.target.currency {
        fields.refuse("amount", "is in another currency than the target; say in `pays` what you hand over for it");
    }
    if pays.is_some_and(|pays| pays.currency == pool.target.currency && pays != amount) {
        fields.refuse("pays", "is in the target's currency, and another amount");
    }
    fields.finish()?;
    let pays = pays.filter(|pays| *pays != amount);
    let (own, others): (Vec<Pledge>, Vec<Pledge>) =
        pledges.into_iter().partition(|pledge| pledge.account_id == account);
    if pledged(&own) > amount.amount_minor {
        less(&pool, now)?;
    }
    let left = pool.target.amount_minor.saturating_sub(pledged(&others));
    if amount.amount_minor > left {
        let detail = format!("{left} of {} {} are left.", pool.target.amount_minor, pool.target.currency);
        return Err(ApiError::new(ProblemKind::Taken).detail(detail));
    }
    store::pledge(&mut tx, (id, account), (amount, pays), now).await?;
    changed(&mut tx, &pool, account, now).await?;
    Ok(Json(answer(tx, account, id, now).await?))
}

/// Takes back what one pledged, until it is completed or its deadline has passed. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/claims/{id}/pool/pledge", tag = "pools", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They pay nothing."), (status = 404, description = "No such pool for this viewer."),
        (status = 409, description = "It is completed or came to nothing, or is funded and its deadline has passed.")))]
async fn withdraw_pledge(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let (pool, pledges) = open(&mut tx, account, id, now).await?;
    if pledges.iter().any(|pledge| pledge.account_id == account) {
        less(&pool, now)?;
        store::withdraw(&mut tx, id, account).await?;
        changed(&mut tx, &pool, account, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
