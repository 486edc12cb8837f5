//! Asking somebody to give something together, saying yes or no, and what of it is whose.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ClaimId};
use shared::money::Money;
use shared::wire::claims::ClaimView;
use shared::wire::together::{AskedShare, SharePatch, SharedClaimView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::Shared;
use super::{Share, amounts, fits, store, told_alone};
use crate::claims::change::held;
use crate::claims::create::{Tagged, answer};
use crate::claims::{Claim, store as claims, tell_with};
use crate::db::{At, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;
use crate::{App, events, visibility};

pub(in crate::claims) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask_co_giver, remove_co_giver))
        .routes(routes!(join_claim, leave_claim))
        .routes(routes!(list_shared_claims))
}

/// People who give one thing together at most, beside who claimed it.
const MOST_CO_GIVERS: usize = 20;

/// Refuses a share that is no part of what the claim costs beside the others'.
fn check(claim: &Claim, others: &[Share], share: Option<Money>) -> Answer<()> {
    let mut fields = Fields::default();
    fields.money("share", share);
    if share.is_some()
        && let Err(why) = fits(claim.cost, amounts(others).chain(share))
    {
        fields.refuse("share", why);
    }
    fields.finish()
}

/// Everybody who gives it or is asked to, but this one.
async fn others(tx: &mut Tx, claim: ClaimId, but: AccountId) -> Answer<Vec<Share>> {
    let all = store::of_claim(&mut *tx, claim).await?;
    Ok(all.into_iter().filter(|share| share.account_id != but).collect())
}

/// Asks somebody else who may give the wish to give one's claim together, and says what of its cost would be theirs. Until they say
/// yes nobody else knows. Asked again, they are asked for another share.
#[utoipa::path(put, path = "/api/v1/claims/{id}/co-givers/{account_id}", tag = "claims",
    params(("id" = String, Path), ("account_id" = String, Path)), request_body = AskedShare, security(("bearer" = [])),
    responses((status = 200, body = ClaimView), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "It was given back, that person may not give it, agreed already, or 20 are asked."),
        (status = 422, description = "A field breaks a rule, or the share is no part of what the claim costs.")))]
async fn ask_co_giver(
    app: State<App>,
    signed: Signed,
    Path((id, to)): Path<(ClaimId, AccountId)>,
    Json(AskedShare { share }): Json<AskedShare>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_some() {
        return Err(ApiError::conflict("You gave it back; take it up again first."));
    }
    if to == account || !visibility::claims::givers(&mut tx, claim.item_id).await?.contains(&to) {
        return Err(ApiError::conflict("They are nobody else who may give it."));
    }
    let others = others(&mut tx, id, to).await?;
    check(&claim, &others, share)?;
    if others.len() >= MOST_CO_GIVERS {
        return Err(ApiError::conflict("20 people are asked to give it already."));
    }
    if !store::ask(&mut tx, (id, to), share, now).await? {
        return Err(ApiError::conflict("They give it with you already, and say themselves how much."));
    }
    store::count_change(&mut tx, id, now).await?;
    events::append(&mut tx, told_alone(claim.item_id, [account, to]), now).await?;
    answer(tx, account, id).await
}

/// Takes back what one asked somebody, or gives it without them from now on. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/claims/{id}/co-givers/{account_id}", tag = "claims",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They do not give it with them."), (status = 404, description = "No such claim of theirs.")))]
async fn remove_co_giver(
    app: State<App>,
    signed: Signed,
    Path((id, co_giver)): Path<(ClaimId, AccountId)>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    // Whoever is one of those it is for by now is told nothing.
    let concerned = concern(&mut tx, id, co_giver).await?.map(|_| co_giver);
    if store::remove(&mut tx, id, co_giver).await? {
        store::count_change(&mut tx, id, now).await?;
        tell_with(&mut tx, claim.item_id, account, concerned, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says yes to giving something together, or changes what of its cost one gives. What is not said stays as it was proposed.
#[utoipa::path(put, path = "/api/v1/claims/{id}/share", tag = "claims", params(("id" = String, Path)), request_body = SharePatch,
    security(("bearer" = [])),
    responses((status = 200, body = SharedClaimView), (status = 404, description = "Nothing that they are asked to give."),
        (status = 422, description = "A field breaks a rule, or the share is no part of what the claim costs.")))]
async fn join_claim(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ClaimId>,
    Json(SharePatch { share }): Json<SharePatch>,
) -> Answer<Json<SharedClaimView>> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let shared = concern(&mut tx, id, account).await?.ok_or_else(ApiError::not_found)?;
    claims::turn(&mut tx, shared.item_id).await?;
    // Within the turn: it may have been given back, handed on or taken back meanwhile.
    let shared = concern(&mut tx, id, account).await?.ok_or_else(ApiError::not_found)?;
    let claim = claims::by_id(&mut tx, shared.giver_id, id).await?.ok_or_else(ApiError::not_found)?;
    let all = store::of_claim(&mut tx, id).await?;
    let (own, others): (Vec<Share>, Vec<Share>) = all.into_iter().partition(|share| share.account_id == account);
    let share = share.unwrap_or_else(|| amounts(&own).next());
    check(&claim, &others, share)?;
    store::agree(&mut tx, (id, account), share, now).await?;
    store::count_change(&mut tx, id, now).await?;
    tell_with(&mut tx, shared.item_id, shared.giver_id, Some(account), now).await?;
    let view = seen((&mut tx).into(), account, shared).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    Ok(Json(view))
}

/// Says no, or gives it no longer together with them.
#[utoipa::path(delete, path = "/api/v1/claims/{id}/share", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They do not give it with them."), (status = 404, description = "Nothing that they are asked to give.")))]
async fn leave_claim(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let shared = concern(&mut tx, id, account).await?.ok_or_else(ApiError::not_found)?;
    claims::turn(&mut tx, shared.item_id).await?;
    if !store::remove(&mut tx, id, account).await? {
        return Err(ApiError::not_found());
    }
    store::count_change(&mut tx, id, now).await?;
    tell_with(&mut tx, shared.item_id, shared.giver_id, Some(account), now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What one gives together with others who claimed it, and is asked to, the latest first.
#[utoipa::path(get, path = "/api/v1/claims/shares", tag = "claims", security(("bearer" = [])),
    responses((status = 200, body = [SharedClaimView])))]
async fn list_shared_claims(app: State<App>, signed: Signed) -> Answer<Json<Vec<SharedClaimView>>> {
    let mut views = Vec::new();
    for shared in store::shared(&app.db, signed.account_id, None).await? {
        views.extend(seen((&app.db).into(), signed.account_id, shared).await?);
    }
    Ok(Json(views))
}

/// This claim, where they give it too or are asked to.
async fn concern(tx: &mut Tx, id: ClaimId, account: AccountId) -> Answer<Option<Shared>> {
    Ok(store::shared(&mut *tx, account, Some(id)).await?.pop())
}

/// The claim as one of those who give it together sees it; nothing where it went meanwhile.
async fn seen(mut at: At<'_>, account: AccountId, shared: Shared) -> Answer<Option<SharedClaimView>> {
    let Some(claim) = claims::by_id(at.again(), shared.giver_id, shared.claim_id).await? else { return Ok(None) };
    let shares = store::of_claim(at, shared.claim_id).await?;
    Ok(visibility::claims::shared(account, claim, (shared.giver, shares)))
}
