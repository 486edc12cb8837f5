//! Reading boards.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue};
use shared::id::BoardId;
use shared::wire::Page;
use shared::wire::boards::BoardView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Board, store};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, MaybeSigned, Paging, Path, Query, Signed, etag, page_of};
use crate::visibility::{self, Way};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_boards)).routes(routes!(read_board))
}

/// The boards that the person owns or may change, *My wishes* first, then the oldest.
#[utoipa::path(get, path = "/api/v1/boards", tag = "boards", params(Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<BoardView>)))]
async fn list_boards(app: State<App>, signed: Signed, Query(paging): Query<Paging>) -> Answer<Json<Page<BoardView>>> {
    let account = signed.account_id;
    let limit = paging.limit()?;
    let after = paging.after::<store::ListKey>()?.unwrap_or((-1, 0, String::new()));
    let rows = store::list(&app.db, account, after, limit as i64 + 1).await?;
    let key = |board: &Board| {
        let rank = i64::from(board.default_for != Some(account));
        (rank, board.created_at.as_millis(), board.id.to_string())
    };
    let page = page_of(rows, limit, key, |board| visibility::board(board, Some(account), Way::Id));
    Ok(Json(Page { entries: page.entries.into_iter().flatten().collect(), next_cursor: page.next_cursor }))
}

/// One board. Signed out, only public ones exist.
#[utoipa::path(get, path = "/api/v1/boards/{id}", tag = "boards", params(("id" = String, Path)), security((), ("bearer" = [])),
    responses((status = 200, body = BoardView), (status = 404, description = "No such board for this viewer.")))]
async fn read_board(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(id): Path<BoardId>,
) -> Answer<([(HeaderName, HeaderValue); 1], Json<BoardView>)> {
    let viewer = signed.map(|signed| signed.account_id);
    let board = store::by_id(&app.db, viewer, id).await?.ok_or_else(ApiError::not_found)?;
    let tag = etag(board.version);
    let view = visibility::board(board, viewer, Way::Id).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}
