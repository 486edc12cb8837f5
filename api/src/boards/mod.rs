//! Boards: collections of items, with an audience, editors and a link.
//! So that one person collects, several may change it together, and others see exactly what its audience says.
//! It never reads items, and never decides what a viewer sees: that is `visibility`.

pub(crate) mod bin;
mod board;
mod edit;
mod editors;
mod groups;
mod link;
mod lock;
mod mailing;
pub(crate) mod occasion;
mod onlookers;
mod owners;
pub(crate) mod policy;
mod read;
pub(crate) mod share;
pub(crate) mod store;

use std::collections::BTreeSet;

use shared::id::{AccountId, BoardId};
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardKind, BoardRelation};
use shared::wire::event::Event;
use shared::wire::message::my_wishes;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use bin::{KEPT_MILLIS, purge};
pub(crate) use board::Board;
pub(crate) use groups::{hide_from_group, make_for_group};
pub(crate) use link::behind_link;
pub(crate) use lock::{board_unlocked, item_unlocked, unlocked};
pub(crate) use onlookers::{add_changed, lists_changed, tell_groups};
pub(crate) use policy::strictest;
pub(crate) use store::Person;

use crate::App;
use crate::db::{At, Batch, Db, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::visibility::{self, Way};
use crate::{events, visibility::may_edit};

/// Boards that an account may have beside those in the bin.
const MOST_BOARDS: i64 = 500;
/// What the board is called that a save goes to when it names none. People rename it as they like.
const DEFAULT_NAME: &str = "My wishes";

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(read::routes())
        .merge(edit::routes())
        .merge(bin::routes())
        .merge(editors::routes())
        .merge(owners::routes())
        .merge(link::routes())
        .merge(mailing::routes())
        .merge(groups::routes())
        .merge(policy::routes())
        .merge(occasion::routes())
}

/// What this viewer is to a board that they ask for by its id; `None` where it does not exist for them.
///
/// # Errors
/// Those of the database.
pub(crate) async fn relation(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    id: BoardId,
) -> Result<Option<BoardRelation>, StoreError> {
    let board = store::uncounted(at, viewer, id).await?;
    Ok(board.and_then(|board| visibility::relation(board.audience, board.person, board.standing(), Way::Id)))
}

/// What the board is called, for somebody who sees it by its id.
///
/// # Errors
/// Those of the database.
pub(crate) async fn name(at: impl Into<At<'_>>, viewer: AccountId, id: BoardId) -> Result<Option<String>, StoreError> {
    let board = store::uncounted(at, Some(viewer), id).await?;
    let sees = |board: &Board| visibility::relation(board.audience, board.person, board.standing(), Way::Id).is_some();
    Ok(board.filter(sees).map(|board| board.name))
}

/// The board behind a link, for whoever has its token.
///
/// # Errors
/// `NotFound` where the token opens nothing (any more).
pub(crate) async fn by_link(at: impl Into<At<'_>>, viewer: Option<AccountId>, token: &str) -> Answer<BoardId> {
    let board = store::linked(at, viewer, token).await?.ok_or_else(ApiError::not_found)?;
    let seen = visibility::relation(board.audience, board.person, board.standing(), Way::Link);
    seen.map(|_| board.id).ok_or_else(ApiError::not_found)
}

/// The board, where this account may change it and what lies on it.
///
/// # Errors
/// `NotFound` where it does not exist for them, `Forbidden` where they may only look.
pub(crate) async fn editable(at: impl Into<At<'_>>, account: AccountId, id: BoardId) -> Answer<Board> {
    let board = store::uncounted(at, Some(account), id).await?.ok_or_else(ApiError::not_found)?;
    let relation = visibility::relation(board.audience, board.person, board.standing(), Way::Id)
        .ok_or_else(ApiError::not_found)?;
    if !may_edit(relation) {
        return Err(ApiError::forbidden("Only the board's owners and editors may change it."));
    }
    if board.deleted_at.is_some() {
        return Err(ApiError::conflict("The board is in the bin; restore it first."));
    }
    Ok(board)
}

