//! Following: somebody wants to hear of each new wish on a list, or of a person, and hears of it once.
//! So that nobody has to look again and again whether there is something new to give.
//! It never tells anybody of a wish that they do not see, and nobody that they are followed.

mod routes;
pub(crate) mod store;

use shared::id::ItemId;
use shared::time::Timestamp;
use shared::wire::event::Event;

pub(crate) use routes::routes;

use crate::App;
use crate::db::{Batch, StoreError, Tx};
use crate::jobs::{self, Kind, Outcome};
use crate::{events, items};

/// A wish lies on another board than before: whoever follows is told soon.
///
/// # Errors
/// Those of the database.
pub(crate) async fn placed(tx: &mut Tx, item: ItemId, now: Timestamp) -> Result<(), StoreError> {
    jobs::enqueue(tx, Kind::TellFollowers, &item.to_string(), now, now).await
}

/// The same of a new wish, within its batch.
pub(crate) fn add_placed(batch: &mut Batch, item: ItemId, now: Timestamp) {
    jobs::add(batch, Kind::TellFollowers, &item.to_string(), now, now);
}

/// Tells whoever follows, sees the wish, and was not told of it yet.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell_followers(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Ok(item_id) = subject.parse::<ItemId>() else { return Ok(Outcome::Done) };
    let mut told = Vec::new();
    let mut tx = app.db.begin().await?;
    for account in store::followers(&mut tx, item_id).await? {
        if items::view(&mut tx, account, item_id).await?.is_some() && store::tell(&mut tx, item_id, account).await? {
            told.push((account, Event::WishAdded { item_id }));
        }
    }
    events::append(&mut tx, told, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}
