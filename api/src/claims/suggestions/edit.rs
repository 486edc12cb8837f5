//! Suggesting something, changing it, and taking it away.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::{AccountId, BoardId, SuggestionId};
use shared::time::Timestamp;
use shared::wire::boards::BoardRelation;
use shared::wire::claims::ClaimSight;
use shared::wire::problem::ProblemKind;
use shared::wire::suggestions::{NewSuggestion, SuggestionPatch, SuggestionView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{MOST_SUGGESTIONS, Suggestion, seen, store, tell};
use crate::App;
use crate::boards;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, Path, Signed, etag};
use crate::fields::Fields;
use crate::visibility;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_suggestion))
        .routes(routes!(patch_suggestion, bin_suggestion))
        .routes(routes!(restore_suggestion))
}

pub(super) type Tagged = ([(HeaderName, HeaderValue); 1], Json<SuggestionView>);

/// The suggestion as this giver sees it now, and the transaction's end.
pub(super) async fn answer(mut tx: Tx, viewer: AccountId, id: SuggestionId, now: Timestamp) -> Answer<Tagged> {
    let seen = seen(&mut tx, viewer, id, now).await?;
    let names = boards::policy::of_board(&mut tx, seen.suggestion.board_id, now).await?.names;
    tx.commit().await?;
    let tag = etag(seen.suggestion.version);
    let view = visibility::suggestions::view(seen, viewer, names).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}

fn check(suggestion: &mut Suggestion) -> Answer<()> {
    let mut fields = Fields::default();
    fields.title("title", &mut suggestion.title, 500);
    fields.address("url", &mut suggestion.url);
    fields.money("price", suggestion.price);
    fields.lines("note", &mut suggestion.note, 2000);
    fields.finish()
}

/// Suggests something for somebody's list, seen by all who give there and by nobody whom it is for. The same id and body again
/// answers 200.
#[utoipa::path(post, path = "/api/v1/boards/{id}/suggestions", tag = "suggestions", params(("id" = String, Path)), request_body = NewSuggestion,
    security(("bearer" = [])),
    responses((status = 201, body = SuggestionView), (status = 200, body = SuggestionView, description = "It was made before, by this very request."),
        (status = 403, description = "It is for them, or they may only look."), (status = 404, description = "No such board for this viewer."),
        (status = 409, description = "Its owner wants none, there are 200, or the id is taken."), (status = 422, description = "A field breaks a rule.")))]
async fn create_suggestion(
    app: State<App>,
    signed: Signed,
    Path(board_id): Path<BoardId>,
    Json(new): Json<NewSuggestion>,
) -> Answer<(StatusCode, Tagged)> {
    let digest = of_body(&(board_id, &new))?;
    let (account, now) = (signed.account_id, app.clock.now());
    let NewSuggestion { id, title, url, price, note } = new;
    let mut suggestion = Suggestion {
        id,
        board_id,
        account_id: account,
        title,
        url,
        price,
        note,
        owners: Vec::new(),
        names: shared::wire::claims::GiverNames::Hidden,
        reveals_at: None,
        created_at: now,
        deleted_at: None,
        taken_by: None,
        state: None,
        version: 1,
    };
    check(&mut suggestion)?;
    let mut tx = app.db.begin().await?;
    boards::relation(&mut tx, Some(account), board_id).await?.ok_or_else(ApiError::not_found)?;
    match visibility::suggestions::part(&mut tx, account, board_id).await?.sight() {
        ClaimSight::Giver => {}
        ClaimSight::Receiver => return Err(ApiError::forbidden("The list is for you; put it there as a wish.")),
        ClaimSight::Onlooker => {
            return Err(ApiError::forbidden("Only members of a group that it is shown to may suggest something."));
        }
    }
    if let Some(before) = store::digest(&mut tx, id).await? {
        if before != (account, board_id, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return Ok((StatusCode::OK, answer(tx, account, id, now).await?));
    }
    if store::refused(&mut tx, board_id).await? {
        return Err(ApiError::conflict("Whoever the list is for wants nothing but what stands on it."));
    }
    if store::count(&mut tx, board_id).await? >= MOST_SUGGESTIONS {
        return Err(ApiError::conflict("There are 200 suggestions for this list already."));
    }
    let owners = boards::persons(&mut tx, board_id).await?;
    let owners = owners.into_iter().filter(|person| person.relation == BoardRelation::Owner);
    suggestion.owners = owners.map(|owner| owner.display_name).collect();
    suggestion.names = boards::policy::of_board(&mut tx, board_id, now).await?.names;
    suggestion.reveals_at = boards::occasion::reveal_on(&mut tx, board_id, now).await?;
    if !store::insert(&mut tx, &suggestion, &digest).await? {
        return Err(ApiError::conflict("This id is taken; draw another one."));
    }
    tell(&mut tx, board_id, &[account], now).await?;
    Ok((StatusCode::CREATED, answer(tx, account, id, now).await?))
}

/// One's own suggestion.
async fn own(tx: &mut Tx, account: AccountId, id: SuggestionId, now: Timestamp) -> Answer<Suggestion> {
    let seen = seen(tx, account, id, now).await?.suggestion;
    if seen.account_id == account { Ok(seen) } else { Err(ApiError::forbidden("Only who suggested it may do that.")) }
}

/// Changes what one suggested. Whoever gives it is told.
#[utoipa::path(patch, path = "/api/v1/suggestions/{id}", tag = "suggestions", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = SuggestionPatch, security(("bearer" = [])),
    responses((status = 200, body = SuggestionView), (status = 403, description = "Somebody else suggested it."),
        (status = 404, description = "No such suggestion for this viewer."), (status = 409, description = "It is in the bin."),
        (status = 412, description = "It was changed meanwhile."), (status = 422, description = "A field breaks a rule."),
        (status = 428, description = "If-Match is missing.")))]
