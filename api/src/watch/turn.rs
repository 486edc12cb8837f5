//! Whose turn it is with a shop: one look at a time, by whichever process, and a rest behind it.

use shared::id::OfferId;
use shared::time::Timestamp;

use super::{schedule, store};
use crate::App;
use crate::db::{Db, StoreError};

/// Behind each look, where the shop asks for no more.
pub(super) const SECOND_MILLIS: i64 = 1_000;
/// Longer than any look takes (two fetches with their waits): a turn that is held longer is a dead process's.
const HELD_MILLIS: i64 = 90_000;
/// Those who wait for one shop come back within so long of its next turn, so that they do not all come at once.
const BEHIND_MILLIS: i64 = 60_000;
/// Shops whose turn is so long past are forgotten.
const FORGOTTEN_MILLIS: i64 = 60 * 60 * 1000;

/// Takes the shop's turn; where it is not free, gives when it may be.
pub(super) async fn take(app: &App, site: &str, now: Timestamp) -> Result<Result<(), Timestamp>, StoreError> {
    let mut tx = app.db.begin().await?;
    let free_at = match store::take_turn(&mut tx, site, now, now.plus_millis(HELD_MILLIS)).await? {
        true => Ok(()),
        false => Err(store::next_turn(&mut tx, site).await?.unwrap_or(now)),
    };
    tx.commit().await?;
    Ok(free_at)
}

/// Gives the turn back: the next one is after a rest.
pub(super) async fn leave(app: &App, site: &str, rest: i64) -> Result<(), StoreError> {
    let mut tx = app.db.begin().await?;
    store::leave_turn(&mut tx, site, app.clock.now().plus_millis(rest)).await?;
    tx.commit().await
}

/// How long behind the next turn somebody comes who waited for it.
pub(super) fn behind(offer: OfferId, now: Timestamp) -> i64 {
    schedule::seeded(offer, now, BEHIND_MILLIS)
}

pub(super) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge_turns(&mut tx, now.plus_millis(-FORGOTTEN_MILLIS), most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}
