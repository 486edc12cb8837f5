//! Boards on their way to the bin, back within 30 days, and out of it for good.
//! So that nothing is deleted by a slip: *undo* is a restore.
//! It never removes the items that lay on a board; they are their person's, and stay on other boards.

pub(crate) mod store;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::BoardId;
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::boards::{Audience, BoardView};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store as boards;
use super::{Board, edit, onlookers, owned, tell};
use crate::App;
use crate::db::{Db, StoreError};
use crate::error::Answer;
use crate::extract::{Json, OptionalIfMatch, Paging, Path, Query, Signed, page_of};
use crate::pictures::{self, Subject};
use crate::visibility::{self, Way};

/// How long a board or an item can be brought back: 30 days, in milliseconds.
pub(crate) const KEPT_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(bin_board)).routes(routes!(restore_board)).routes(routes!(list_binned_boards))
}

/// Puts a board into the bin. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/boards/{id}", tag = "boards", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the bin."), (status = 403, description = "Only its owner may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is locked."),
        (status = 412, description = "It was changed meanwhile.")))]
async fn bin_board(
    app: State<App>,
    signed: Signed,
    version: OptionalIfMatch,
    Path(id): Path<BoardId>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.deleted_at.is_none() {
        board.unlocked(now)?;
        version.check(board.version)?;
        store::bin(&mut tx, id, now).await?;
        if board.audience == Audience::Groups {
            onlookers::hidden(&mut tx, id, now).await?;
        }
        tell(&mut tx, id, Event::BoardRemoved { board_id: id }, now).await?;
    }
    // With nothing to do as well: what it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a board back from the bin. What was *My wishes* comes back as an ordinary board.
#[utoipa::path(post, path = "/api/v1/boards/{id}/restore", tag = "boards", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = BoardView), (status = 403, description = "Only its owner may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "The account has 500 boards, or it is locked.")))]
async fn restore_board(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
) -> Answer<([(HeaderName, HeaderValue); 1], Json<BoardView>)> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.deleted_at.is_some() {
        board.unlocked(now)?;
        edit::bounded(&mut tx, board.account_id).await?;
    }
    if store::restore(&mut tx, id, now).await? {
        onlookers::changed(&mut tx, id, now).await?;
        tell(&mut tx, id, Event::BoardAdded { board_id: id }, now).await?;
    }
    edit::answer(tx, signed.account_id, id).await
}

/// The person's boards in the bin, those that go first first.
#[utoipa::path(get, path = "/api/v1/bin/boards", tag = "boards", params(Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<BoardView>)))]
async fn list_binned_boards(
    app: State<App>,
    signed: Signed,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<BoardView>>> {
    let account = signed.account_id;
    let limit = paging.limit()?;
    let after = paging.after::<(i64, String)>()?.unwrap_or((0, String::new()));
    let rows = boards::list_bin(&app.db, account, after, limit as i64 + 1).await?;
    let key = |board: &Board| (board.deleted_at.map_or(0, Timestamp::as_millis), board.id.to_string());
    let page = page_of(rows, limit, key, |board| visibility::board(board, Some(account), Way::Id));
    Ok(Json(Page { entries: page.entries.into_iter().flatten().collect(), next_cursor: page.next_cursor }))
}

/// Removes for good what went to the bin 30 days before `now`, at most `most` boards; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let before = now.plus_millis(-KEPT_MILLIS);
    let expired = store::expired(db, before, most).await?;
    for id in &expired {
        let mut tx = db.begin().await?;
        let picture = pictures::shown_by(&mut tx, Subject::Board(*id)).await?;
        store::purge(&mut tx, *id, before).await?;
        if let Some(picture) = picture {
            pictures::expire(&mut tx, picture, now).await?;
        }
        tx.commit().await?;
    }
    Ok(expired.len())
}
