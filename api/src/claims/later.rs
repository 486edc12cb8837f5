//! What claims have to do with things that owners and admins do, done apart from it: their own requests issue the same
//! statements whether or not anything was claimed, and never wait for a giver.

use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;
use shared::wire::event::Event;

use super::{pools, store, suggestions, together, told};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::events;
use crate::jobs::{self, Kind, Outcome};

/// A wish was changed, moved, thrown away or brought back: those who give it are told soon.
///
/// # Errors
/// Those of the database.
pub(crate) async fn wish_changed(tx: &mut Tx, item: ItemId, now: Timestamp) -> Result<(), StoreError> {
    jobs::enqueue(tx, Kind::TellGivers, &item.to_string(), now, now).await
}

/// Somebody is no longer in a group, or a board is for them by now: what they claimed, have not bought yet and do not see any
/// more is free for others soon, and so is what they would give themselves. What else they bought they go on giving.
///
/// # Errors
/// Those of the database.
pub(crate) async fn left(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    jobs::enqueue(tx, Kind::LetGo, &account.to_string(), now, now).await
}

/// Tells those who give the wish that it is another one now, or gone.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell_givers(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Ok(item_id) = subject.parse::<ItemId>() else { return Ok(Outcome::Done) };
    let givers = store::givers_of(&app.db, item_id).await?;
    if !givers.is_empty() {
        let mut tx = app.db.begin().await?;
        let told = givers.into_iter().map(|giver| (giver, Event::ClaimsChanged { item_id })).collect();
        events::append(&mut tx, told, app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(Outcome::Done)
}

/// Gives back what somebody claimed, has not bought and does not see any more, and what they would give themselves.
///
/// # Errors
/// Those of the database.
pub(crate) async fn let_go(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Ok(account) = subject.parse::<AccountId>() else { return Ok(Outcome::Done) };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let mut everybody = Vec::new();
    for item in store::end_unseen(&mut tx, account, now).await? {
        everybody.extend(told(&mut tx, item, account).await?);
    }
    for (item, giver) in together::let_go(&mut tx, account, now).await? {
        everybody.extend(told(&mut tx, item, giver).await?);
    }
    everybody.extend(pools::let_go(&mut tx, account).await?);
    everybody.extend(suggestions::let_go(&mut tx, account).await?);
    events::append(&mut tx, everybody, now).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}
