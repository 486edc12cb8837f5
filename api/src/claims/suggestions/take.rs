//! Giving what somebody suggested, and giving it back.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, SuggestionId};
use shared::wire::event::Event;
use shared::wire::problem::ProblemKind;
use shared::wire::suggestions::{SuggestionClaim, SuggestionView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::edit::{Tagged, answer};
use super::{seen, store, tell};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::visibility;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(claim_suggestion, give_back_suggestion))
}

/// Says that one gives it, and how far it has come: any state from any other. One person gives it, whoever is first.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/claim", tag = "suggestions", params(("id" = String, Path)), request_body = SuggestionClaim,
    security(("bearer" = [])),
    responses((status = 200, body = SuggestionView), (status = 403, description = "They do not see the list any more."),
        (status = 404, description = "No such suggestion for this viewer."),
        (status = 409, description = "Somebody else gives it (taken), or it is in the bin."), (status = 422, description = "A field breaks a rule.")))]
async fn claim_suggestion(
    app: State<App>,
    signed: Signed,
    Path(id): Path<SuggestionId>,
    Json(SuggestionClaim { state }): Json<SuggestionClaim>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let found = seen(&mut tx, account, id, now).await?;
    if found.suggestion.deleted_at.is_some() {
        return Err(ApiError::conflict("It is in the bin; restore it first."));
    }
    // Who gives it already goes on with it, whatever they see of the list.
    if found.suggestion.taken_by != Some(account) && !found.part.known {
        return Err(ApiError::forbidden("Only members of a group that the list is shown to may give it."));
    }
    if !store::take(&mut tx, &found.suggestion, account, state).await? {
        return Err(ApiError::new(ProblemKind::Taken));
    }
    tell(&mut tx, found.suggestion.board_id, &[account], now).await?;
    answer(tx, account, id, now).await
}

/// Gives it back: it is free for others. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/suggestions/{id}/claim", tag = "suggestions", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They do not give it."), (status = 404, description = "No such suggestion for this viewer.")))]
async fn give_back_suggestion(app: State<App>, signed: Signed, Path(id): Path<SuggestionId>) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let found = seen(&mut tx, account, id, now).await?;
    if store::give_back(&mut tx, id, account).await? {
        tell(&mut tx, found.suggestion.board_id, &[account], now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives back what somebody does not see any more and has not bought, or what is for themselves by now; who is told of what.
///
/// # Errors
/// Those of the database.
pub(in crate::claims) async fn let_go(tx: &mut Tx, account: AccountId) -> Result<Vec<(AccountId, Event)>, StoreError> {
    let mut told = Vec::new();
    for board_id in store::let_go(tx, account).await? {
        let givers = visibility::suggestions::givers(&mut *tx, board_id).await?;
        told.extend(givers.into_iter().map(|giver| (giver, Event::ListChanged { board_id })));
    }
    Ok(told)
}
