//! A board's link: whoever has its token sees the board, until the token is renewed or the audience changes.

use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use shared::id::BoardId;
use shared::wire::boards::{Audience, BoardView};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{owned, store, tell};
use crate::App;
use crate::chance;
use crate::db::At;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, MaybeSigned, Path, Signed};
use crate::visibility::{self, Way};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_linked_board)).routes(routes!(renew_link))
}

/// The board behind a link. Nothing in the answer says who else has the link.
#[utoipa::path(get, path = "/api/v1/links/{token}", tag = "boards", params(("token" = String, Path, max_length = 64)),
    security((), ("bearer" = [])),
    responses((status = 200, body = BoardView), (status = 404, description = "The link opens nothing (any more).")))]
async fn read_linked_board(
    app: axum::extract::State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(token): Path<String>,
) -> Answer<([(axum::http::HeaderName, &'static str); 2], Json<BoardView>)> {
    let viewer = signed.map(|signed| signed.account_id);
    let board = store::by_link(&app.db, viewer, &token).await?.ok_or_else(ApiError::not_found)?;
    let view = visibility::board(board, viewer, Way::Link).ok_or_else(ApiError::not_found)?;
    // The address is the key: no cache keeps it, and no other page learns it.
    Ok(([(CACHE_CONTROL, "private, no-store"), (REFERRER_POLICY, "no-referrer")], Json(view)))
}

/// The board behind a link, for a page: a browser that opens one says of nobody who they are.
///
/// # Errors
/// `NotFound` where the token opens nothing (any more).
pub(crate) async fn behind_link(at: impl Into<At<'_>>, token: &str) -> Answer<BoardView> {
    let board = store::by_link(at, None, token).await?.ok_or_else(ApiError::not_found)?;
    visibility::board(board, None, Way::Link).ok_or_else(ApiError::not_found)
}

/// Draws a new token; the old link opens nothing from then on.
#[utoipa::path(post, path = "/api/v1/boards/{id}/link", tag = "boards", params(("id" = String, Path), ("If-Match" = String, Header)),
    security(("bearer" = [])),
    responses((status = 200, body = BoardView), (status = 404, description = "No such board."),
        (status = 409, description = "The board is not shared by link."), (status = 412, description = "It was changed meanwhile."),
        (status = 428, description = "If-Match is missing.")))]
async fn renew_link(
    app: axum::extract::State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<BoardId>,
) -> Answer<([(axum::http::HeaderName, axum::http::HeaderValue); 1], Json<BoardView>)> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let mut board = owned(&mut tx, signed.account_id, id).await?;
    if board.audience != Audience::Link || board.deleted_at.is_some() {
        return Err(ApiError::conflict("Only a board with the audience link has a link."));
    }
    version.check(board.version)?;
    board.link_token = Some(chance::token());
    super::edit::write(&mut tx, &board, now).await?;
    tell(&mut tx, id, Event::BoardChanged { board_id: id }, now).await?;
    super::edit::answer(tx, signed.account_id, id).await
}
