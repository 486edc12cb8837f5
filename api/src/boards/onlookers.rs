//! Members of the groups that a board is shown to: told of its changes by a job, since they may be many and nobody waits for them.

use std::collections::BTreeSet;

use shared::id::{BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::boards::Audience;
use shared::wire::event::Event;

use super::{share, store};
use crate::App;
use crate::db::{Batch, StoreError, Tx};
use crate::jobs::{self, Kind, Outcome};
use crate::{events, placements};

/// After the board in a job's subject: it may be shown no longer, and they are told all the same.
const HIDDEN: &str = " hidden";

/// The board changed: those who are shown it are told soon. Whoever writes rings for the worker, or it looks by itself within a second.
///
/// # Errors
/// Those of the database.
pub(super) async fn changed(tx: &mut Tx, board: BoardId, now: Timestamp) -> Result<(), StoreError> {
    match store::audience(&mut *tx, board).await? {
        Some(Audience::Groups) => jobs::enqueue(tx, Kind::TellGroups, &board.to_string(), now, now).await,
        _ => Ok(()),
    }
}

/// These boards changed, and those that these items lie on. It holds the jobs of boards, and so comes after all else but the logs
/// of events, in the order of their ids.
///
/// # Errors
/// Those of the database.
pub(crate) async fn lists_changed(
    tx: &mut Tx,
    mut boards: BTreeSet<BoardId>,
    items: BTreeSet<ItemId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for item in items {
        boards.extend(placements::boards_of(&mut *tx, item).await?);
    }
    for board in boards {
        changed(tx, board, now).await?;
    }
    Ok(())
}

/// As [`changed`], within a batch and of a board for groups.
pub(crate) fn add_changed(batch: &mut Batch, board: BoardId, now: Timestamp) {
    jobs::add(batch, Kind::TellGroups, &board.to_string(), now, now);
}

/// The board is shown no longer, or again.
///
/// # Errors
/// Those of the database.
pub(super) async fn hidden(tx: &mut Tx, board: BoardId, now: Timestamp) -> Result<(), StoreError> {
    jobs::enqueue(tx, Kind::TellGroups, &format!("{board}{HIDDEN}"), now, now).await
}

/// Tells them. Owners and editors were told with the change itself.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell_groups(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let (board, hidden) = subject.strip_suffix(HIDDEN).map_or((subject, false), |board| (board, true));
    let Ok(board_id) = board.parse::<BoardId>() else { return Ok(Outcome::Done) };
    let mut tx = app.db.begin().await?;
    let onlookers = share::onlookers(&mut tx, board_id, hidden).await?;
    let told = onlookers.into_iter().map(|account| (account, Event::ListChanged { board_id })).collect();
    events::append(&mut tx, told, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}