/// The board, where this account is its owner; in the bin too.
///
/// # Errors
/// `NotFound` where it does not exist for them, `Forbidden` where it is not theirs.
pub(crate) async fn owned(at: impl Into<At<'_>>, account: AccountId, id: BoardId) -> Answer<Board> {
    let board = store::uncounted(at, Some(account), id).await?.ok_or_else(ApiError::not_found)?;
    match visibility::relation(board.audience, board.person, board.standing(), Way::Id) {
        None => Err(ApiError::not_found()),
        Some(BoardRelation::Owner) => Ok(board),
        Some(_) => Err(ApiError::forbidden("Only the board's owner may do that.")),
    }
}

/// What lies on the board changed: it counts anew, and nobody else changes its order until the transaction ends.
///
/// # Errors
/// Those of the database.
pub(crate) async fn touch(tx: &mut Tx, id: BoardId, now: Timestamp) -> Result<(), StoreError> {
    store::touch(tx, id, now).await
}

/// As [`touch`], within a batch.
pub(crate) fn add_touch(batch: &mut Batch, id: BoardId, now: Timestamp) {
    store::add_touch(batch, id, now);
}

/// Owners and editors: whoever is told of changes.
///
/// # Errors
/// Those of the database.
pub(crate) async fn people(at: impl Into<At<'_>>, id: BoardId) -> Result<BTreeSet<AccountId>, StoreError> {
    Ok(store::people(at, id).await?.into_iter().map(|person| person.account_id).collect())
}

/// Owners and editors with their names, the first first.
///
/// # Errors
/// Those of the database.
pub(crate) async fn persons(at: impl Into<At<'_>>, id: BoardId) -> Result<Vec<Person>, StoreError> {
    store::people(at, id).await
}

/// Tells the board's people. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell(tx: &mut Tx, id: BoardId, event: Event, now: Timestamp) -> Result<(), StoreError> {
    let people = people(&mut *tx, id).await?;
    events::append(tx, people.into_iter().map(|account| (account, event)).collect(), now).await
}

/// The account's *My wishes*, made where it is missing; one, however many ask at once. The flag says that it is new.
///
/// # Errors
/// Those of the database.
pub(crate) async fn default_board(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
) -> Result<(BoardId, bool), StoreError> {
    if let Some(board) = store::default_board(&mut *tx, account).await? {
        return Ok((board, false));
    }
    let id = BoardId::new(now, rand::random());
    let what = (DEFAULT_NAME.to_owned(), BoardKind::WishList, Audience::Private);
    let board = Board { default_for: Some(account), ..Board::new(id, account, what, now) };
    let made = store::insert(tx, &board, "").await?;
    if made {
        store::add_person(tx, board.id, account, BoardRelation::Owner, now).await?;
    }
    let board = store::default_board(&mut *tx, account).await?.ok_or(StoreError::NotFound)?;
    Ok((board, made))
}

/// The board that an id names for this account: the nil id is its *My wishes*, made where it is missing. Whoever collects
/// before there is an account has no other name for it.
///
/// # Errors
/// Those of the database.
pub(crate) async fn named(tx: &mut Tx, account: AccountId, id: BoardId, now: Timestamp) -> Result<BoardId, StoreError> {
    if id != my_wishes() {
        return Ok(id);
    }
    let (board_id, made) = default_board(tx, account, now).await?;
    if made {
        tell(tx, board_id, Event::BoardAdded { board_id }, now).await?;
    }
    Ok(board_id)
}

/// The same in a transaction of its own, with its event.
///
/// # Errors
/// Those of the database.
pub(crate) async fn make_default(db: &Db, account: AccountId, now: Timestamp) -> Result<BoardId, StoreError> {
    let mut tx = db.begin().await?;
    let (board_id, made) = default_board(&mut tx, account, now).await?;
    if made {
        tell(&mut tx, board_id, Event::BoardAdded { board_id }, now).await?;
    }
    tx.commit().await?;
    Ok(board_id)
}
