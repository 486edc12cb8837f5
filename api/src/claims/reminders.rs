//! Claims of which nothing was heard for long: their givers are asked, and what nobody answers for is free again.
//!
//! A claim that is not bought is asked about three weeks after its giver last touched it, in their own list and, where their address is
//! confirmed, by mail. A week later it ends. Anything that they do to it counts as an answer. Those it is for are told nothing of
//! either: it happens in no request of theirs, and in no log but the givers'.

use axum::extract::State;
use shared::id::ClaimId;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimState, ClaimView, MyClaimView};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change::held;
use super::create::{Tagged, answer};
use super::{Claim, mine, store, told};
use crate::db::StoreError;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::mail::{self, Letter};
use crate::{App, accounts, events};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// So long after the last sign of its giver it is asked about.
const ASKED_AFTER_MILLIS: i64 = 21 * DAY_MILLIS;
/// And so long they have for an answer.
const ANSWER_MILLIS: i64 = 7 * DAY_MILLIS;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(confirm_claim)).routes(routes!(list_lapsed_claims))
}

/// From when on it is free again, where nobody says anything of it.
pub(super) fn lapses_at(claim: &Claim) -> Option<Timestamp> {
    if claim.state != ClaimState::Claimed || claim.ended_at.is_some() {
        return None;
    }
    let asked = claim.reminded_at.unwrap_or_else(|| claim.confirmed_at.plus_millis(ASKED_AFTER_MILLIS));
    Some(asked.plus_millis(ANSWER_MILLIS))
}

/// Says that one still gives it: it is not asked about again for three weeks. Doing it again changes nothing else.
#[utoipa::path(post, path = "/api/v1/claims/{id}/confirm", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ClaimView), (status = 404, description = "No such claim of theirs."),
        (status = 409, description = "It was given back, or has lapsed.")))]
async fn confirm_claim(app: State<App>, signed: Signed, Path(id): Path<ClaimId>) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let claim = held(&mut tx, account, id).await?;
    if claim.ended_at.is_some() {
        return Err(ApiError::conflict("You do not give it any more; take it up again."));
    }
    store::confirm(&mut tx, id, now).await?;
    answer(tx, account, id).await
}

/// What one gave and lapsed because one said nothing, the last 30 days: it can be taken up again while one is free.
#[utoipa::path(get, path = "/api/v1/claims/lapsed", tag = "claims", security(("bearer" = [])),
    responses((status = 200, body = [MyClaimView])))]
async fn list_lapsed_claims(app: State<App>, signed: Signed) -> Answer<Json<Vec<MyClaimView>>> {
    let mut lines = Vec::new();
    for claim in store::lapsed(&app.db, signed.account_id).await? {
        lines.push(mine::line(&app, signed.account_id, claim).await?);
    }
    Ok(Json(lines))
}

/// Asks about what is due and ends what nobody answered for, at most `most` claims; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn look_after(app: &App, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let unheard = now.plus_millis(-ASKED_AFTER_MILLIS);
    let unanswered = now.plus_millis(-ANSWER_MILLIS);
    let due = store::due(&app.db, (unheard, unanswered), most).await?;
    for claim in &due {
        let mut tx = app.db.begin().await?;
        store::turn(&mut tx, claim.item_id).await?;
        // Whoever answered meanwhile, or does this in another process, was first.
        if store::lapse(&mut tx, claim.id, unanswered, now).await? {
            let told = told(&mut tx, claim.item_id, claim.account_id).await?;
            events::append(&mut tx, told, now).await?;
        } else if store::remind(&mut tx, claim.id, unheard, now).await? {
            if let Some(to) = accounts::reachable(&mut tx, claim.account_id).await? {
                let letter = Letter::ClaimReminder { title: claim.snapshot.title.clone() };
                mail::enqueue(app, &mut tx, &to.apart(), &letter).await?;
            }
            let event = Event::ClaimsChanged { item_id: claim.item_id };
            events::append(&mut tx, vec![(claim.account_id, event)], now).await?;
        }
        tx.commit().await?;
    }
    if !due.is_empty() {
        app.jobs.ring();
    }
    Ok(due.len())
}
