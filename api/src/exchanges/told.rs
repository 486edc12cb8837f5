//! What those who take part are told by mail: that it is drawn, and that it is not any more. Never whom they drew.

use shared::id::ExchangeId;
use shared::time::Timestamp;

use super::store;
use crate::db::{StoreError, Tx};
use crate::jobs::{self, Kind, Outcome};
use crate::mail::{self, Letter};
use crate::{App, accounts};

/// It is drawn whom they give to.
pub(super) const DRAWN: &str = "drawn";
/// What they drew counts no more.
pub(super) const UNDONE: &str = "undone";

/// Whoever has news is told soon.
pub(super) async fn soon(tx: &mut Tx, id: ExchangeId, now: Timestamp) -> Result<(), StoreError> {
    jobs::enqueue(tx, Kind::TellDrawn, &id.to_string(), now, now).await
}

/// Writes to those who have news and a confirmed address.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell_drawn(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Ok(id) = subject.parse::<ExchangeId>() else { return Ok(Outcome::Done) };
    let mut tx = app.db.begin().await?;
    let Some(exchange) = store::by_id(&mut tx, id).await? else { return Ok(Outcome::Done) };
    for (account, news) in store::untold(&mut tx, id).await? {
        store::set_news(&mut tx, id, account, None).await?;
        let Some(to) = accounts::reachable(&mut tx, account).await? else { continue };
        let exchange = exchange.name.clone();
        let letter =
            if news == DRAWN { Letter::ExchangeDrawn { exchange } } else { Letter::ExchangeUndone { exchange } };
        mail::enqueue(app, &mut tx, &to, &letter).await?;
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(Outcome::Done)
}
