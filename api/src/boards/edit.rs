//! Making and changing a board.

use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::{AccountId, BoardId};
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardPatch, BoardRelation, BoardView, NewBoard};
use shared::wire::event::Event;
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Board, MOST_BOARDS, default_board, editable, onlookers, store, tell};
use crate::App;
use crate::chance;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, Path, Query, Signed, etag};
use crate::fields::Fields;
use crate::merge::{self, Edit, Edited, Sent, counting};
use crate::pictures::{self, Change, Subject};
use crate::visibility::{self, Way};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_board))
        .routes(routes!(patch_board))
        .routes(routes!(ensure_default_board))
}

type Tagged = ([(HeaderName, HeaderValue); 1], Json<BoardView>);

/// The board as its person sees it now, and the transaction's end.
pub(super) async fn answer(mut tx: Tx, account: AccountId, id: BoardId) -> Answer<Tagged> {
    let board = store::by_id(&mut tx, Some(account), id).await?.ok_or_else(ApiError::not_found)?;
    tx.commit().await?;
    let tag = etag(board.version);
    let view = visibility::board(board, Some(account), Way::Id).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}

/// Writes the board's fields, unless somebody was faster.
pub(super) async fn write(tx: &mut Tx, board: &Board, now: Timestamp) -> Answer<()> {
    if store::update(tx, board, board.version, now).await? {
        return Ok(());
    }
    Err(ApiError::new(ProblemKind::Changed).detail("Read it again and decide anew."))
}

/// Makes a board. The same id and body again answers 200 with the board as it is now.
#[utoipa::path(post, path = "/api/v1/boards", tag = "boards", request_body = NewBoard, security(("bearer" = [])),
    responses((status = 201, body = BoardView), (status = 200, body = BoardView, description = "It was made before, by this very request."),
        (status = 409, description = "The id is taken by another board, or the account has 500 boards."),
        (status = 422, description = "A field breaks a rule.")))]
async fn create_board(
    app: axum::extract::State<App>,
    signed: Signed,
    Json(new): Json<NewBoard>,
) -> Answer<(StatusCode, Tagged)> {
    let digest = of_body(&new)?;
    let now = app.clock.now();
    let mut board = Board {
        description: new.description,
        cover_image: new.cover_image,
        ..Board::new(new.id, signed.account_id, (new.name, new.kind, new.audience), now)
    };
    check(&mut board)?;
    board.link_token = (board.audience == Audience::Link).then(chance::token);
    let mut tx = app.db.begin().await?;
    let mut picture = Change::None;
    if store::digest(&mut tx, new.id).await?.is_none() {
        bounded(&mut tx, signed.account_id).await?;
        let cover = (None, board.cover_image.as_deref());
        picture = pictures::choose(&mut tx, signed.account_id, "cover_image", cover).await?;
    }
    if !store::insert(&mut tx, &board, &digest).await? {
        let (made_by, made_of) = store::digest(&mut tx, new.id).await?.ok_or_else(ApiError::not_found)?;
        if (made_by, made_of) != (signed.account_id, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return Ok((StatusCode::OK, answer(tx, signed.account_id, new.id).await?));
    }
    pictures::show(&mut tx, Subject::Board(new.id), &picture, now).await?;
    store::add_person(&mut tx, new.id, signed.account_id, BoardRelation::Owner, now).await?;
    tell(&mut tx, new.id, Event::BoardAdded { board_id: new.id }, now).await?;
    Ok((StatusCode::CREATED, answer(tx, signed.account_id, new.id).await?))
}

/// Refuses one more board where the account has as many as it may.
///
/// # Errors
/// A conflict that says so.
pub(super) async fn bounded(tx: &mut Tx, account: AccountId) -> Answer<()> {
    if store::count(&mut *tx, account).await? >= MOST_BOARDS {
        return Err(ApiError::conflict("An account has at most 500 boards; delete one first."));
    }
    Ok(())
}

/// The board that a save goes to when it names none, made where it is missing.
#[utoipa::path(put, path = "/api/v1/boards/default", tag = "boards", security(("bearer" = [])),
    responses((status = 200, body = BoardView)))]
