//! Changing a claim, giving it back, and taking it up again.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ClaimId};
use shared::wire::claims::{ClaimPatch, ClaimView};
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::claim::Claim;
use super::create::{Tagged, answer, check};
use super::{giving, store, tell, together};
use crate::App;
use crate::boards;
use crate::db::Tx;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, OptionalIfMatch, Path, Signed};
use crate::fields::Fields;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(patch_claim, give_back_claim)).routes(routes!(restore_claim))
}

/// Their claim, the turn of its wish being this transaction's.
pub(super) async fn held(tx: &mut Tx, account: AccountId, id: ClaimId) -> Answer<Claim> {
    let found = store::by_id(&mut *tx, account, id).await?.ok_or_else(ApiError::not_found)?;
    store::turn(tx, found.item_id).await?;
    store::by_id(&mut *tx, account, id).await?.ok_or_else(ApiError::not_found)
}

/// Changes one's claim: how many, how far it has come (any state from any other: a slip is taken back the same way), what
/// other givers are told.
#[utoipa::path(patch, path = "/api/v1/claims/{id}", tag = "claims", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = ClaimPatch, security(("bearer" = [])),
    responses((status = 200, body = ClaimView), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "So many are not free (taken), or it was given back."), (status = 412, description = "It was changed meanwhile."),
        (status = 422, description = "A field breaks a rule."), (status = 428, description = "If-Match is missing.")))]
async fn patch_claim(
    app: State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<ClaimId>,
    Json(patch): Json<ClaimPatch>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let mut claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_some() {
        return Err(ApiError::conflict("You gave it back; take it up again first."));
    }
    version.check(claim.version)?;
    let ClaimPatch { quantity, state, note, cost, reveals_at } = patch;
    let before = claim.quantity;
    claim.quantity = quantity.unwrap_or(before);
    claim.state = state.unwrap_or(claim.state);
    claim.note = note.unwrap_or(claim.note);
    claim.cost = cost.unwrap_or(claim.cost);
    let mut fields = Fields::default();
    check(&mut fields, Some(claim.quantity), &mut claim.note, claim.cost);
    if let Some(cost) = cost {
        let shares = together::of_claim(&mut tx, id).await?;
        if together::fits(cost, together::amounts(&shares)).is_err() {
            fields.refuse("cost", "is less than what others give of it, or in another currency");
        }
    }
    if let Some(chosen) = reveals_at {
        let of_lists = boards::occasion::reveal_of(&mut tx, claim.item_id, now).await?;
        fields.moment("reveals_at", chosen);
        if chosen.is_some_and(|at| of_lists.is_none_or(|date| at < date)) {
            fields.refuse("reveals_at", "is before the reveal date of the lists that it lies on, or they have none");
        }
        claim.reveals_at = chosen;
    }
    fields.finish()?;
    if claim.quantity > before {
        let item = giving::givable((&mut tx).into(), account, claim.item_id).await?;
        giving::free(&mut tx, &item, &claim).await?;
    }
    if !store::update(&mut tx, &claim, now).await? {
        return Err(ApiError::new(ProblemKind::Changed).detail("Read it again and decide anew."));
    }
    tell(&mut tx, claim.item_id, account, now).await?;
    answer(tx, account, id).await
}

/// Gives one's claim back: it is free for others. Always possible; doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/claims/{id}", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is given back."), (status = 404, description = "No such claim of theirs."),
        (status = 412, description = "It was changed meanwhile.")))]
async fn give_back_claim(
    app: State<App>,
    signed: Signed,
    version: OptionalIfMatch,
    Path(id): Path<ClaimId>,
) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_none() {
        version.check(claim.version)?;
        store::end(&mut tx, id, now).await?;
        tell(&mut tx, claim.item_id, account, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a claim up again that one gave back, where so many are still free.
#[utoipa::path(post, path = "/api/v1/claims/{id}/restore", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ClaimView), (status = 403, description = "It is for them by now, or they may only look."),
        (status = 404, description = "No such claim of theirs, or they do not see the wish any more."),
        (status = 409, description = "So many are not free any more (taken), or nobody wishes for it.")))]
async fn restore_claim(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_some() {
        let item = giving::givable((&mut tx).into(), account, claim.item_id).await?;
        giving::free(&mut tx, &item, &claim).await?;
        // It is given anew: under the date that its lists have by now, and hidden from whoever it is for by now as well.
        let reveals_at = boards::occasion::reveal_of(&mut tx, claim.item_id, now).await?;
        store::take_up(&mut tx, &claim, reveals_at, now).await?;
        together::let_go_of(&mut tx, id, claim.item_id).await?;
        tell(&mut tx, claim.item_id, account, now).await?;
    }
    answer(tx, account, id).await
}
