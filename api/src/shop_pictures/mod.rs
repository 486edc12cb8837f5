//! Copies of the pictures that shops show, written anew by this server, for lists that people open without an account.
//! So that no shop learns who looks at a list, and a picture is small enough for an old phone.
//! It never fetches because somebody looks: whoever owns a list could tell by its pictures that others were there.

mod copy;
mod serve;
pub(crate) mod store;
mod sweep;

use std::collections::BTreeMap;

use axum::Router;
use shared::id::{BoardId, ItemId};

pub(crate) use copy::run;
pub(crate) use serve::path;
pub(crate) use sweep::Sweeper;

use crate::App;
use crate::db::{At, Db, StoreError};

/// Keys of the copies that are there, by their items.
pub(crate) type Shown = BTreeMap<ItemId, String>;

/// The route that shows them.
pub(crate) fn routes() -> Router<App> {
    serve::routes()
}

/// The copies for what lies on a board, each of the picture that its item has now.
///
/// # Errors
/// Those of the database.
pub(crate) async fn shown_on(at: impl Into<At<'_>>, board: BoardId) -> Result<Shown, StoreError> {
    Ok(store::shown_on(at, board).await?.into_iter().collect())
}

/// Removes copies for what lies on no list any more that is shown by link, at most `most`; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}