async fn ensure_default_board(app: axum::extract::State<App>, signed: Signed) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let (board, made) = default_board(&mut tx, signed.account_id, now).await?;
    if made {
        tell(&mut tx, board, Event::BoardAdded { board_id: board }, now).await?;
    }
    answer(tx, signed.account_id, board).await
}

/// Changes a board. Editors may change what it says; what it is for and who sees it is its owner's.
///
/// With `If-Match: *`, edits of several devices meet field by field, as those of an item do.
#[utoipa::path(patch, path = "/api/v1/boards/{id}", tag = "boards", params(("id" = String, Path), ("If-Match" = String, Header), Sent),
    request_body = BoardPatch, security(("bearer" = [])),
    responses((status = 200, body = BoardView), (status = 403, description = "Only its owner may change that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is in the bin, or locked."),
        (status = 412, description = "It was changed meanwhile."), (status = 422, description = "A field breaks a rule."),
        (status = 428, description = "If-Match is missing.")))]
async fn patch_board(
    app: axum::extract::State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<BoardId>,
    Query(sent): Query<Sent>,
    Json(mut patch): Json<BoardPatch>,
) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, id).await?;
    let mut board = editable(&mut tx, signed.account_id, id).await?;
    if board.person != Some(BoardRelation::Owner) && (patch.kind.is_some() || patch.audience.is_some()) {
        return Err(ApiError::forbidden("Only the board's owner may change what it is for and who sees it."));
    }
    board.unlocked(now)?;
    version.check(board.version)?;
    let mut edits = merge::edits(&mut tx, merge::Subject::Board(id)).await?;
    let edit = Edit::of(&sent, &signed, now, patch.base.take(), (&version, board.version));
    if !edits.is_new(&edit) {
        // It came before, and its answer was lost.
        return answer(tx, signed.account_id, id).await;
    }
    let (before, audience) = (board.cover_image.clone(), board.audience);
    let mut conflicts = std::mem::take(&mut board.conflicts);
    let patch = counting(&board, patch, |current, patch| edits.meet(&mut conflicts, current, patch, &edit))?;
    board.apply(patch);
    // It would be shown to a group that takes no more wishes.
    board.unlocked(now)?;
    let cover = (before.as_deref(), board.cover_image.as_deref());
    let picture = pictures::choose(&mut tx, signed.account_id, "cover_image", cover).await?;
    // Leaving `link` ends the link; coming back makes another one.
    if board.audience != audience {
        board.link_token = (board.audience == Audience::Link).then(chance::token);
    }
    write(&mut tx, &board, now).await?;
    merge::keep(&mut tx, merge::Subject::Board(id), &edits, conflicts).await?;
    pictures::show(&mut tx, Subject::Board(id), &picture, now).await?;
    if audience == Audience::Groups && board.audience != Audience::Groups {
        onlookers::hidden(&mut tx, id, now).await?;
    }
    tell(&mut tx, id, Event::BoardChanged { board_id: id }, now).await?;
    answer(tx, signed.account_id, id).await
}

impl Edited for Board {
    type Patch = BoardPatch;

    fn as_patch(&self) -> BoardPatch {
        BoardPatch {
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            cover_image: Some(self.cover_image.clone()),
            kind: Some(self.kind),
            audience: Some(self.audience),
            base: None,
        }
    }

    fn apply(&mut self, patch: BoardPatch) {
        let BoardPatch { name, description, cover_image, kind, audience, base: _ } = patch;
        self.name = name.unwrap_or_else(|| std::mem::take(&mut self.name));
        self.description = description.unwrap_or_else(|| self.description.take());
        self.cover_image = cover_image.unwrap_or_else(|| self.cover_image.take());
        self.kind = kind.unwrap_or(self.kind);
        self.audience = audience.unwrap_or(self.audience);
    }

    fn check(&mut self) -> Answer<()> {
        check(self)
    }
}

fn check(board: &mut Board) -> Answer<()> {
    let mut fields = Fields::default();
    fields.title("name", &mut board.name, 200);
    fields.lines("description", &mut board.description, 2000);
    fields.picture("cover_image", &mut board.cover_image);
    fields.finish()
}
