//! Offering, taking and declining.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ClaimId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimOfferView, ClaimView, NewClaimOffer};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store;
use crate::App;
use crate::claims::change::held;
use crate::claims::create::{Tagged, answer};
use crate::claims::{pools, store as claims, tell, together};
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::events;
use crate::extract::{Json, Path, Signed};
use crate::visibility;

pub(in crate::claims) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(offer_claim, withdraw_claim_offer))
        .routes(routes!(accept_claim))
        .routes(routes!(list_claim_offers))
}

/// An offer is told to its two people alone.
async fn tell_both(tx: &mut Tx, item_id: ItemId, both: [AccountId; 2], now: Timestamp) -> Result<(), StoreError> {
    let told = both.into_iter().map(|account| (account, Event::ClaimsChanged { item_id })).collect();
    events::append(tx, told, now).await
}

/// Offers one's claim to somebody else who may give the wish. Until they take it one gives it oneself; another offer replaces it.
#[utoipa::path(put, path = "/api/v1/claims/{id}/offer", tag = "claims", params(("id" = String, Path)), request_body = NewClaimOffer,
    security(("bearer" = [])),
    responses((status = 204, description = "It is offered to them."), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "It was given back, its pool is completed, or that person may not give it.")))]
async fn offer_claim(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ClaimId>,
    Json(NewClaimOffer { to }): Json<NewClaimOffer>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_some() {
        return Err(ApiError::conflict("You gave it back; take it up again first."));
    }
    if to == account || !visibility::claims::givers(&mut tx, claim.item_id).await?.contains(&to) {
        return Err(ApiError::conflict("They are nobody else who may give it."));
    }
    if pools::is_completed(&mut tx, id).await? {
        return Err(ApiError::conflict("Others owe you for it; settle its pool first."));
    }
    store::offer(&mut tx, id, to, now).await?;
    tell_both(&mut tx, claim.item_id, [account, to], now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an offer back, or declines it. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/claims/{id}/offer", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is not offered any more."), (status = 404, description = "No such claim of theirs, and no such offer to them.")))]
async fn withdraw_claim_offer(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    if let Some(item) = store::offered_item(&mut tx, id, account).await? {
        claims::turn(&mut tx, item).await?;
        store::decline(&mut tx, id, account).await?;
        let giver = claims::digest(&mut tx, id).await?.map(|(giver, _)| giver);
        tell_both(&mut tx, item, [giver.unwrap_or(account), account], now).await?;
    } else {
        let claim = held(&mut tx, account, id).await?;
        if let Some(to) = store::offered_to(&mut tx, id).await? {
            store::take_back(&mut tx, id).await?;
            tell_both(&mut tx, claim.item_id, [account, to], now).await?;
        }
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes over what somebody else offered: from then on one gives it oneself, as far as it has come.
#[utoipa::path(post, path = "/api/v1/claims/{id}/accept", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ClaimView), (status = 404, description = "Nothing that is offered to them."),
        (status = 409, description = "They give that wish already.")))]
async fn accept_claim(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let item = store::offered_item(&mut tx, id, account).await?.ok_or_else(ApiError::not_found)?;
    claims::turn(&mut tx, item).await?;
    // Within the turn: it may have been given back, taken back or offered to somebody else meanwhile.
    store::offered_item(&mut tx, id, account).await?.ok_or_else(ApiError::not_found)?;
    let before = claims::digest(&mut tx, id).await?.map(|(giver, _)| giver);
    let handed = store::hand_on(&mut tx, id, account, now).await.map_err(|error| match error {
        StoreError::Conflict => ApiError::conflict("You give it already; change how many instead."),
        other => other.into(),
    })?;
    if !handed {
        return Err(ApiError::not_found());
    }
    store::take_back(&mut tx, id).await?;
    // Who gave it too gives it now, and what of it was theirs is in what is left to them.
    together::remove(&mut tx, id, account).await?;
    if let Some(before) = before {
        tell(&mut tx, item, before, now).await?;
    }
    answer(tx, account, id).await
}

/// What others offer one, the oldest first.
#[utoipa::path(get, path = "/api/v1/claims/offers", tag = "claims", security(("bearer" = [])),
    responses((status = 200, body = [ClaimOfferView])))]
async fn list_claim_offers(app: State<App>, signed: Signed) -> Answer<Json<Vec<ClaimOfferView>>> {
    Ok(Json(store::offers(&app.db, signed.account_id).await?))
}
