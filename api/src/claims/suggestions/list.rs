//! Reading suggestions, and the switch by which an owner wants none.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::BoardId;
use shared::wire::suggestions::{SuggestionChoice, SuggestionView, SuggestionsView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store;
use crate::App;
use crate::boards;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::visibility;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_suggestions, choose_suggestions)).routes(routes!(list_my_suggestions))
}

/// What was suggested for a list, for those who give. Whoever it is for is answered as if there were nothing, until the reveal:
/// then they see what was thought of and who gave it, and save as a wish what they would still like.
#[utoipa::path(get, path = "/api/v1/boards/{id}/suggestions", tag = "suggestions", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = SuggestionsView), (status = 404, description = "No such board for this viewer.")))]
async fn list_suggestions(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<Json<SuggestionsView>> {
    let (viewer, now) = (signed.account_id, app.clock.now());
    boards::relation(&app.db, Some(viewer), id).await?.ok_or_else(ApiError::not_found)?;
    let refused = store::refused(&app.db, id).await?;
    let told = boards::policy::of_board(&app.db, id, now).await?;
    let all = visibility::suggestions::on_board(&app.db, viewer, id, now).await?;
    let entries = all.into_iter().filter_map(|seen| visibility::suggestions::view(seen, viewer, told.names)).collect();
    Ok(Json(SuggestionsView { refused, entries }))
}

/// Says whether others may suggest anything for one's list. What was suggested before stays among givers, and whoever chooses is not
/// told whether there is any.
#[utoipa::path(put, path = "/api/v1/boards/{id}/suggestions", tag = "suggestions", params(("id" = String, Path)), request_body = SuggestionChoice,
    security(("bearer" = [])),
    responses((status = 204, description = "That holds from now on."), (status = 403, description = "Only the board's owner may do that."),
        (status = 404, description = "No such board for this viewer."), (status = 422, description = "A field breaks a rule.")))]
async fn choose_suggestions(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
    Json(SuggestionChoice { refused }): Json<SuggestionChoice>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    boards::owned(&mut tx, signed.account_id, id).await?;
    store::set_refused(&mut tx, id, refused).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What one suggested, in the bin too, and what one gives of what others did; the newest first.
#[utoipa::path(get, path = "/api/v1/suggestions", tag = "suggestions", security(("bearer" = [])),
    responses((status = 200, body = [SuggestionView])))]
async fn list_my_suggestions(app: State<App>, signed: Signed) -> Answer<Json<Vec<SuggestionView>>> {
    let (viewer, now) = (signed.account_id, app.clock.now());
    let mut told = BTreeMap::new();
    let mut views = Vec::new();
    for seen in visibility::suggestions::mine(&app.db, viewer, now).await? {
        let board = seen.suggestion.board_id;
        let names = match told.entry(board) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => *entry.insert(boards::policy::of_board(&app.db, board, now).await?.names),
        };
        views.extend(visibility::suggestions::view(seen, viewer, names));
    }
    Ok(Json(views))
}