async fn patch_suggestion(
    app: State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<SuggestionId>,
    Json(patch): Json<SuggestionPatch>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let mut suggestion = own(&mut tx, account, id, now).await?;
    if suggestion.deleted_at.is_some() {
        return Err(ApiError::conflict("It is in the bin; restore it first."));
    }
    version.check(suggestion.version)?;
    let SuggestionPatch { title, url, price, note } = patch;
    suggestion.title = title.unwrap_or(suggestion.title);
    suggestion.url = url.unwrap_or(suggestion.url);
    suggestion.price = price.unwrap_or(suggestion.price);
    suggestion.note = note.unwrap_or(suggestion.note);
    check(&mut suggestion)?;
    if !store::update(&mut tx, &suggestion).await? {
        return Err(ApiError::new(ProblemKind::Changed).detail("Read it again and decide anew."));
    }
    let mut more = vec![account];
    if let Some(taker) = suggestion.taken_by {
        // Who gives it may not see the list any more, or be one of those it is for by now: those are told nothing.
        let seen = visibility::suggestions::by_id(&mut tx, taker, id, now).await?;
        more.extend(seen.filter(|seen| seen.among_givers(taker)).map(|_| taker));
    }
    tell(&mut tx, suggestion.board_id, &more, now).await?;
    answer(tx, account, id, now).await
}

/// Puts one's suggestion into the bin, for thirty days. What somebody else gives stays. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/suggestions/{id}", tag = "suggestions", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the bin."), (status = 403, description = "Somebody else suggested it."),
        (status = 404, description = "No such suggestion for this viewer."), (status = 409, description = "Somebody else gives it.")))]
async fn bin_suggestion(app: State<App>, signed: Signed, Path(id): Path<SuggestionId>) -> Answer<StatusCode> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let suggestion = own(&mut tx, account, id, now).await?;
    if suggestion.deleted_at.is_none() {
        if !store::bin(&mut tx, id, account, now).await? {
            return Err(ApiError::conflict("Somebody gives it; ask them first."));
        }
        tell(&mut tx, suggestion.board_id, &[account], now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings one's suggestion back from the bin.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/restore", tag = "suggestions", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = SuggestionView), (status = 403, description = "Somebody else suggested it."),
        (status = 404, description = "No such suggestion for this viewer."), (status = 409, description = "There are 200 for this list.")))]
async fn restore_suggestion(app: State<App>, signed: Signed, Path(id): Path<SuggestionId>) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let suggestion = own(&mut tx, account, id, now).await?;
    if suggestion.deleted_at.is_some() {
        if store::count(&mut tx, suggestion.board_id).await? >= MOST_SUGGESTIONS {
            return Err(ApiError::conflict("There are 200 suggestions for this list already."));
        }
        store::restore(&mut tx, id).await?;
        tell(&mut tx, suggestion.board_id, &[account], now).await?;
    }
    answer(tx, account, id, now).await
}
