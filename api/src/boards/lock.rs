//! The lock date of the groups that a board is shown to: from then on whoever may change the board leaves it as it is.

use shared::id::{BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;

use super::share;
use crate::db::Tx;
use crate::error::{Answer, ApiError};

/// Whether a lock of this moment has begun.
///
/// # Errors
/// `Locked`, where it has.
pub(crate) fn unlocked(locks_at: Option<Timestamp>, now: Timestamp) -> Answer<()> {
    if locks_at.is_some_and(|at| at <= now) {
        return Err(ApiError::new(ProblemKind::Locked).detail("An admin of the group can move the date."));
    }
    Ok(())
}

/// Lets things be put on the board, taken off it and moved on it.
///
/// # Errors
/// `Locked`, from its lock date on.
pub(crate) async fn board_unlocked(tx: &mut Tx, id: BoardId, now: Timestamp) -> Answer<()> {
    unlocked(share::locks_at(tx, id).await?, now)
}

/// Lets a wish be changed, thrown away and brought back: as soon as one list that it lies on stays as it is, so does the wish.
///
/// # Errors
/// `Locked`, from the earliest lock date on of the boards that it lies on.
pub(crate) async fn item_unlocked(tx: &mut Tx, id: ItemId, now: Timestamp) -> Answer<()> {
    unlocked(share::item_locks_at(tx, id).await?, now)
}
